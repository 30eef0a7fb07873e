package ipcgrade.tracer.ptrace;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A process that is not traced, and a socket between it and us. Lines go over it both ways; when we are gone,
 * however we ended, it reads the end of the stream. Only the thread that started it can wait for it.
 */
public final class Child implements AutoCloseable {
  private static final int WALL = 0x40000000;

  private final int pid;
  private final int socket;
  private boolean closed;

  private Child(int pid, int socket) {
    this.pid = pid;
    this.socket = socket;
  }

  /**
   * Starts a command, which finds its end of the socket on {@code descriptor}, and /dev/null as its standard
   * streams. What it starts is without address space randomisation.
   */
  public static Child start(List<String> command, List<String> environment, int descriptor) {
    Tracer.steady();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pair = arena.allocate(8, 4);
      int result = Libc.socketPair(pair);
      if (result < 0) {
        throw new KernelFault("socketpair", -result);
      }
      int ours = pair.get(JAVA_INT, 0);
      int theirs = pair.get(JAVA_INT, 4);
      boolean started = false;
      try {
        Child child = new Child(Spawner.spawn(command, environment, theirs, descriptor), ours);
        started = true;
        return child;
      } finally {
        Libc.close(theirs);
        if (!started) {
          Libc.close(ours);
        }
      }
    }
  }

  /** Its process id. */
  public int pid() {
    return pid;
  }

  /** Waits for a line of its; false if there will be none. */
  public boolean hear() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment letter = arena.allocate(1);
      while (Libc.read(socket, letter) == 1) {
        if (letter.get(JAVA_BYTE, 0) == '\n') {
          return true;
        }
      }
      return false;
    }
  }

  /** Sends it a line; nothing happens if it is gone. Any thread may do so. */
  public synchronized void tell(String line) {
    if (!closed) {
      try (Arena arena = Arena.ofConfined()) {
        Libc.send(socket, arena.allocateFrom(JAVA_BYTE, (line + "\n").getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  /** Waits until it ends; its exit status, or 128 and the signal that killed it. */
  public int await() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(4, 4);
      int reaped;
      do {
        reaped = Libc.wait4(pid, status, WALL);
      } while (reaped == -Errno.EINTR);
      int word = status.get(JAVA_INT, 0);
      return (word & 0x7f) == 0 ? word >> 8 & 0xff : 128 + (word & 0x7f);
    }
  }

  /** Ends the stream both ways, also for a thread that is in {@link #hear}. Any thread may do so. */
  public synchronized void hangUp() {
    if (!closed) {
      Libc.shutdown(socket);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    Libc.close(socket);
  }
}
