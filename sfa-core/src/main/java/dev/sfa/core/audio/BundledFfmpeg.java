package dev.sfa.core.audio;

import dev.sfa.core.error.ErrorCode;
import dev.sfa.core.error.SfaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.bytedeco.javacpp.Loader;

/**
 * Unpacks the ffmpeg programs that come with sfa ({@code org.bytedeco:ffmpeg}) into a folder, once.
 *
 * <p>The programs are linked against libraries of a desktop (sound servers, X) for capturing from devices, which sfa
 * never does and a server does not have. Those get {@link StubLibrary stubs}, so that nothing need be installed.
 */
final class BundledFfmpeg {
    /** What every Linux with a Java on it has; anything else beyond the bundle is stubbed. */
    private static final Set<String> SYSTEM = Set.of(
            "libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libgcc_s.so.1", "libstdc++.so.6");

    private static final String STUBS = "stubs";

    private final Path cache;

    /** @param cache folder to unpack into; one sub-folder for each version */
    BundledFfmpeg(Path cache) {
        this.cache = cache;
    }

    /** A folder that holds {@code ffmpeg} and {@code ffprobe}; empty when none came with this build. */
    Optional<Path> folder() {
        URL resource = resource("ffmpeg" + suffix());
        if (resource == null) {
            return Optional.empty();
        }
        try {
            Path folder = cache.resolve("ffmpeg-" + version(resource));
            if (!Files.exists(folder)) {
                unpackOnce(resource, folder);
            }
            return Optional.of(folder);
        } catch (IOException | UncheckedIOException e) {
            throw cannotUnpack(e);
        }
    }

    /** As {@link #folder}, unpacked anew where files have been damaged; empty when that is not why they do not run. */
    Optional<Path> mended() {
        URL resource = resource("ffmpeg" + suffix());
        if (resource == null) {
            return Optional.empty();
        }
        try {
            Path folder = cache.resolve("ffmpeg-" + version(resource));
            if (isWhole(resource, folder)) {
                return Optional.empty();
            }
            Path damaged = Files.createTempDirectory(cache, "ffmpeg.damaged");
            // Of two at once, one finds it gone already.
            if (Files.exists(folder)) {
                Files.move(folder, damaged, StandardCopyOption.ATOMIC_MOVE);
            }
            delete(damaged);
            return folder();
        } catch (IOException | UncheckedIOException e) {
            throw cannotUnpack(e);
        }
    }

    private SfaException cannotUnpack(Exception e) {
        return new SfaException(
                ErrorCode.CANNOT_WRITE,
                "The bundled ffmpeg could not be unpacked into " + cache + " (" + e.getMessage()
                        + "); make room there, or install ffmpeg.",
                e);
    }

    private static boolean isWhole(URL resource, Path target) throws IOException {
        JarURLConnection connection = (JarURLConnection) resource.openConnection();
        connection.setUseCaches(false);
        String folder = folderIn(connection);
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry entry : jar.stream().filter(e -> wanted(e, folder)).toList()) {
                Path file = target.resolve(entry.getName().substring(folder.length()));
                if (!Files.isRegularFile(file) || crc(file) != entry.getCrc()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static long crc(Path file) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file), crc)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return crc.getValue();
    }

    private static String folderIn(JarURLConnection connection) {
        String entryName = connection.getEntryName();
        return entryName.substring(0, entryName.lastIndexOf('/') + 1);
    }

    /** Before the folder gets its name: else that could outlast a power cut, and the bytes not. */
    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Variables that let the programs of {@code folder} find their libraries. */
    static Map<String, String> environment(Path folder) {
        return Map.of("LD_LIBRARY_PATH", folder.resolve(STUBS) + ":" + folder);
    }

    static String suffix() {
        return Loader.getPlatform().startsWith("windows") ? ".exe" : "";
    }

    private static URL resource(String name) {
        return BundledFfmpeg.class.getResource("/org/bytedeco/ffmpeg/" + Loader.getPlatform() + "/" + name);
    }

    private static String version(URL resource) throws IOException {
        String jar =
                ((JarURLConnection) resource.openConnection()).getJarFileURL().getPath();
        return jar.substring(jar.lastIndexOf('/') + 1).replaceAll("^ffmpeg-|\\.jar$", "");
    }

    private void unpackOnce(URL resource, Path folder) throws IOException {
        Files.createDirectories(cache);
        // The file lock keeps other processes out; within one it would throw instead of wait.
        synchronized (BundledFfmpeg.class) {
            try (FileChannel channel = FileChannel.open(
                            cache.resolve("ffmpeg.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!lock.isValid() || Files.exists(folder)) {
                    return;
                }
                Path aside = cache.resolve("ffmpeg.unpacking");
                delete(aside);
                Files.createDirectory(aside);
                unpack(resource, aside);
                stubWhatIsMissing(aside);
                Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /** What a process that was killed while unpacking left behind. */
    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> found = Files.walk(folder)) {
                for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static void unpack(URL resource, Path target) throws IOException {
        JarURLConnection connection = (JarURLConnection) resource.openConnection();
        connection.setUseCaches(false);
        String folder = folderIn(connection);
        try (JarFile jar = connection.getJarFile()) {
            for (JarEntry entry : jar.stream().filter(e -> wanted(e, folder)).toList()) {
                Path file = target.resolve(entry.getName().substring(folder.length()));
                try (InputStream in = jar.getInputStream(entry)) {
                    Files.copy(in, file);
                }
                force(file);
                if (!file.toFile().setExecutable(true)) {
                    throw new IOException("cannot make " + file + " executable");
                }
            }
        }
    }

    private static boolean wanted(JarEntry entry, String folder) {
        String name = entry.getName();
        return name.startsWith(folder)
                && !entry.isDirectory()
                && name.indexOf('/', folder.length()) < 0
                && !name.contains("jni");
    }

    private static void stubWhatIsMissing(Path folder) throws IOException {
        Path stubs = Files.createDirectory(folder.resolve(STUBS));
        if (!Loader.getPlatform().startsWith("linux")) {
            return;
        }
        List<ElfFile> files = new ArrayList<>();
        Set<String> bundled = new LinkedHashSet<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path file : entries.filter(Files::isRegularFile).toList()) {
                bundled.add(file.getFileName().toString());
                files.add(ElfFile.parse(Files.readAllBytes(file)));
            }
        }
        Map<String, Set<String>> missing = new HashMap<>();
        for (ElfFile file : files) {
            for (String name : file.needed()) {
                if (!bundled.contains(name) && !SYSTEM.contains(name) && !name.startsWith("ld-linux")) {
                    missing.computeIfAbsent(name, key -> new LinkedHashSet<>())
                            .addAll(file.versions().getOrDefault(name, Set.of()));
                }
            }
        }
        for (Map.Entry<String, Set<String>> entry : missing.entrySet()) {
            byte[] stub = StubLibrary.bytes(
                    entry.getKey(), entry.getValue(), files.get(0).machine());
            force(Files.write(stubs.resolve(entry.getKey()), stub));
        }
    }
}
