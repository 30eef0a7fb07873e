package ipcgrade.tracer.ptrace;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;

/**
 * Starts a command as a tracee, posix_spawn(3). Not with ProcessBuilder: the JDK's reaper thread waits
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
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment actions = arena.allocate(256, 16);
      MemorySegment attributes = arena.allocate(512, 16);
      Libc.spawnSetup(Libc.Handles.SPAWN_ACTIONS_INIT, actions);
      Libc.spawnSetup(Libc.Handles.SPAWN_ATTR_INIT, attributes);
      try {
        return started(tracer, arena, actions, attributes, command, environment, memory, filterFd);
      } finally {
        Libc.spawnSetup(Libc.Handles.SPAWN_ACTIONS_DESTROY, actions);
        Libc.spawnSetup(Libc.Handles.SPAWN_ATTR_DESTROY, attributes);
      }
    } finally {
      if (memory >= 0) {
        Libc.close(memory);
      }
    }
  }

  private static int started(
      Tracer tracer,
      Arena arena,
      MemorySegment actions,
      MemorySegment attributes,
      List<String> command,
      List<String> environment,
      int memory,
      int filterFd) {
    MemorySegment none = arena.allocateFrom("/dev/null");
    for (int fd = 0; fd <= 2; fd++) {
      Libc.spawnOpen(actions, fd, none, O_RDWR);
    }
    if (memory >= 0) {
      Libc.spawnDup(actions, memory, filterFd);
    }
    for (int fd = 3; fd < filterFd; fd++) {
      Libc.spawnClose(actions, fd);
    }
    Libc.spawnCloseFrom(actions, Math.max(3, filterFd + 1));

    Libc.spawnFlags(attributes, (short) (SETSIGDEF | SETSIGMASK));
    MemorySegment signals = arena.allocate(SIGSET_BYTES, 8);
    Libc.spawnSet(Libc.Handles.SPAWN_SETSIGMASK, attributes, signals);
    signals.fill((byte) 0xff);
    Libc.spawnSet(Libc.Handles.SPAWN_SETSIGDEFAULT, attributes, signals);

    MemorySegment pid = arena.allocate(4, 4);
    int errno =
        Libc.spawn(
            pid,
            arena.allocateFrom("/bin/sh"),
            actions,
            attributes,
            Libc.strings(arena, Stream.concat(Stream.of("sh", "-c", STUB, "sh"), command.stream())),
            Libc.strings(arena, environment.stream()));
    if (errno != 0) {
      throw new KernelFault("posix_spawn of /bin/sh", errno);
    }
    tracer.seize(pid.get(JAVA_INT, 0));
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
