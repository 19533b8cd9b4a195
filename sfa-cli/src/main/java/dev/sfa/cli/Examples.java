package dev.sfa.cli;

import java.util.List;

/** What a command is used for, to copy: the first thing its help shows. Loaded only for help. */
final class Examples {
    private Examples() {}

    /** Lines, a command and what it does; none for commands that need no example. */
    static List<String> of(String name) {
        return switch (name) {
            case "demo" ->
                List.of("sfa demo", "sfa demo --keep ./demo      leaves song, stems, analysis and plot there");
            case "download" ->
                List.of(
                        "sfa download song.flac",
                        "sfa download https://example.org/a.mp3 https://example.org/b.mp3",
                        "sfa download -q --quality high URL      for cron: silent unless it fails");
            case "separate" ->
                List.of(
                        "sfa separate song.mp3",
                        "sfa separate 3f2a      a track of the library, by the beginning of its id",
                        "sfa separate -P ~/stems --if-exists rename *.mp3",
                        "sfa separate -o '{artist|various}/{title}/{stem}.{ext}' song.mp3",
                        "sfa separate -d *.flac      prints a job id a line and returns at once");
            case "analyze" ->
                List.of(
                        "sfa analyze song.mp3",
                        "sfa analyze --features tempo,key *.wav | grep ^tempo",
                        "sfa analyze --json song.mp3 | jq 'select(.type == \"job:completed\")'");
            case "pipeline" ->
                List.of("sfa pipeline song.mp3", "sfa pipeline --steps download,analyze https://example.org/a.mp3");
            case "export" ->
                List.of(
                        "sfa export 3f2a --to midi      tempo map, beats and chords",
                        "sfa export $(sfa track list | cut -f1) --to rekordbox -o library.xml",
                        "sfa export 3f2a --to csv -o - | cut -d, -f2,7",
                        "sfa export 3f2a 77c0 --to jams -o annotations/",
                        "sfa export 3f2a --to csv --frames -o frames.csv");
            case "plot" ->
                List.of(
                        "sfa plot 3f2a      waveform and chroma, drawn in the terminal",
                        "sfa plot song.mp3 --kind spectrogram",
                        "sfa plot 3f2a --kind radar -o radar.svg --theme light",
                        "sfa plot 3f2a --kind beats -o - --size 1200x600 > beats.png");
            case "tag" ->
                List.of(
                        "sfa tag --write bpm,key *.mp3      what is there stays",
                        "sfa tag --write gain --overwrite --dry-run album/*.flac");
            case "batch" ->
                List.of(
                        "sfa batch songs.ndjson      each line: {\"command\":\"separate\",\"input\":\"a.mp3\"}",
                        "sfa batch -d --batch friday - < songs.ndjson && sfa wait --batch friday");
            case "stem list" -> List.of("sfa stem list", "sfa stem list 3f2a | cut -f6      the files");
            case "daemon install-service" ->
                List.of(
                        "sfa daemon install-service && systemctl --user daemon-reload && systemctl --user enable --now"
                                + " sfa",
                        "sfa daemon install-service --print");
            case "shell" -> List.of("sfa shell      then: jobs, watch, separate song.mp3; exit or Ctrl-D leaves it");
            case "status" -> List.of("sfa status", "sfa status --json");
            case "jobs" ->
                List.of(
                        "sfa jobs",
                        "sfa jobs --status failed",
                        "sfa jobs --json | jq -r 'select(.type == \"analysis\") | .id'");
            case "show" -> List.of("sfa show @last", "sfa show 3f2a --json");
            case "watch" ->
                List.of(
                        "sfa watch      what is being done now, to its end",
                        "sfa watch 3f2a 77c0",
                        "sfa watch --all --json");
            case "wait" ->
                List.of(
                        "sfa wait 3f2a --timeout 1h && echo done",
                        "sfa separate -d *.mp3 | xargs sfa wait      the exit code is 3 when some failed");
            case "cancel" -> List.of("sfa cancel 3f2a", "sfa cancel --all");
            case "retry" -> List.of("sfa retry @last", "sfa retry --failed");
            case "rm" -> List.of("sfa rm 3f2a", "sfa rm --done");
            case "events" ->
                List.of("sfa events --follow | jq -c .", "sfa events --follow --since 1200 >> events.ndjson");
            case "logs" -> List.of("sfa logs @last", "sfa logs -f 3f2a");
            case "track list" -> List.of("sfa track list", "sfa track list | cut -f1      the ids");
            case "track show" -> List.of("sfa track show 3f2a");
            case "track rm" -> List.of("sfa track rm 3f2a", "sfa track rm -y 3f2a 77c0");
            case "model list" ->
                List.of("sfa model list", "sfa model list --json | jq -r 'select(.installed) | .model'");
            case "model show" -> List.of("sfa model show htdemucs");
            case "model pull" ->
                List.of(
                        "sfa model pull htdemucs.onnx",
                        "sfa model pull https://example.org/htdemucs_6s.onnx --sha256 HASH",
                        "sfa model pull UVR-MDX.onnx --name uvr --stems vocals,instrumental --n-fft 6144",
                        "sfa model pull umx/model.json      a manifest, with its files beside it");
            case "model verify" -> List.of("sfa model verify", "sfa model verify htdemucs");
            case "model rm" -> List.of("sfa model rm htdemucs");
            case "queue list" -> List.of("sfa queue list");
            case "queue pause" -> List.of("sfa queue pause processing", "sfa queue pause");
            case "queue resume" -> List.of("sfa queue resume");
            case "queue set" -> List.of("sfa queue set download --parallel 6");
            case "token create" ->
                List.of("sfa token create phone --scope read", "sfa token create studio --scope submit --expires 30");
            case "token list" -> List.of("sfa token list");
            case "token revoke" -> List.of("sfa token revoke 3f2a");
            case "daemon start" -> List.of("sfa daemon start", "sfa daemon start --port 4100");
            case "daemon stop" -> List.of("sfa daemon stop", "sfa daemon stop --drain");
            case "daemon status" -> List.of("sfa daemon status || sfa daemon start");
            case "daemon logs" -> List.of("sfa daemon logs -f", "sfa daemon logs -n 500");
            case "daemon run" -> List.of("sfa daemon run      for a service manager: ends with it");
            case "daemon backup" -> List.of("sfa daemon backup ~/sfa-backup.db");
            case "doctor" ->
                List.of("sfa doctor", "sfa doctor --fix", "sfa doctor --json | jq -r 'select(.state != \"good\")'");
            case "config list" -> List.of("sfa config list --show-origin");
            case "config get" -> List.of("sfa config get daemon.port");
            case "config set" ->
                List.of("sfa config set daemon.port 4100", "sfa config set tools.ffmpeg /opt/ffmpeg/bin/ffmpeg");
            case "config unset" -> List.of("sfa config unset daemon.port");
            case "config path" -> List.of("$EDITOR \"$(sfa config path)\"");
            case "completion" ->
                List.of(
                        "sfa completion bash > ~/.local/share/bash-completion/completions/sfa",
                        "sfa completion zsh > ~/.zfunc/_sfa",
                        "sfa completion fish > ~/.config/fish/completions/sfa.fish");
            default -> List.of();
        };
    }
}
