import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What {@code bench/download} runs: the server, and the two clients in turns. */
public final class DownloadSpeed {
    private static final int BLOCK = 1 << 20;

    private DownloadSpeed() {}

    /** @param args sfa, the folder of its daemon, the size in MiB, and the number of rounds */
    public static void main(String[] args) throws Exception {
        String sfa = args[0];
        Path home = Path.of(args[1]);
        int mebibytes = Integer.parseInt(args[2]);
        int rounds = Integer.parseInt(args[3]);
        Path song = wav(home.resolve("song.wav"), mebibytes);
        String url = serve(song);
        long pid = daemon(home);
        List<Double> curl = new ArrayList<>();
        List<Double> synced = new ArrayList<>();
        List<Double> command = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        // One of each that does not count.
        for (int round = 0; round <= rounds; round++) {
            Path copy = home.resolve("copy");
            double byCurl = timed("curl", "-s", "-o", copy.toString(), url + round);
            Files.delete(copy);
            double bySynced =
                    timed("sh", "-c", "curl -s -o \"$0\" \"$1\" && sync \"$0\"", copy.toString(), url + round);
            Files.delete(copy);
            Memory memory = new Memory(pid);
            double bySfa = timed(sfa, "download", "-q", "--json", url + round);
            memory.end();
            String track = track(sfa);
            double hashed = secondsToHash(sfa, track);
            run(sfa, "track", "rm", "-q", "-y", track);
            System.out.printf(
                    Locale.ROOT,
                    "curl %.2f s, curl and sync %.2f s, sfa %.2f s; daemon resident %d MB at the start, %d at half, %d at most; the hash %.1f s later%n",
                    byCurl,
                    bySynced,
                    bySfa,
                    memory.at(0),
                    memory.at(0.5),
                    memory.most(),
                    hashed);
            if (round > 0) {
                curl.add(byCurl);
                synced.add(bySynced);
                command.add(bySfa);
                ratios.add(byCurl / bySfa);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "medians: curl %.2f s, curl and sync %.2f s, sfa %.2f s; speed of sfa by that of curl %.2f (%.2f to %.2f)%n",
                median(curl),
                median(synced),
                median(command),
                median(ratios),
                Collections.min(ratios),
                Collections.max(ratios));
        System.exit(0);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** Seconds that a command takes, with a disk that has nothing else to do. */
    private static double timed(String... command) throws Exception {
        run("sync");
        long start = System.nanoTime();
        run(command);
        return (System.nanoTime() - start) / 1e9;
    }

    private static List<String> run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines;
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
            lines = out.lines().toList();
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException(Arrays.toString(command) + " ended with " + process.exitValue());
        }
        return lines;
    }

    private static String track(String sfa) throws Exception {
        return run(sfa, "track", "list").get(0).split("\t")[0];
    }

    /** The daemon works on it after the download: nothing else is to be measured meanwhile. */
    private static double secondsToHash(String sfa, String track) throws Exception {
        long start = System.nanoTime();
        while (!String.join("", run(sfa, "track", "show", "--json", track)).matches(".*\"content_hash\"\\s*:\\s*\".*")) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static long daemon(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            Path registry = files.filter(file -> file.endsWith("daemon.json")).findFirst().orElseThrow();
            return Long.parseLong(Files.readString(registry).replaceAll("(?s).*\"pid\"\\s*:\\s*(\\d+).*", "$1"));
        }
    }

    /** Noise, stereo, 16 bits, 44,100 Hz. */
    private static Path wav(Path file, int mebibytes) throws IOException {
        int data = mebibytes * BLOCK - 44;
        ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
        header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + data);
        header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        header.putShort((short) 1).putShort((short) 2).putInt(44_100).putInt(176_400);
        header.putShort((short) 4).putShort((short) 16);
        header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(data);
        Random random = new Random(1);
        byte[] block = new byte[BLOCK];
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(header.array());
            for (int i = 0; i < mebibytes; i++) {
                random.nextBytes(block);
                out.write(block, 0, i == 0 ? BLOCK - 44 : BLOCK);
            }
        }
        return file;
    }

    /** Serves the file to everybody, by sendfile, so that the server takes little of the processor. */
    private static String serve(Path file) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread acceptor = new Thread(
                () -> {
                    while (true) {
                        try {
                            SocketChannel client = server.accept();
                            Thread thread = new Thread(() -> answer(client, file));
                            thread.setDaemon(true);
                            thread.start();
                        } catch (IOException e) {
                            return;
                        }
                    }
                },
                "server");
        acceptor.setDaemon(true);
        acceptor.start();
        return "http://127.0.0.1:" + server.socket().getLocalPort() + "/song.wav?";
    }

    private static void answer(SocketChannel client, Path file) {
        try (client;
                FileChannel song = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer request = ByteBuffer.allocate(8192);
            while (!new String(request.array(), 0, request.position(), StandardCharsets.US_ASCII).contains("\r\n\r\n")) {
                if (client.read(request) < 0) {
                    return;
                }
            }
            String head = "HTTP/1.1 200 OK\r\nContent-Type: audio/wav\r\nAccept-Ranges: bytes\r\nETag: \"1\"\r\n"
                    + "Connection: close\r\nContent-Length: " + song.size() + "\r\n\r\n";
            client.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
            for (long sent = 0; sent < song.size(); ) {
                sent += song.transferTo(sent, song.size() - sent, client);
            }
        } catch (IOException e) {
            // The client has left.
        }
    }

    /** What a process holds, looked at every 20 ms. */
    private static final class Memory {
        private final List<Integer> megabytes = Collections.synchronizedList(new ArrayList<>());
        private final Thread sampler;

        Memory(long pid) throws InterruptedException {
            Path status = Path.of("/proc/" + pid + "/status");
            sampler = new Thread(() -> {
                try {
                    while (true) {
                        String text = Files.readString(status);
                        megabytes.add(Integer.parseInt(text.replaceAll("(?s).*VmRSS:\\s*(\\d+).*", "$1")) / 1024);
                        TimeUnit.MILLISECONDS.sleep(20);
                    }
                } catch (IOException | InterruptedException e) {
                    // The end.
                }
            });
            sampler.setDaemon(true);
            sampler.start();
            TimeUnit.MILLISECONDS.sleep(100);
        }

        void end() throws InterruptedException {
            sampler.interrupt();
            sampler.join();
        }

        int at(double share) {
            return megabytes.get((int) (share * (megabytes.size() - 1)));
        }

        int most() {
            return Collections.max(megabytes);
        }
    }
}
