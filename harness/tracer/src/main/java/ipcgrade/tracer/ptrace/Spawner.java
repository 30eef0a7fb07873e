package ipcgrade.tracer.ptrace;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;

/**
 * Starts commands, posix_spawn(3). Not with ProcessBuilder: the JDK's reaper thread waits
 * for its children and would steal their ptrace stops.
 */
public final class Spawner {
  private static final String STUB = "kill -STOP $$; exec \"$@\"";
  private static final short SETSIGDEF = 4;
  private static final short SETSIGMASK = 8;
  private static final int O_RDWR = 2;
  private static final int SIGSET_BYTES = 128;

  private Spawner() {}

  /**
   * Starts {@code command}, traced from before its execve(2), with /dev/null as its standard streams.
   *
   * @param filter what it finds on descriptor {@code filterFd}; not used if that is -1
   * @return its pid
   */
  public static int spawn(
      Tracer tracer, List<String> command, List<String> environment, byte[] filter, int filterFd) {
    int memory = filterFd < 0 ? -1 : file(filter);
    try {
      int pid =
          started(
              Stream.concat(Stream.of("/bin/sh", "-c", STUB, "sh"), command.stream()).toList(),
              environment,
              memory,
              filterFd);
      tracer.seize(pid);
      return pid;
    } finally {
      if (memory >= 0) {
        Libc.close(memory);
      }
    }
  }

  /**
   * Starts {@code command} with /dev/null as its standard streams; nobody traces it.
   *
   * @param given the descriptor of ours that it finds on {@code descriptor}
   * @return its pid
   */
  static int spawn(List<String> command, List<String> environment, int given, int descriptor) {
    return started(command, environment, given, descriptor);
  }

  private static int started(
      List<String> command, List<String> environment, int given, int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment actions = arena.allocate(256, 16);
      MemorySegment attributes = arena.allocate(512, 16);
      Libc.spawnActions(actions);
      Libc.spawnAttributes(attributes);
      try {
        return started(arena, actions, attributes, command, environment, given, descriptor);
      } finally {
        Libc.spawnActionsDestroy(actions);
        Libc.spawnAttributesDestroy(attributes);
      }
    }
  }

  private static int started(
      Arena arena,
      MemorySegment actions,
      MemorySegment attributes,
      List<String> command,
      List<String> environment,
      int given,
      int descriptor) {
    MemorySegment none = arena.allocateFrom("/dev/null");
    for (int fd = 0; fd <= 2; fd++) {
      Libc.spawnOpen(actions, fd, none, O_RDWR);
    }
    if (given >= 0) {
      Libc.spawnDup(actions, given, descriptor);
    }
    for (int fd = 3; fd < descriptor; fd++) {
      Libc.spawnClose(actions, fd);
    }
    Libc.spawnCloseFrom(actions, Math.max(3, descriptor + 1));

    Libc.spawnFlags(attributes, (short) (SETSIGDEF | SETSIGMASK));
    MemorySegment signals = arena.allocate(SIGSET_BYTES, 8);
    Libc.spawnSignalMask(attributes, signals);
    signals.fill((byte) 0xff);
    Libc.spawnSignalDefault(attributes, signals);

    MemorySegment pid = arena.allocate(4, 4);
    int errno =
        Libc.spawn(
            pid,
            arena.allocateFrom(command.getFirst()),
            actions,
            attributes,
            Libc.strings(arena, command.stream()),
            Libc.strings(arena, environment.stream()));
    if (errno != 0) {
      throw new KernelFault("posix_spawn of " + command.getFirst(), errno);
    }
    return pid.get(JAVA_INT, 0);
  }

  /** An anonymous file that holds {@code bytes}, its offset at 0. */
  private static int file(byte[] bytes) {
    int fd = Libc.memfd("filter", 1);
    if (fd < 0) {
      throw new KernelFault("memfd_create", -fd);
    }
    try (Arena arena = Arena.ofConfined()) {
      Libc.pwrite(fd, arena.allocateFrom(JAVA_BYTE, bytes), 0);
    }
    return fd;
  }
}
