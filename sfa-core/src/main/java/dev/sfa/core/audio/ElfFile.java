package dev.sfa.core.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a 64-bit little-endian ELF library asks of the dynamic linker: the libraries it needs and the symbol versions
 * it expects of them. After the System V ABI, chapter 5, and the Linux Standard Base on symbol versioning.
 *
 * @param needed names of the libraries it needs, in order
 * @param versions for each needed library the version names it must define; may lack libraries without versions
 * @param machine {@code e_machine} of the header
 */
record ElfFile(List<String> needed, Map<String, Set<String>> versions, short machine) {
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final long DT_NEEDED = 1;
    private static final long DT_STRTAB = 5;
    private static final long DT_VERNEED = 0x6ffffffeL;
    private static final long DT_VERNEEDNUM = 0x6fffffffL;

    /** @throws IllegalArgumentException when the bytes are not such a file */
    static ElfFile parse(byte[] bytes) {
        ByteBuffer elf = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < 64 || elf.getInt(0) != 0x464c457f || elf.get(4) != 2 || elf.get(5) != 1) {
            throw new IllegalArgumentException("not a 64-bit little-endian ELF file");
        }
        return new Parser(elf).parse();
    }

    private static final class Parser {
        private final ByteBuffer elf;
        private final List<long[]> loads = new ArrayList<>();
        private long dynamic = -1;

        Parser(ByteBuffer elf) {
            this.elf = elf;
            int headers = (int) elf.getLong(32);
            for (int i = 0; i < elf.getShort(56); i++) {
                int header = headers + i * elf.getShort(54);
                if (elf.getInt(header) == PT_LOAD) {
                    loads.add(new long[] {elf.getLong(header + 16), elf.getLong(header + 8), elf.getLong(header + 32)});
                } else if (elf.getInt(header) == PT_DYNAMIC) {
                    dynamic = elf.getLong(header + 8);
                }
            }
        }

        ElfFile parse() {
            List<Integer> neededOffsets = new ArrayList<>();
            long strings = 0;
            long verneed = 0;
            long verneedCount = 0;
            for (int entry = (int) dynamic; dynamic >= 0 && elf.getLong(entry) != 0; entry += 16) {
                long tag = elf.getLong(entry);
                long value = elf.getLong(entry + 8);
                if (tag == DT_NEEDED) {
                    neededOffsets.add((int) value);
                } else if (tag == DT_STRTAB) {
                    strings = offset(value);
                } else if (tag == DT_VERNEED) {
                    verneed = offset(value);
                } else if (tag == DT_VERNEEDNUM) {
                    verneedCount = value;
                }
            }
            int table = (int) strings;
            List<String> needed =
                    neededOffsets.stream().map(name -> string(table + name)).toList();
            return new ElfFile(needed, versions((int) verneed, verneedCount, table), elf.getShort(18));
        }

        private Map<String, Set<String>> versions(int verneed, long count, int strings) {
            Map<String, Set<String>> versions = new LinkedHashMap<>();
            int need = verneed;
            for (long i = 0; i < count; i++) {
                Set<String> names = new LinkedHashSet<>();
                int aux = need + elf.getInt(need + 8);
                for (int k = 0; k < elf.getShort(need + 2); k++) {
                    names.add(string(strings + elf.getInt(aux + 8)));
                    aux += elf.getInt(aux + 12);
                }
                versions.computeIfAbsent(string(strings + elf.getInt(need + 4)), key -> new LinkedHashSet<>())
                        .addAll(names);
                need += elf.getInt(need + 12);
            }
            return versions;
        }

        private long offset(long address) {
            for (long[] load : loads) {
                if (address >= load[0] && address < load[0] + load[2]) {
                    return address - load[0] + load[1];
                }
            }
            throw new IllegalArgumentException("address outside of every segment");
        }

        private String string(int from) {
            int end = from;
            while (elf.get(end) != 0) {
                end++;
            }
            byte[] name = new byte[end - from];
            elf.get(from, name);
            return new String(name, StandardCharsets.UTF_8);
        }
    }
}
