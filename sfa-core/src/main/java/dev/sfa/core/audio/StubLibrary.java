package dev.sfa.core.audio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes a shared library that defines nothing: it satisfies the dynamic linker where a program is linked against a
 * library it never calls. The layout follows the System V ABI (ELF-64): one segment with a string table, an empty
 * symbol table, its hash table, a version for each symbol, version definitions, and the dynamic section.
 */
final class StubLibrary {
    private static final int HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int SYMBOL = 24;
    private static final int VERDEF = 20;
    private static final int VERDAUX = 8;
    private static final long PAGE = 0x10000;

    private StubLibrary() {}

    /**
     * @param name the library's own name (SONAME)
     * @param versions names of the symbol versions it claims to define
     * @param machine {@code e_machine}, the processor
     */
    static byte[] bytes(String name, Set<String> versions, short machine) {
        ByteArrayOutputStream strings = new ByteArrayOutputStream();
        strings.write(0);
        int soname = append(strings, name);
        List<String> defined = new ArrayList<>();
        defined.add(name);
        defined.addAll(versions);
        int[] names =
                defined.stream().mapToInt(version -> append(strings, version)).toArray();

        int stringsAt = HEADER + 3 * PROGRAM_HEADER;
        int symbolsAt = align(stringsAt + strings.size());
        int hashAt = symbolsAt + SYMBOL;
        int versymAt = hashAt + 16;
        int verdefAt = align(versymAt + 2);
        int dynamicAt = align(verdefAt + defined.size() * (VERDEF + VERDAUX));
        long[][] dynamic = {
            {14, soname},
            {4, hashAt},
            {5, stringsAt},
            {6, symbolsAt},
            {10, strings.size()},
            {11, SYMBOL},
            // One entry, for the null symbol; the linker of glibc takes its address without asking whether it is there.
            {0x6ffffff0L, versymAt},
            {0x6ffffffcL, verdefAt},
            {0x6ffffffdL, defined.size()},
            {0, 0}
        };
        int size = dynamicAt + dynamic.length * 16;
        ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        header(elf, machine);
        programHeader(elf, 1, 6, 0, size, PAGE);
        programHeader(elf, 2, 6, dynamicAt, dynamic.length * 16, 8);
        programHeader(elf, 0x6474e551, 6, 0, 0, 16);
        elf.put(strings.toByteArray());
        elf.position(hashAt);
        elf.putInt(1).putInt(1).putInt(0).putInt(0);
        versionDefinitions(elf, verdefAt, defined, names);
        elf.position(dynamicAt);
        for (long[] entry : dynamic) {
            elf.putLong(entry[0]).putLong(entry[1]);
        }
        return elf.array();
    }

    private static void header(ByteBuffer elf, short machine) {
        elf.putInt(0x464c457f).put((byte) 2).put((byte) 1).put((byte) 1).position(16);
        elf.putShort((short) 3)
                .putShort(machine)
                .putInt(1)
                .putLong(0)
                .putLong(HEADER)
                .putLong(0)
                .putInt(0);
        elf.putShort((short) HEADER).putShort((short) PROGRAM_HEADER).putShort((short) 3);
        elf.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    }

    private static void programHeader(ByteBuffer elf, int type, int flags, long offset, long size, long alignment) {
        elf.putInt(type).putInt(flags).putLong(offset).putLong(offset).putLong(offset);
        elf.putLong(size).putLong(size).putLong(alignment);
    }

    private static void versionDefinitions(ByteBuffer elf, int at, List<String> defined, int[] names) {
        elf.position(at);
        for (int i = 0; i < names.length; i++) {
            boolean last = i == names.length - 1;
            elf.putShort((short) 1)
                    .putShort((short) (i == 0 ? 1 : 0))
                    .putShort((short) (i + 1))
                    .putShort((short) 1);
            elf.putInt(hash(defined.get(i))).putInt(VERDEF).putInt(last ? 0 : VERDEF + VERDAUX);
            elf.putInt(names[i]).putInt(0);
        }
    }

    /** The hash of the System V ABI, as version definitions carry it. */
    private static int hash(String name) {
        int h = 0;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            h = (h << 4) + (b & 0xff);
            int high = h & 0xf0000000;
            h ^= high >>> 24;
            h &= ~high;
        }
        return h;
    }

    private static int append(ByteArrayOutputStream strings, String text) {
        int at = strings.size();
        strings.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        strings.write(0);
        return at;
    }

    private static int align(int offset) {
        return (offset + 7) & ~7;
    }
}
