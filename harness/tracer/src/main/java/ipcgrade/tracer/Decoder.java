package ipcgrade.tracer;

import ipcgrade.trace.Operation;
import ipcgrade.trace.Payload;
import ipcgrade.tracer.model.Semaphores;
import ipcgrade.tracer.ptrace.Errno;
import ipcgrade.tracer.ptrace.Memory;
import ipcgrade.tracer.ptrace.SyscallEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** What a system call asks for, from its registers and the caller's memory. */
final class Decoder {
  private static final int LARGEST_PAYLOAD = 1 << 16;
  private static final int MOST_RANDOM = 1 << 20;
  private static final long SECOND = 1_000_000_000;
  private static final int TIMER_ABSTIME = 1;
  private static final int FUTEX_WAIT_BITSET = 9;
  private static final int FUTEX_CLOCK_REALTIME = 256;
  private static final int IPC_SET = 1;
  private static final int MSQID_DS_QBYTES = 88;
  private static final int CLOCK_REALTIME = 0;
  private static final int CLOCK_MONOTONIC = 1;
  private static final int SETVAL = 16;
  private static final int SETALL = 17;
  private static final long UNREADABLE = Long.MIN_VALUE;

  private final Clock clock;
  private final IntUnaryOperator sizes;

  /**
   * @param sizes how many semaphores a set has, by its semid
   */
  Decoder(Clock clock, IntUnaryOperator sizes) {
    this.clock = clock;
    this.sizes = sizes;
  }

  /** What the tracer has to do about a call. */
  sealed interface Intent {
    /** It is an event, and maybe modelled. */
    record Reported(Operation operation) implements Intent {}

    /** It is a sleep until {@code deadline} of the virtual clock. */
    record Sleep(Operation.Sleep operation, long deadline, Remainder remainder) implements Intent {}

    /** It waits for something else, but not for ever. */
    record Timed(TimedWait timed) implements Intent {}

    /** It asks for a file's status. */
    record File(FileStatus status) implements Intent {}

    /** It asks for the time or sets a timer. */
    record Time() implements Intent {}

    /** It asks for random bytes, for these places in turn. */
    record Random(List<TimedWait.Range> places) implements Intent {}

    /** It prints. */
    record Output(int fd, Payload bytes) implements Intent {}

    /** It goes on with what a signal interrupted. */
    record Resume() implements Intent {}

    /** It makes a timer that runs in real time. */
    record RealTimer() implements Intent {}

    /** Nothing. */
    record Ignored() implements Intent {}
  }

  /** Where and how an interrupted sleep tells how much was left; nothing at address 0. */
  record Remainder(long address, boolean micros, boolean evenIfDone) {
    static final Remainder NONE = new Remainder(0, false, false);

    /** The bytes of a timespec or timeval. */
    byte[] bytes(long nanos) {
      return Memory.words(nanos / SECOND, micros ? nanos % SECOND / 1000 : nanos % SECOND);
    }
  }

  Intent decode(int tid, SyscallEntry e) {
    return switch (e.call()) {
      case MSGGET -> reported(new Operation.MsgGet((int) e.a0(), (int) e.a1()));
      case MSGSND -> reported(msgsnd(tid, e));
      case MSGRCV ->
          reported(
              new Operation.MsgRcv((int) e.a0(), e.a2(), e.a3(), (int) e.a4(), 0, Payload.EMPTY));
      case MSGCTL -> reported(msgctl(tid, e));
      case SEMGET -> reported(new Operation.SemGet((int) e.a0(), (int) e.a1(), (int) e.a2()));
      case SEMOP -> reported(semop(tid, e, "semop", Operation.SemOp.FOREVER));
      case SEMTIMEDOP ->
          reported(
              e.a3() == 0
                  ? semop(tid, e, "semop", Operation.SemOp.FOREVER)
                  : semop(tid, e, "semtimedop", Math.max(Operation.SemOp.INVALID, nanos(tid, e.a3(), 1))));
      case SEMCTL -> reported(semctl(tid, e));
      case PAUSE -> reported(new Operation.Pause("pause", 0, false));
      case RT_SIGSUSPEND ->
          e.a0() == 0 ? new Intent.Ignored() : pause("rt_sigsuspend", tid, e.a0());
      case WAIT4 -> reported(new Operation.Wait("wait4", (int) e.a0(), (int) e.a2(), 0));
      case WAITID -> reported(new Operation.Wait("waitid", waitidTarget(e), (int) e.a3(), 0));
      case KILL -> reported(new Operation.Kill("kill", (int) e.a0(), (int) e.a1()));
      case TKILL -> reported(new Operation.Kill("tkill", (int) e.a0(), (int) e.a1()));
      case TGKILL -> reported(new Operation.Kill("tgkill", (int) e.a1(), (int) e.a2()));
      case RT_SIGQUEUEINFO ->
          reported(new Operation.Kill("rt_sigqueueinfo", (int) e.a0(), (int) e.a1()));
      case RT_TGSIGQUEUEINFO ->
          reported(new Operation.Kill("rt_tgsigqueueinfo", (int) e.a1(), (int) e.a2()));
      case WRITE, PWRITE64 -> output((int) e.a0(), Memory.read(tid, e.a1(), size(e.a2())));
      case WRITEV -> output((int) e.a0(), gathered(tid, e.a1(), (int) e.a2()));
      case NANOSLEEP ->
          sleep("nanosleep", nanos(tid, e.a0(), 1), new Remainder(e.a1(), false, false));
      case CLOCK_NANOSLEEP -> clockNanosleep(tid, e);
      case SELECT, PSELECT6 -> select(tid, e);
      case POLL -> poll(e);
      case PPOLL -> ppoll(tid, e);
      case EPOLL_WAIT, EPOLL_PWAIT ->
          timed(3, e.a3(), 0xffffffffL, millis(e.a3()), 0);
      case RT_SIGTIMEDWAIT -> timed(2, e.a2(), 0, nanos(tid, e.a2(), 1), -Errno.EAGAIN);
      case MQ_TIMEDSEND, MQ_TIMEDRECEIVE ->
          timed(4, e.a4(), 0, until(CLOCK_REALTIME, nanos(tid, e.a4(), 1)), -Errno.ETIMEDOUT);
      case FUTEX -> futex(tid, e);
      case TIME, GETTIMEOFDAY, CLOCK_GETTIME, GETITIMER ->
          clock.virtual() ? new Intent.Time() : new Intent.Ignored();
      case ALARM, SETITIMER -> clock.virtual() ? new Intent.Time() : new Intent.RealTimer();
      case GETRANDOM -> random(List.of(range(e.a0(), many(e.a1()))));
      case READ, PREAD64 ->
          Entropy.isFile(tid, (int) e.a0())
              ? random(List.of(range(e.a1(), many(e.a2()))))
              : new Intent.Ignored();
      case READV ->
          Entropy.isFile(tid, (int) e.a0())
              ? random(vector(tid, e.a1(), (int) e.a2()))
              : new Intent.Ignored();
      case STAT, FSTAT, LSTAT -> new Intent.File(FileStatus.stat(e.a1()));
      case NEWFSTATAT -> new Intent.File(FileStatus.stat(e.a2()));
      case STATX -> new Intent.File(FileStatus.statx(e.a4()));
      case RESTART_SYSCALL -> new Intent.Resume();
      case TIMER_CREATE, TIMERFD_CREATE -> new Intent.RealTimer();
      case OTHER -> new Intent.Ignored();
    };
  }

  /** The operation with what the return has brought. */
  static Operation returned(int tid, SyscallEntry e, Operation operation, long result) {
    return switch (operation) {
      case Operation.MsgRcv rcv when result >= 0 -> {
        byte[] message = Memory.read(tid, e.a1(), 8 + size(result));
        yield message.length < 8
            ? rcv
            : new Operation.MsgRcv(
                rcv.msqid(),
                rcv.msgsz(),
                rcv.msgtyp(),
                rcv.flags(),
                Memory.word(message, 0),
                Payload.of(Arrays.copyOfRange(message, 8, message.length)));
      }
      case Operation.Wait wait when result >= 0 -> {
        int child = (int) result;
        if (wait.name().equals("waitid")) {
          byte[] info = Memory.read(tid, e.a2(), 24);
          child = info.length < 24 ? 0 : Memory.half(info, 16);
        }
        yield new Operation.Wait(wait.name(), wait.target(), wait.options(), child);
      }
      default -> operation;
    };
  }

  private Intent random(List<TimedWait.Range> places) {
    return clock.virtual() ? new Intent.Random(places) : new Intent.Ignored();
  }

  private static Intent reported(Operation operation) {
    return new Intent.Reported(operation);
  }

  private static Intent output(int fd, byte[] bytes) {
    return fd == 1 || fd == 2 ? new Intent.Output(fd, Payload.of(bytes)) : new Intent.Ignored();
  }

  /** Of a message that is not all there, the size asked for decides how the call fails: zeros fill it up. */
  private static Operation msgsnd(int tid, SyscallEntry e) {
    byte[] message = Memory.read(tid, e.a1(), 8 + size(e.a2()));
    return message.length < 8
        ? new Operation.MsgSnd((int) e.a0(), 0, Payload.EMPTY, (int) e.a3())
        : new Operation.MsgSnd(
            (int) e.a0(),
            Memory.word(message, 0),
            Payload.of(Arrays.copyOfRange(message, 8, 8 + size(e.a2()))),
            (int) e.a3());
  }

  private static Operation msgctl(int tid, SyscallEntry e) {
    int command = (int) e.a1();
    byte[] qbytes = command == IPC_SET ? Memory.read(tid, e.a2() + MSQID_DS_QBYTES, 8) : new byte[0];
    return new Operation.MsgCtl(
        (int) e.a0(), command, qbytes.length < 8 ? 0 : Memory.word(qbytes, 0));
  }

  private static Operation.SemOp semop(int tid, SyscallEntry e, String name, long timeout) {
    int count = e.a2() > 0 && e.a2() <= Semaphores.SEMOPM ? (int) e.a2() : 0;
    int each = Operation.SemChange.BYTES;
    byte[] table = Memory.read(tid, e.a1(), each * count);
    List<Operation.SemChange> changes = new ArrayList<>();
    for (int at = 0; table.length == each * count && at < table.length; at += each) {
      changes.add(
          new Operation.SemChange(
              Short.toUnsignedInt(Memory.quarter(table, at)),
              Memory.quarter(table, at + 2),
              Short.toUnsignedInt(Memory.quarter(table, at + 4))));
    }
    return new Operation.SemOp(name, (int) e.a0(), changes, timeout, List.of());
  }

  private Operation.SemCtl semctl(int tid, SyscallEntry e) {
    int semid = (int) e.a0();
    // IPC_64, which old C libraries add
    int command = (int) e.a2() & ~0x100;
    List<Integer> values = new ArrayList<>();
    if (command == SETVAL) {
      values.add((int) e.a3());
    } else if (command == SETALL) {
      byte[] all = Memory.read(tid, e.a3(), Short.BYTES * sizes.applyAsInt(semid));
      for (int at = 0; at + Short.BYTES <= all.length; at += Short.BYTES) {
        values.add(Short.toUnsignedInt(Memory.quarter(all, at)));
      }
    }
    return new Operation.SemCtl(semid, (int) e.a1(), command, values);
  }

  /** The operation as what it points to is now: while it was held, others who share its memory may have written. */
  Operation again(int tid, SyscallEntry e, Operation operation) {
    return switch (operation) {
      case Operation.MsgSnd _ -> msgsnd(tid, e);
      case Operation.SemOp op -> semop(tid, e, op.name(), op.timeout());
      case Operation.SemCtl _ -> semctl(tid, e);
      default -> operation;
    };
  }

  /** With the mask that stands at an address, or without one if that is 0. */
  private static Intent pause(String name, int tid, long maskAddress) {
    if (maskAddress == 0) {
      return reported(new Operation.Pause(name, 0, false));
    }
    byte[] mask = Memory.read(tid, maskAddress, 8);
    return mask.length < 8
        ? new Intent.Ignored()
        : reported(new Operation.Pause(name, Memory.word(mask, 0), true));
  }

  /** Where pselect6(2) finds its mask: its last argument points to that address and a size. */
  private static long pselectMask(int tid, SyscallEntry e) {
    byte[] pair = e.a5() == 0 ? new byte[0] : Memory.read(tid, e.a5(), 8);
    return pair.length < 8 ? 0 : Memory.word(pair, 0);
  }

  private static int waitidTarget(SyscallEntry e) {
    int id = (int) e.a1();
    return switch ((int) e.a0()) {
      case 1 -> id;
      case 2 -> -id;
      default -> -1;
    };
  }

  private Intent clockNanosleep(int tid, SyscallEntry e) {
    int id = (int) e.a0();
    boolean absolute = (e.a1() & TIMER_ABSTIME) != 0;
    long nanos = nanos(tid, e.a2(), 1);
    if (nanos < 0 || !Clock.knows(id)) {
      return new Intent.Ignored();
    }
    return absolute
        ? sleep("clock_nanosleep", Math.max(0, until(id, nanos)), Remainder.NONE)
        : sleep("clock_nanosleep", nanos, new Remainder(e.a3(), false, false));
  }

  private Intent poll(SyscallEntry e) {
    if (e.a1() != 0) {
      return timed(2, e.a2(), 0xffffffffL, millis(e.a2()), 0);
    }
    return (int) e.a2() < 0
        ? reported(new Operation.Pause("poll", 0, false))
        : sleep("poll", millis(e.a2()), Remainder.NONE);
  }

  private Intent ppoll(int tid, SyscallEntry e) {
    if (e.a1() != 0) {
      return timed(2, e.a2(), 0, nanos(tid, e.a2(), 1), 0);
    }
    return e.a2() == 0
        ? pause("ppoll", tid, e.a3())
        : sleep("ppoll", nanos(tid, e.a2(), 1), new Remainder(e.a2(), false, true));
  }

  private Intent select(int tid, SyscallEntry e) {
    boolean micros = e.call() == ipcgrade.tracer.ptrace.Syscall.SELECT;
    String name = micros ? "select" : "pselect6";
    if (e.a0() == 0 && e.a4() == 0) {
      return pause(name, tid, micros ? 0 : pselectMask(tid, e));
    }
    long nanos = nanos(tid, e.a4(), micros ? 1000 : 1);
    int bytes = (int) ((e.a0() + 63) / 64 * 8);
    return e.a0() == 0
        ? sleep(name, nanos, new Remainder(e.a4(), micros, true))
        : timed(4, e.a4(), 0, nanos, 0, range(e.a1(), bytes), range(e.a2(), bytes), range(e.a3(), bytes));
  }

  private static TimedWait.Range range(long address, int length) {
    return new TimedWait.Range(address, length);
  }

  private Intent futex(int tid, SyscallEntry e) {
    int command = (int) e.a1();
    long nanos = nanos(tid, e.a3(), 1);
    if (e.a3() == 0 || ((command & 0x7f) != 0 && (command & 0x7f) != FUTEX_WAIT_BITSET)) {
      return new Intent.Ignored();
    }
    boolean absolute = (command & 0x7f) == FUTEX_WAIT_BITSET;
    int id = (command & FUTEX_CLOCK_REALTIME) != 0 ? CLOCK_REALTIME : CLOCK_MONOTONIC;
    return timed(3, e.a3(), 0, absolute ? until(id, nanos) : nanos, -Errno.ETIMEDOUT);
  }

  private Intent sleep(String name, long nanos, Remainder remainder) {
    if (nanos < 0) {
      return new Intent.Ignored();
    }
    long deadline = clock.now() + nanos < 0 ? Clock.NEVER - 1 : clock.now() + nanos;
    return new Intent.Sleep(new Operation.Sleep(name, nanos), deadline, remainder);
  }

  /** A wait for {@code nanos}; what takes no time is left alone, what is over already ends at once. */
  private Intent timed(
      int argument, long original, long forever, long nanos, long expired, TimedWait.Range... cleared) {
    if (!clock.virtual() || nanos == 0 || nanos == UNREADABLE) {
      return new Intent.Ignored();
    }
    long deadline = clock.now() + Math.max(0, nanos);
    return new Intent.Timed(
        new TimedWait(
            argument, original, forever, deadline < 0 ? Clock.NEVER - 1 : deadline, expired,
            List.of(cleared)));
  }

  /** Nanoseconds from now until a clock shows {@code nanos}. */
  private long until(int clockId, long nanos) {
    return nanos == UNREADABLE ? nanos : clock.whenShows(clockId, nanos) - clock.now();
  }

  /** A timespec (unit 1) or timeval (unit 1000) in nanoseconds; negative if it is not a valid one. */
  static long nanos(int tid, long address, long unit) {
    byte[] bytes = address == 0 ? new byte[0] : Memory.read(tid, address, 16);
    if (bytes.length < 16) {
      return UNREADABLE;
    }
    long seconds = Memory.word(bytes, 0);
    long rest = Memory.word(bytes, 8);
    if (seconds < 0 || rest < 0 || rest >= SECOND / unit) {
      return UNREADABLE;
    }
    return seconds > Long.MAX_VALUE / SECOND / 4
        ? Long.MAX_VALUE / 4
        : seconds * SECOND + rest * unit;
  }

  /** A timeout of poll(2) in nanoseconds; one below 0 is none. */
  private static long millis(long argument) {
    return (int) argument < 0 ? UNREADABLE : (int) argument * 1_000_000L;
  }

  private static byte[] gathered(int tid, long vectors, int count) {
    byte[] all = new byte[0];
    for (TimedWait.Range each : vector(tid, vectors, count)) {
      if (all.length >= LARGEST_PAYLOAD) {
        break;
      }
      byte[] part = Memory.read(tid, each.address(), each.length());
      byte[] longer = Arrays.copyOf(all, all.length + part.length);
      System.arraycopy(part, 0, longer, all.length, part.length);
      all = longer;
    }
    return all;
  }

  /** An array of struct iovec, readv(2). */
  private static List<TimedWait.Range> vector(int tid, long address, int count) {
    byte[] table = Memory.read(tid, address, 16 * Math.max(0, Math.min(count, 1024)));
    List<TimedWait.Range> ranges = new ArrayList<>();
    for (int i = 0; i + 16 <= table.length; i += 16) {
      ranges.add(range(Memory.word(table, i), size(Memory.word(table, i + 8))));
    }
    return ranges;
  }

  /** Bytes that are asked for; fewer may come. */
  private static int many(long size) {
    return Math.clamp(size, 0, MOST_RANDOM);
  }

  private static int size(long size) {
    return size < 0 || size > LARGEST_PAYLOAD ? LARGEST_PAYLOAD : (int) size;
  }
}
