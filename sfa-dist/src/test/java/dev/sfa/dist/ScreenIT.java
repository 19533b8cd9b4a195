package dev.sfa.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sfa.dist.Tmux.Screen;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands on terminals (of tmux) while a download is half done, and when it has ended. */
class ScreenIT {
    private static final String UTF8 = "LC_ALL=C.UTF-8";

    @TempDir
    Path folder;

    @Test
    void barsSuitTerminalsOfEveryKind() throws Exception {
        Path short1 = Recordings.song(folder.resolve("a short song.wav"), 1);
        try (Tmux tmux = new Tmux(folder);
                Installation sfa = Installation.used();
                HeldSong held = new HeldSong(Recordings.song(folder.resolve("held"), 10))) {
            String job = sfa.run("download", "-d", held.url()).line();
            Screen wide = tmux.run("wide", sfa, 80, List.of(UTF8), "download", short1.toString(), held.url());
            Screen narrow = tmux.run("narrow", sfa, 40, List.of(UTF8), "watch", job);
            Screen ascii = tmux.run("ascii", sfa, 80, List.of("LC_ALL=C", "NO_COLOR=1"), "watch", job);
            Screen dumb = tmux.run("dumb", sfa, 80, List.of(UTF8, "TERM=dumb"), "watch", job);
            Screen windows = tmux.run("windows", sfa, 80, List.of(UTF8, "WT_SESSION=1"), "watch", job);

            String bar = "download held.wav         ━━━╌╌╌╌╌  00 %  fetching  0.0/1.8 MB  ETA 0:00";
            wide.await(("✓ download a short song…  0:00\n" + bar)::equals);
            narrow.await("download he…  ━━━╌╌╌╌╌  00 %  ETA 0:00"::equals);
            ascii.await("download held.wav         ###-----  00 %  fetching  0.0/1.8 MB  ETA 0:00"::equals);
            dumb.await(text -> text.contains("download held.wav: downloading"));
            windows.await(bar::equals);
            // Input from elsewhere, as in a shell's loop over lines.
            tmux.run("fed", sfa, 80, List.of(UTF8), new File("/dev/null"), "watch", job)
                    .await(bar::equals);
            await().untilAsserted(() -> assertThat(windows.written()).containsPattern("\u001b]9;4;1;4\\d\u0007"));
            assertThat(windows.written()).doesNotContain("\u001b[?1049h");
            assertThat(narrow.written()).doesNotContain("]9;4");
            assertThat(narrow.coloured()).contains("\u001b[36m━━━");
            assertThat(ascii.coloured()).doesNotContain("\u001b[");
            assertThat(dumb.written()).doesNotContain("\u001b");

            wide.resize(40);
            wide.await(text -> text.endsWith("\ndownload he…  ━━━╌╌╌╌╌  00 %  ETA 0:00"));
            wide.resize(80);
            wide.await(text -> text.endsWith("\n" + bar));

            held.release();
            wide.await(text -> text.endsWith("exit 0"));
            assertThat(wide.text()).startsWith("✓ download a short song…  0:00\n✓ download held.wav       0:00\n");
            assertThat(wide.text().replace("\n", "")).contains("/a short song.wav", "/held.wav");
            narrow.await("✓ download …  0:00\nexit 0"::equals);
            ascii.await("+ download held.wav       0:00\nexit 0"::equals);
            dumb.await(text -> text.endsWith("download held.wav: completed\nexit 0"));
            windows.await(text -> text.endsWith("exit 0"));
            await().untilAsserted(() -> assertThat(windows.written()).contains("\u001b]9;4;0;\u0007"));
        }
    }

    @Test
    void theShellCompletesAndRemembers() throws Exception {
        try (Tmux tmux = new Tmux(folder);
                Installation sfa = Installation.used()) {
            Screen shell = tmux.run("shell", sfa, 80, List.of(UTF8), "shell");
            String status = "\\s+no daemon runs; the first job starts it";
            shell.await(text -> text.matches("\\s*sfa>" + status));
            shell.type("config pa", "Tab", "--js", "Tab", "Enter");
            shell.await(text -> text.matches("(?s)\\s*sfa> config path --json\n\\{.*}\nsfa>" + status));
            shell.type("vers", "Tab", "Enter");
            shell.await(text -> text.matches("(?s).*sfa> version\nsfa .*\nsfa>" + status));
            shell.type("Up", "Up", "Enter");
            shell.await(
                    text -> text.matches("(?s).*sfa> version\nsfa .*\nsfa> config path --json\n.*}\nsfa>" + status));
            shell.type("exit", "Enter");
            shell.await(text -> text.endsWith("exit 0"));
            assertThat(Files.readAllLines(sfa.state().resolve("shell-history")))
                    .anyMatch(line -> line.endsWith("config path --json"));
        }
    }
}
