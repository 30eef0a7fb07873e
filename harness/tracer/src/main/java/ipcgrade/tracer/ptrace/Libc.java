package ipcgrade.tracer.ptrace;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.stream.Stream;

/**
 * The C library, one typed method per function. What fails returns the negated errno, as a system call
 * does, whatever the C function's own convention is.
 *
 * <p>All go through one handle, which passes six words. On x86-64 and aarch64 an integer or a pointer has a
 * register of its own; the function looks at the lower bits of those that it declares (System V psABI, 3.2.3;
 * AAPCS64, 6.8.2), variadic or not. A handle of its own for each signature would have every agent make some 400
 * classes when it starts.
 */
final class Libc {
  /** Note types of linux/elf.h: the general registers; on aarch64, the number of the system call. */
  static final int NT_PRSTATUS = 1;

  static final int NT_ARM_SYSTEM_CALL = 0x404;

  private static final int PTRACE_GETREGSET = 0x4204;
  private static final int PTRACE_SETREGSET = 0x4205;
  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int SHUT_RDWR = 2;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();

  @SuppressWarnings("restricted") // the module is granted native access for just this
  private static final MethodHandle CALL =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          Linker.Option.captureCallState("errno"));

  private Libc() {}

  /** ptrace(2), which is variadic; for requests whose result cannot itself be -1. */
  static long ptrace(int request, int tid, long address, long data) {
    return call(Functions.PTRACE, request, tid, address, data, 0, 0);
  }

  /**
   * Reads registers into {@code into}, ptrace(2) with PTRACE_GETREGSET.
   *
   * @param type a note type of linux/elf.h
   * @return how many bytes the tracee's program has of them, as far as they fit
   */
  static long getRegset(int tid, int type, MemorySegment into) {
    return regset(PTRACE_GETREGSET, tid, type, into);
  }

  /** Writes registers, ptrace(2) with PTRACE_SETREGSET. */
  static long setRegset(int tid, int type, MemorySegment from) {
    return regset(PTRACE_SETREGSET, tid, type, from);
  }

  private static long regset(int request, int tid, int type, MemorySegment registers) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment vector = arena.allocate(16, 8);
      vector.set(ADDRESS, 0, registers);
      vector.set(JAVA_LONG, 8, registers.byteSize());
      long result = ptrace(request, tid, type, vector.address());
      return result < 0 ? result : vector.get(JAVA_LONG, 8);
    }
  }

  /** wait4(2). */
  static int wait4(int pid, MemorySegment status, int options) {
    return small(Functions.WAIT4, pid, status.address(), options, 0, 0, 0);
  }

  /** process_vm_readv(2) of one range. */
  static long readMemory(int pid, MemorySegment into, long address) {
    return transfer(Functions.PROCESS_VM_READV, pid, into, address);
  }

  /** process_vm_writev(2) of one range. */
  static long writeMemory(int pid, MemorySegment from, long address) {
    return transfer(Functions.PROCESS_VM_WRITEV, pid, from, address);
  }

  private static long transfer(MemorySegment function, int pid, MemorySegment local, long address) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment vectors = arena.allocate(32, 8);
      vectors.set(ADDRESS, 0, local);
      vectors.set(JAVA_LONG, 8, local.byteSize());
      vectors.set(JAVA_LONG, 16, address);
      vectors.set(JAVA_LONG, 24, local.byteSize());
      return call(function, pid, vectors.address(), 1, vectors.address() + 16, 1, 0);
    }
  }

  /** open(2) without O_CREAT. */
  static int open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      return small(Functions.OPEN, arena.allocateFrom(path).address(), flags, 0, 0, 0, 0);
    }
  }

  /** close(2). */
  static void close(int fd) {
    small(Functions.CLOSE, fd, 0, 0, 0, 0, 0);
  }

  /** pread(2). */
  static long pread(int fd, MemorySegment into, long size, long offset) {
    return call(Functions.PREAD, fd, into.address(), size, offset, 0, 0);
  }

  /** pwrite(2). */
  static long pwrite(int fd, MemorySegment from, long offset) {
    return call(Functions.PWRITE, fd, from.address(), from.byteSize(), offset, 0, 0);
  }

  /** read(2). */
  static long read(int fd, MemorySegment into) {
    return call(Functions.READ, fd, into.address(), into.byteSize(), 0, 0, 0);
  }

  /** send(2) with MSG_NOSIGNAL. */
  static long send(int fd, MemorySegment from) {
    return call(Functions.SEND, fd, from.address(), from.byteSize(), MSG_NOSIGNAL, 0, 0);
  }

  /** shutdown(2), both ways. */
  static int shutdown(int fd) {
    return small(Functions.SHUTDOWN, fd, SHUT_RDWR, 0, 0, 0, 0);
  }

  /** socketpair(2) of stream sockets that no command inherits; {@code pair} gets both descriptors. */
  static int socketPair(MemorySegment pair) {
    return small(Functions.SOCKETPAIR, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.address(), 0, 0);
  }

  /** memfd_create(2). */
  static int memfd(String name, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      return small(Functions.MEMFD_CREATE, arena.allocateFrom(name).address(), flags, 0, 0, 0, 0);
    }
  }

  /** kill(2). */
  static int kill(int pid, int signal) {
    return small(Functions.KILL, pid, signal, 0, 0, 0, 0);
  }

  /** setns(2). */
  static int setns(int fd, int type) {
    return small(Functions.SETNS, fd, type, 0, 0, 0, 0);
  }

  /** fstatfs(2); {@code into} is a struct statfs. */
  static int fstatfs(int fd, MemorySegment into) {
    return small(Functions.FSTATFS, fd, into.address(), 0, 0, 0, 0);
  }

  /** shmctl(2) of no segment, such as SHM_INFO. */
  static int shmctl(int command, MemorySegment into) {
    return small(Functions.SHMCTL, 0, command, into.address(), 0, 0, 0);
  }

  /** semctl(2) of a whole set, such as GETALL, or of none, such as SEM_INFO. */
  static int semctl(int semid, int command, MemorySegment into) {
    return small(Functions.SEMCTL, semid, 0, command, into.address(), 0, 0);
  }

  /** getpagesize(2). */
  static int pageSize() {
    return small(Functions.GETPAGESIZE, 0, 0, 0, 0, 0, 0);
  }

  /** gettid(2). */
  static int gettid() {
    return small(Functions.GETTID, 0, 0, 0, 0, 0, 0);
  }

  /** personality(2). */
  static int personality(long persona) {
    return small(Functions.PERSONALITY, persona, 0, 0, 0, 0, 0);
  }

  /** sched_getcpu(3). */
  static int currentCpu() {
    return small(Functions.SCHED_GETCPU, 0, 0, 0, 0, 0, 0);
  }

  /** sched_setaffinity(2) of the calling thread. */
  static int setAffinity(MemorySegment mask) {
    return small(Functions.SCHED_SETAFFINITY, 0, mask.byteSize(), mask.address(), 0, 0, 0);
  }

  /** prlimit(2) of {@code pid}, setting both soft and hard limit. */
  static int prlimit(int pid, int resource, long value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocateFrom(JAVA_LONG, value, value);
      return small(Functions.PRLIMIT, pid, resource, limit.address(), 0, 0, 0);
    }
  }

  /** sigaction(2): a handler that does nothing for {@code signal}, without SA_RESTART. */
  static int setIdleHandler(int signal) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment action = arena.allocate(152, 8);
      action.set(ADDRESS, 0, Functions.NOTHING);
      return small(Functions.SIGACTION, signal, action.address(), 0, 0, 0, 0);
    }
  }

  /** timer_create(2). */
  static int timerCreate(int clock, MemorySegment event, MemorySegment timer) {
    return small(Functions.TIMER_CREATE, clock, event.address(), timer.address(), 0, 0, 0);
  }

  /** timer_settime(2), relative. */
  static int timerSet(MemorySegment timer, MemorySegment times) {
    return small(Functions.TIMER_SETTIME, timer.address(), 0, times.address(), 0, 0, 0);
  }

  /** timer_delete(2). */
  static void timerDelete(MemorySegment timer) {
    small(Functions.TIMER_DELETE, timer.address(), 0, 0, 0, 0, 0);
  }

  /** posix_spawn_file_actions_init(3). */
  static void spawnActions(MemorySegment actions) {
    small(Functions.SPAWN_ACTIONS_INIT, actions.address(), 0, 0, 0, 0, 0);
  }

  /** posix_spawn_file_actions_destroy(3). */
  static void spawnActionsDestroy(MemorySegment actions) {
    small(Functions.SPAWN_ACTIONS_DESTROY, actions.address(), 0, 0, 0, 0, 0);
  }

  /** posix_spawn_file_actions_addopen(3). */
  static void spawnOpen(MemorySegment actions, int fd, MemorySegment path, int flags) {
    small(Functions.SPAWN_ADDOPEN, actions.address(), fd, path.address(), flags, 0, 0);
  }

  /** posix_spawn_file_actions_adddup2(3). */
  static void spawnDup(MemorySegment actions, int from, int to) {
    small(Functions.SPAWN_ADDDUP2, actions.address(), from, to, 0, 0, 0);
  }

  /** posix_spawn_file_actions_addclose(3). */
  static void spawnClose(MemorySegment actions, int fd) {
    small(Functions.SPAWN_ADDCLOSE, actions.address(), fd, 0, 0, 0, 0);
  }

  /** posix_spawn_file_actions_addclosefrom_np(3). */
  static void spawnCloseFrom(MemorySegment actions, int from) {
    small(Functions.SPAWN_ADDCLOSEFROM, actions.address(), from, 0, 0, 0, 0);
  }

  /** posix_spawnattr_init(3). */
  static void spawnAttributes(MemorySegment attributes) {
    small(Functions.SPAWN_ATTR_INIT, attributes.address(), 0, 0, 0, 0, 0);
  }

  /** posix_spawnattr_destroy(3). */
  static void spawnAttributesDestroy(MemorySegment attributes) {
    small(Functions.SPAWN_ATTR_DESTROY, attributes.address(), 0, 0, 0, 0, 0);
  }

  /** posix_spawnattr_setflags(3). */
  static void spawnFlags(MemorySegment attributes, short flags) {
    small(Functions.SPAWN_SETFLAGS, attributes.address(), flags, 0, 0, 0, 0);
  }

  /** posix_spawnattr_setsigmask(3). */
  static void spawnSignalMask(MemorySegment attributes, MemorySegment signals) {
    small(Functions.SPAWN_SETSIGMASK, attributes.address(), signals.address(), 0, 0, 0, 0);
  }

  /** posix_spawnattr_setsigdefault(3). */
  static void spawnSignalDefault(MemorySegment attributes, MemorySegment signals) {
    small(Functions.SPAWN_SETSIGDEFAULT, attributes.address(), signals.address(), 0, 0, 0, 0);
  }

  /** posix_spawnp(3); returns a positive errno, as it does. */
  static int spawn(
      MemorySegment pid,
      MemorySegment file,
      MemorySegment actions,
      MemorySegment attributes,
      MemorySegment arguments,
      MemorySegment environment) {
    return small(
        Functions.SPAWNP,
        pid.address(),
        file.address(),
        actions.address(),
        attributes.address(),
        arguments.address(),
        environment.address());
  }

  /** msgget(2). */
  static int msgget(int key, int flags) {
    return small(Functions.MSGGET, key, flags, 0, 0, 0, 0);
  }

  /**
   * msgsnd(2).
   *
   * @param message the mtype and {@code size} bytes of text
   */
  static int msgsnd(int msqid, MemorySegment message, long size, int flags) {
    return small(Functions.MSGSND, msqid, message.address(), size, flags, 0, 0);
  }

  /** msgctl(2). */
  static int msgctl(int msqid, int command, MemorySegment buffer) {
    return small(Functions.MSGCTL, msqid, command, buffer.address(), 0, 0, 0);
  }

  /** syscall(2) of a call with three arguments, for what the C library does for all threads at once. */
  static long syscall(long number, long a, long b, long c) {
    return call(Functions.SYSCALL, number, a, b, c, 0, 0);
  }

  /** A NULL-terminated char*[]. */
  static MemorySegment strings(Arena arena, Stream<String> strings) {
    MemorySegment[] segments = strings.map(arena::allocateFrom).toArray(MemorySegment[]::new);
    MemorySegment array = arena.allocate(8L * (segments.length + 1), 8);
    for (int i = 0; i < segments.length; i++) {
      array.setAtIndex(ADDRESS, i, segments[i]);
    }
    return array;
  }

  /** A function that returns an int: the register's upper half is undefined. */
  private static int small(MemorySegment function, long a, long b, long c, long d, long e, long f) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) (long) CALL.invokeExact(function, state, a, b, c, d, e, f);
      return result == -1 ? -state.get(JAVA_INT, 0) : result;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** A function that returns a long. */
  private static long call(MemorySegment function, long a, long b, long c, long d, long e, long f) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = (long) CALL.invokeExact(function, state, a, b, c, d, e, f);
      return result == -1 ? -state.get(JAVA_INT, 0) : result;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  private static RuntimeException unexpected(Throwable e) {
    return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
  }

  /** Where the functions are. */
  private static final class Functions {
    static final MemorySegment PTRACE = find("ptrace");
    static final MemorySegment WAIT4 = find("wait4");
    static final MemorySegment PROCESS_VM_READV = find("process_vm_readv");
    static final MemorySegment PROCESS_VM_WRITEV = find("process_vm_writev");
    static final MemorySegment OPEN = find("open");
    static final MemorySegment CLOSE = find("close");
    static final MemorySegment PREAD = find("pread");
    static final MemorySegment PWRITE = find("pwrite");
    static final MemorySegment READ = find("read");
    static final MemorySegment SEND = find("send");
    static final MemorySegment SHUTDOWN = find("shutdown");
    static final MemorySegment SOCKETPAIR = find("socketpair");
    static final MemorySegment MEMFD_CREATE = find("memfd_create");
    static final MemorySegment KILL = find("kill");
    static final MemorySegment SETNS = find("setns");
    static final MemorySegment FSTATFS = find("fstatfs");
    static final MemorySegment SHMCTL = find("shmctl");
    static final MemorySegment SEMCTL = find("semctl");
    static final MemorySegment GETPAGESIZE = find("getpagesize");
    static final MemorySegment GETTID = find("gettid");
    static final MemorySegment PERSONALITY = find("personality");
    static final MemorySegment SCHED_GETCPU = find("sched_getcpu");
    static final MemorySegment SCHED_SETAFFINITY = find("sched_setaffinity");
    static final MemorySegment PRLIMIT = find("prlimit");
    static final MemorySegment SIGACTION = find("sigaction");
    static final MemorySegment TIMER_CREATE = find("timer_create");
    static final MemorySegment TIMER_SETTIME = find("timer_settime");
    static final MemorySegment TIMER_DELETE = find("timer_delete");
    static final MemorySegment SPAWNP = find("posix_spawnp");
    static final MemorySegment SPAWN_ACTIONS_INIT = find("posix_spawn_file_actions_init");
    static final MemorySegment SPAWN_ACTIONS_DESTROY = find("posix_spawn_file_actions_destroy");
    static final MemorySegment SPAWN_ADDOPEN = find("posix_spawn_file_actions_addopen");
    static final MemorySegment SPAWN_ADDDUP2 = find("posix_spawn_file_actions_adddup2");
    static final MemorySegment SPAWN_ADDCLOSE = find("posix_spawn_file_actions_addclose");
    static final MemorySegment SPAWN_ADDCLOSEFROM = find("posix_spawn_file_actions_addclosefrom_np");
    static final MemorySegment SPAWN_ATTR_INIT = find("posix_spawnattr_init");
    static final MemorySegment SPAWN_ATTR_DESTROY = find("posix_spawnattr_destroy");
    static final MemorySegment SPAWN_SETFLAGS = find("posix_spawnattr_setflags");
    static final MemorySegment SPAWN_SETSIGMASK = find("posix_spawnattr_setsigmask");
    static final MemorySegment SPAWN_SETSIGDEFAULT = find("posix_spawnattr_setsigdefault");

    static final MemorySegment MSGGET = find("msgget");
    static final MemorySegment MSGSND = find("msgsnd");
    static final MemorySegment MSGCTL = find("msgctl");
    static final MemorySegment SYSCALL = find("syscall");

    /** A function without side effects that can stand as a signal handler: abs(3). */
    static final MemorySegment NOTHING = find("abs");

    private static MemorySegment find(String name) {
      return LINKER.defaultLookup().findOrThrow(name);
    }
  }
}
