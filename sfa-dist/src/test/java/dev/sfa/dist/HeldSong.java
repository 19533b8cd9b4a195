package dev.sfa.dist;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Serves a recording over HTTP: half of it at once, then a trickle, the rest when the test says so. */
final class HeldSong implements Closeable {
    private static final int TRICKLE_BYTES = 16;

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch released = new CountDownLatch(1);
    private final byte[] song;

    HeldSong(Path recording) throws IOException {
        song = Files.readAllBytes(recording);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/held.wav";
    }

    /** Lets the rest go. */
    void release() {
        released.countDown();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange;
                OutputStream body = exchange.getResponseBody()) {
            exchange.sendResponseHeaders(200, song.length);
            int sent = song.length / 2;
            body.write(song, 0, sent);
            // More than what makes a client give up, and far less than the rest.
            while (!released.await(50, TimeUnit.MILLISECONDS)) {
                body.write(song, sent, TRICKLE_BYTES);
                sent += TRICKLE_BYTES;
                body.flush();
            }
            body.write(song, sent, song.length - sent);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
