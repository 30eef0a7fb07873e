package ipcgrade.tracer.ptrace;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Wakes its own thread out of a blocking wait(2) now and then: a POSIX timer that sends the thread a
 * signal whose handler does nothing, as the JDK itself does for blocking channels.
 */
final class Ticker implements AutoCloseable {
  private static final int SIGNAL = 43;
  private static final int CLOCK_MONOTONIC = 1;
  private static final int SIGEV_THREAD_ID = 4;
  private static final long INTERVAL_NANOS = 1_000_000;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment timer;
  private final MemorySegment times = arena.allocate(32, 8);

  Ticker() {
    MemorySegment event = arena.allocate(64, 8);
    event.set(JAVA_INT, 8, SIGNAL);
    event.set(JAVA_INT, 12, SIGEV_THREAD_ID);
    event.set(JAVA_INT, 16, Libc.gettid());
    MemorySegment created = arena.allocate(8, 8);
    if (Libc.setIdleHandler(SIGNAL) != 0
        || Libc.timerCreate(CLOCK_MONOTONIC, event, created) != 0) {
      throw new KernelFault("timer_create", 0);
    }
    timer = MemorySegment.ofAddress(created.get(JAVA_LONG, 0));
    times.set(JAVA_LONG, 8, INTERVAL_NANOS);
  }

  /** The next tick comes after {@code nanos}, further ones each millisecond. */
  void arm(long nanos) {
    times.set(JAVA_LONG, 24, nanos);
    Libc.timerSet(timer, times);
  }

  @Override
  public void close() {
    Libc.timerDelete(timer);
    arena.close();
  }
}
