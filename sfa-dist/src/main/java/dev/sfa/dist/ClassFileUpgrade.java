package dev.sfa.dist;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * A step of the build: rewrites the classes of a jar as class files of Java 17, with stack maps. Class files older than
 * Java 6 have none; the JVM checks those by inference at every start and takes them into no class-data archive, which
 * costs more than all the rest of a short command.
 */
public final class ClassFileUpgrade {
    private ClassFileUpgrade() {}

    /** @param args the jar to read, which must be on the class path with what it refers to, and the jar to write */
    public static void main(String[] args) throws IOException {
        Path target = Path.of(args[1]);
        Files.createDirectories(target.getParent());
        try (ZipFile source = new ZipFile(args[0]);
                OutputStream file = Files.newOutputStream(target);
                ZipOutputStream jar = new ZipOutputStream(file)) {
            for (Enumeration<? extends ZipEntry> entries = source.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTimeLocal(entry.getTimeLocal());
                jar.putNextEntry(copy);
                try (InputStream in = source.getInputStream(entry)) {
                    jar.write(isClass(entry.getName()) ? upgraded(in) : in.readAllBytes());
                }
                jar.closeEntry();
            }
        }
    }

    private static boolean isClass(String name) {
        return name.endsWith(".class") && !name.endsWith("module-info.class");
    }

    private static byte[] upgraded(InputStream in) throws IOException {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        ClassVisitor upgrade = new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public void visit(int version, int access, String name, String generic, String parent, String[] types) {
                super.visit(Math.max(version, Opcodes.V17), access, name, generic, parent, types);
            }
        };
        new ClassReader(in).accept(upgrade, ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }
}
