package ipcgrade.tracer;

import ipcgrade.tracer.ptrace.Errno;
import ipcgrade.tracer.ptrace.Memory;
import ipcgrade.tracer.ptrace.Stopped;
import ipcgrade.tracer.ptrace.SyscallEntry;
import ipcgrade.tracer.ptrace.TraceeDied;

/** Answers calls about the time from the virtual clock: looking at it, alarm(2), setitimer(2). */
final class TimeCalls {
  private static final long SECOND = 1_000_000_000;
  private static final int ITIMER_REAL = 0;

  private final Clock clock;

  TimeCalls(Clock clock) {
    this.clock = clock;
  }

  /**
   * Answers the call if it is about real time; else leaves it to the kernel.
   *
   * @return how often in a row the task has looked at the clock
   */
  int answer(Task task, Stopped stopped, SyscallEntry e) throws TraceeDied {
    return switch (e.call()) {
      case TIME -> {
        int looks = clock.look(task);
        long seconds = clock.reading(0) / SECOND;
        stopped.skip(e.a0() == 0 ? seconds : stored(task, e.a0(), seconds, Memory.words(seconds)));
        yield looks;
      }
      case GETTIMEOFDAY -> {
        int looks = clock.look(task);
        long now = clock.reading(0);
        byte[] timeval = Memory.words(now / SECOND, now % SECOND / 1000);
        stopped.skip(e.a0() == 0 ? 0 : stored(task, e.a0(), 0, timeval));
        yield looks;
      }
      case CLOCK_GETTIME -> {
        if (Clock.countsProcessor((int) e.a0())) {
          yield processor(task, stopped, e);
        }
        if (!Clock.knows((int) e.a0())) {
          yield 0;
        }
        int looks = clock.look(task);
        long now = clock.reading((int) e.a0());
        stopped.skip(stored(task, e.a1(), 0, Memory.words(now / SECOND, now % SECOND)));
        yield looks;
      }
      case ALARM -> {
        long left = left(task.proc());
        set(task.proc(), (e.a0() & 0xffffffffL) * SECOND, 0);
        stopped.skip((left + SECOND / 2) / SECOND == 0 && left > 0 ? 1 : (left + SECOND / 2) / SECOND);
        yield 0;
      }
      case SETITIMER -> {
        if (e.a0() == ITIMER_REAL) {
          stopped.skip(setTimer(task, e.a1(), e.a2()));
        }
        yield 0;
      }
      case GETITIMER -> {
        if (e.a0() == ITIMER_REAL) {
          stopped.skip(stored(task, e.a1(), 0, timer(task.proc())));
        }
        yield 0;
      }
      default -> 0;
    };
  }

  /** What it computes takes no time; only looking does, so that who waits for processor time gets it. */
  private int processor(Task task, Stopped stopped, SyscallEntry e) throws TraceeDied {
    Proc proc = task.proc();
    if (proc.processor == 0) {
      proc.processor = clock.processorStart(proc.pid);
    }
    long before = clock.now();
    int looks = clock.look(task);
    proc.processor += clock.now() - before;
    stopped.skip(
        stored(task, e.a1(), 0, Memory.words(proc.processor / SECOND, proc.processor % SECOND)));
    return looks;
  }

  private long setTimer(Task task, long newValue, long oldValue) {
    long interval = Decoder.nanos(task.tid, newValue, 1000);
    long value = Decoder.nanos(task.tid, newValue + 16, 1000);
    if (interval < 0 || value < 0) {
      return -Errno.EINVAL;
    }
    long result = oldValue == 0 ? 0 : stored(task, oldValue, 0, timer(task.proc()));
    set(task.proc(), value, interval);
    return result;
  }

  private void set(Proc proc, long value, long interval) {
    proc.alarm = value == 0 ? Clock.NEVER : clock.now() + value;
    proc.alarmInterval = interval;
  }

  private long left(Proc proc) {
    return proc.alarm == Clock.NEVER ? 0 : Math.max(1000, proc.alarm - clock.now());
  }

  /** struct itimerval: the interval and what is left. */
  private byte[] timer(Proc proc) {
    long left = left(proc);
    return Memory.words(
        proc.alarmInterval / SECOND,
        proc.alarmInterval % SECOND / 1000,
        left / SECOND,
        left % SECOND / 1000);
  }

  private static long stored(Task task, long address, long result, byte[] bytes) {
    return Memory.write(task.tid, address, bytes) ? result : -Errno.EFAULT;
  }
}
