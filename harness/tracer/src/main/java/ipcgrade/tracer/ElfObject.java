package ipcgrade.tracer;

import ipcgrade.tracer.ptrace.Memory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An executable or library in a tracee's memory, read through its dynamic section, elf(5). */
final class ElfObject {
  private static final int PT_DYNAMIC = 2;
  private static final int PT_PHDR = 6;
  private static final int PHDR_BYTES = 56;
  private static final int MOST_HEADERS = 64;

  private static final long DT_NEEDED = 1;
  private static final long DT_STRTAB = 5;
  private static final long DT_SYMTAB = 6;
  private static final long DT_DEBUG = 21;
  private static final long DT_GNU_HASH = 0x6ffffef5;
  private static final int DYN_BYTES = 16;
  private static final int MOST_TAGS = 256;

  private static final int SYM_BYTES = 24;
  private static final int LONGEST_NAME = 256;
  private static final int MOST_OBJECTS = 256;
  private static final int LONGEST_CHAIN = 4096;

  private final int tid;
  private final long base;
  private final Map<Long, Long> tags = new HashMap<>();
  private final List<Long> needed = new ArrayList<>();

  private ElfObject(int tid, long base, long dynamic) {
    this.tid = tid;
    this.base = base;
    byte[] section = Memory.read(tid, dynamic, DYN_BYTES * MOST_TAGS);
    for (int at = 0; at + DYN_BYTES <= section.length && Memory.word(section, at) != 0; at += DYN_BYTES) {
      long value = Memory.word(section, at + 8);
      if (Memory.word(section, at) == DT_NEEDED) {
        needed.add(value);
      } else {
        tags.put(Memory.word(section, at), value);
      }
    }
  }

  /**
   * The program itself.
   *
   * @param headers address of its program headers, AT_PHDR
   * @param count of them, AT_PHNUM
   * @return null if it is linked statically
   */
  static @Nullable ElfObject program(int tid, long headers, long count) {
    byte[] table = Memory.read(tid, headers, PHDR_BYTES * Math.clamp(count, 0, MOST_HEADERS));
    long base = 0;
    long dynamic = 0;
    for (int at = 0; at + PHDR_BYTES <= table.length; at += PHDR_BYTES) {
      long address = Memory.word(table, at + 16);
      switch (Memory.half(table, at)) {
        case PT_PHDR -> base = headers - address;
        case PT_DYNAMIC -> dynamic = address;
        default -> {}
      }
    }
    return dynamic == 0 ? null : new ElfObject(tid, base, base + dynamic);
  }

  /** The names of the libraries that it asks for itself. */
  List<String> needed() {
    return needed.stream().map(offset -> string(address(DT_STRTAB) + offset)).toList();
  }

  /** A library that the dynamic linker has loaded for the program, link.h; null if there is none whose file is so called. */
  @Nullable
  ElfObject loaded(String prefix) {
    // struct r_debug: version at 0, r_map at 8; struct link_map: l_addr, l_name, l_ld, l_next
    long next = word(tags.getOrDefault(DT_DEBUG, 0L) + 8);
    for (int i = 0; next != 0 && i < MOST_OBJECTS; i++) {
      byte[] map = Memory.read(tid, next, 32);
      if (map.length < 32) {
        return null;
      }
      String name = string(Memory.word(map, 8));
      if (name.substring(name.lastIndexOf('/') + 1).startsWith(prefix)) {
        return new ElfObject(tid, Memory.word(map, 0), Memory.word(map, 16));
      }
      next = Memory.word(map, 24);
    }
    return null;
  }

  /** A piece of code with a name. */
  record Function(long address, long length) {}

  /** A function that it exports, found through DT_GNU_HASH; null if it does not. */
  @Nullable
  Function function(String name) {
    long table = address(DT_GNU_HASH);
    byte[] header = Memory.read(tid, table, 16);
    if (table == 0 || header.length < 16 || Memory.half(header, 0) == 0) {
      return null;
    }
    long buckets = table + 16 + 8L * Memory.half(header, 8);
    long chains = buckets + 4L * Memory.half(header, 0);
    int hash = hash(name);
    int index = half(buckets + 4L * Integer.remainderUnsigned(hash, Memory.half(header, 0)));
    int first = Memory.half(header, 4);
    if (index < first) {
      return null;
    }
    for (int i = index; i < index + LONGEST_CHAIN; i++) {
      int here = half(chains + 4L * (i - first));
      if ((here | 1) == (hash | 1)) {
        byte[] symbol = Memory.read(tid, address(DT_SYMTAB) + (long) SYM_BYTES * i, SYM_BYTES);
        if (symbol.length == SYM_BYTES && string(address(DT_STRTAB) + Memory.half(symbol, 0)).equals(name)) {
          return new Function(base + Memory.word(symbol, 8), Memory.word(symbol, 16));
        }
      }
      if ((here & 1) != 0) {
        return null;
      }
    }
    return null;
  }

  /** Bernstein's hash, from 5381 by 33. */
  private static int hash(String name) {
    int hash = 5381;
    for (int i = 0; i < name.length(); i++) {
      hash = hash * 33 + name.charAt(i);
    }
    return hash;
  }

  /** Where a table is; the dynamic linker makes addresses of what the file has, but not on every architecture. */
  private long address(long tag) {
    long value = tags.getOrDefault(tag, 0L);
    return value == 0 || Long.compareUnsigned(value, base) >= 0 ? value : base + value;
  }

  private String string(long address) {
    byte[] bytes = Memory.read(tid, address, LONGEST_NAME);
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private long word(long address) {
    byte[] bytes = Memory.read(tid, address, 8);
    return bytes.length < 8 ? 0 : Memory.word(bytes, 0);
  }

  private int half(long address) {
    byte[] bytes = Memory.read(tid, address, 4);
    return bytes.length < 4 ? 1 : Memory.half(bytes, 0);
  }
}
