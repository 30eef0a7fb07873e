package ipcgrade.tracer.ptrace;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

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

  private Libc() {}

  /** ptrace(2), which is variadic; for requests whose result cannot itself be -1. */
  static long ptrace(int request, int tid, long address, long data) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = (long) Handles.PTRACE.invokeExact(state, request, tid, address, data);
      return result == -1 ? -errno(state) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
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
  static int wait4(int pid, MemorySegment status, int options, MemorySegment usage) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) Handles.WAIT4.invokeExact(state, pid, status, options, usage);
      return result == -1 ? -errno(state) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** process_vm_readv(2) of one range. */
  static long readMemory(int pid, MemorySegment into, long address) {
    return transfer(Handles.PROCESS_VM_READV, pid, into, address);
  }

  /** process_vm_writev(2) of one range. */
  static long writeMemory(int pid, MemorySegment from, long address) {
    return transfer(Handles.PROCESS_VM_WRITEV, pid, from, address);
  }

  private static long transfer(MethodHandle function, int pid, MemorySegment local, long address) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment vectors = arena.allocate(32, 8);
      vectors.set(ADDRESS, 0, local);
      vectors.set(JAVA_LONG, 8, local.byteSize());
      vectors.set(JAVA_LONG, 16, address);
      vectors.set(JAVA_LONG, 24, local.byteSize());
      long result =
          (long) function.invokeExact(state, pid, vectors, 1L, vectors.asSlice(16), 1L, 0L);
      return result == -1 ? -errno(state) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** open(2) without O_CREAT. */
  static int open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) Handles.OPEN.invokeExact(state, arena.allocateFrom(path), flags);
      return result == -1 ? -errno(state) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** close(2). */
  static void close(int fd) {
    try {
      int ignored = (int) Handles.CLOSE.invokeExact(fd);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** pread(2). */
  static long pread(int fd, MemorySegment into, long size, long offset) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = (long) Handles.PREAD.invokeExact(state, fd, into, size, offset);
      return result == -1 ? -errno(state) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** pwrite(2). */
  static long pwrite(int fd, MemorySegment from, long offset) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = (long) Handles.PWRITE.invokeExact(state, fd, from, from.byteSize(), offset);
      return result == -1 ? -errno(state) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** read(2). */
  static long read(int fd, MemorySegment into) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = (long) Handles.READ.invokeExact(state, fd, into, into.byteSize());
      return result == -1 ? -errno(state) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** send(2) with MSG_NOSIGNAL. */
  static long send(int fd, MemorySegment from) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = (long) Handles.SEND.invokeExact(state, fd, from, from.byteSize(), MSG_NOSIGNAL);
      return result == -1 ? -errno(state) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** shutdown(2), both ways. */
  static int shutdown(int fd) {
    return call(Handles.SHUTDOWN, fd, SHUT_RDWR);
  }

  /** socketpair(2) of stream sockets that no command inherits; {@code pair} gets both descriptors. */
  static int socketPair(MemorySegment pair) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result =
          (int) Handles.SOCKETPAIR.invokeExact(state, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair);
      return result == -1 ? -errno(state) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** memfd_create(2). */
  static int memfd(String name, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) Handles.MEMFD_CREATE.invokeExact(state, arena.allocateFrom(name), flags);
      return result == -1 ? -errno(state) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** A function (int, int) → int that sets errno: kill(2), setns(2). */
  private static int call(MethodHandle function, int first, int second) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) function.invokeExact(state, first, second);
      return result == -1 ? -errno(state) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int kill(int pid, int signal) {
    return call(Handles.KILL, pid, signal);
  }

  static int setns(int fd, int type) {
    return call(Handles.SETNS, fd, type);
  }

  /** fstatfs(2); {@code into} is a struct statfs. */
  static int fstatfs(int fd, MemorySegment into) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) Handles.FSTATFS.invokeExact(state, fd, into);
      return result == -1 ? -errno(state) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** shmctl(2) of no segment, such as SHM_INFO. */
  static int shmctl(int command, MemorySegment into) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) Handles.SHMCTL.invokeExact(state, 0, command, into);
      return result == -1 ? -errno(state) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** semctl(2) of a whole set, such as GETALL, or of none, such as SEM_INFO. */
  static int semctl(int semid, int command, MemorySegment into) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) Handles.SEMCTL.invokeExact(state, semid, 0, command, into);
      return result == -1 ? -errno(state) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** getpagesize(2). */
  static int pageSize() {
    try {
      return (int) Handles.GETPAGESIZE.invokeExact();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int gettid() {
    try {
      return (int) Handles.GETTID.invokeExact();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** personality(2). */
  static int personality(long persona) {
    try {
      return (int) Handles.PERSONALITY.invokeExact(persona);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int currentCpu() {
    try {
      return (int) Handles.SCHED_GETCPU.invokeExact();
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** sched_setaffinity(2); 0 is the calling thread. */
  static int setAffinity(int tid, MemorySegment mask) {
    try {
      return (int) Handles.SCHED_SETAFFINITY.invokeExact(tid, mask.byteSize(), mask);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** prlimit(2) of {@code pid}, setting both soft and hard limit. */
  static int prlimit(int pid, int resource, long value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment limit = arena.allocateFrom(JAVA_LONG, value, value);
      int result = (int) Handles.PRLIMIT.invokeExact(state, pid, resource, limit, MemorySegment.NULL);
      return result == -1 ? -errno(state) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** sigaction(2): {@code handler} for {@code signal}, without SA_RESTART. */
  static int setHandler(int signal, MemorySegment handler) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment action = arena.allocate(152, 8);
      action.set(ADDRESS, 0, handler);
      return (int) Handles.SIGACTION.invokeExact(signal, action, MemorySegment.NULL);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int timerCreate(int clock, MemorySegment event, MemorySegment timer) {
    try {
      return (int) Handles.TIMER_CREATE.invokeExact(clock, event, timer);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int timerSet(MemorySegment timer, MemorySegment times) {
    try {
      return (int) Handles.TIMER_SETTIME.invokeExact(timer, 0, times, MemorySegment.NULL);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void timerDelete(MemorySegment timer) {
    try {
      int ignored = (int) Handles.TIMER_DELETE.invokeExact(timer);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** A posix_spawn_* function (pointer) → errno. */
  static int spawnSetup(MethodHandle function, MemorySegment object) {
    try {
      return (int) function.invokeExact(object);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** A posix_spawnattr_* function (pointer, pointer) → errno. */
  static int spawnSet(MethodHandle function, MemorySegment object, MemorySegment value) {
    try {
      return (int) function.invokeExact(object, value);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int spawnFlags(MemorySegment attributes, short flags) {
    try {
      return (int) Handles.SPAWN_SETFLAGS.invokeExact(attributes, flags);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int spawnOpen(MemorySegment actions, int fd, MemorySegment path, int flags) {
    try {
      return (int) Handles.SPAWN_ADDOPEN.invokeExact(actions, fd, path, flags, 0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int spawnDup(MemorySegment actions, int from, int to) {
    try {
      return (int) Handles.SPAWN_ADDDUP2.invokeExact(actions, from, to);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int spawnClose(MemorySegment actions, int fd) {
    try {
      return (int) Handles.SPAWN_ADDCLOSE.invokeExact(actions, fd);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int spawnCloseFrom(MemorySegment actions, int from) {
    try {
      return (int) Handles.SPAWN_ADDCLOSEFROM.invokeExact(actions, from);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** posix_spawnp(3); returns a positive errno, as it does. */
  static int spawn(
      MemorySegment pid,
      MemorySegment file,
      MemorySegment actions,
      MemorySegment attributes,
      MemorySegment arguments,
      MemorySegment environment) {
    try {
      return (int) Handles.SPAWN.invokeExact(pid, file, actions, attributes, arguments, environment);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static int errno(MemorySegment state) {
    return state.get(JAVA_INT, 0);
  }

  private static RuntimeException unexpected(Throwable e) {
    return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
  }

  /** Downcall handles; those made by {@code failing} take the errno capture segment first. */
  @SuppressWarnings("restricted") // the module is granted native access for just this
  static final class Handles {
    static final MethodHandle PTRACE =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("ptrace"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG),
            Linker.Option.captureCallState("errno"),
            Linker.Option.firstVariadicArg(1));
    static final MethodHandle WAIT4 = failing("wait4", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    static final MethodHandle PROCESS_VM_READV =
        failing(
            "process_vm_readv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG);
    static final MethodHandle PROCESS_VM_WRITEV =
        failing(
            "process_vm_writev", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG);
    static final MethodHandle OPEN =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
            Linker.Option.captureCallState("errno"),
            Linker.Option.firstVariadicArg(2));
    static final MethodHandle CLOSE = plain("close", JAVA_INT, JAVA_INT);
    static final MethodHandle PREAD = failing("pread", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
    static final MethodHandle PWRITE =
        failing("pwrite", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG);
    static final MethodHandle READ = failing("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    static final MethodHandle SEND = failing("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    static final MethodHandle SHUTDOWN = failing("shutdown", JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle SOCKETPAIR =
        failing("socketpair", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    static final MethodHandle MEMFD_CREATE = failing("memfd_create", JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle KILL = failing("kill", JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle SETNS = failing("setns", JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle FSTATFS = failing("fstatfs", JAVA_INT, JAVA_INT, ADDRESS);
    static final MethodHandle SHMCTL = failing("shmctl", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    static final MethodHandle SEMCTL =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("semctl"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS),
            Linker.Option.captureCallState("errno"),
            Linker.Option.firstVariadicArg(3));
    static final MethodHandle GETPAGESIZE = plain("getpagesize", JAVA_INT);
    static final MethodHandle GETTID = plain("gettid", JAVA_INT);
    static final MethodHandle PERSONALITY = plain("personality", JAVA_INT, JAVA_LONG);
    static final MethodHandle SCHED_GETCPU = plain("sched_getcpu", JAVA_INT);
    static final MethodHandle SCHED_SETAFFINITY =
        plain("sched_setaffinity", JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
    static final MethodHandle PRLIMIT = failing("prlimit", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    static final MethodHandle SIGACTION = plain("sigaction", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    static final MethodHandle TIMER_CREATE = plain("timer_create", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    static final MethodHandle TIMER_SETTIME =
        plain("timer_settime", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
    static final MethodHandle TIMER_DELETE = plain("timer_delete", JAVA_INT, ADDRESS);
    static final MethodHandle SPAWN =
        plain("posix_spawnp", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle SPAWN_ACTIONS_INIT =
        plain("posix_spawn_file_actions_init", JAVA_INT, ADDRESS);
    static final MethodHandle SPAWN_ACTIONS_DESTROY =
        plain("posix_spawn_file_actions_destroy", JAVA_INT, ADDRESS);
    static final MethodHandle SPAWN_ADDOPEN =
        plain("posix_spawn_file_actions_addopen", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    static final MethodHandle SPAWN_ADDDUP2 =
        plain("posix_spawn_file_actions_adddup2", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    static final MethodHandle SPAWN_ADDCLOSE =
        plain("posix_spawn_file_actions_addclose", JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle SPAWN_ADDCLOSEFROM =
        plain("posix_spawn_file_actions_addclosefrom_np", JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle SPAWN_ATTR_INIT = plain("posix_spawnattr_init", JAVA_INT, ADDRESS);
    static final MethodHandle SPAWN_ATTR_DESTROY = plain("posix_spawnattr_destroy", JAVA_INT, ADDRESS);
    static final MethodHandle SPAWN_SETFLAGS =
        plain("posix_spawnattr_setflags", JAVA_INT, ADDRESS, JAVA_SHORT);
    static final MethodHandle SPAWN_SETSIGMASK =
        plain("posix_spawnattr_setsigmask", JAVA_INT, ADDRESS, ADDRESS);
    static final MethodHandle SPAWN_SETSIGDEFAULT =
        plain("posix_spawnattr_setsigdefault", JAVA_INT, ADDRESS, ADDRESS);

    /** A function without side effects that can stand as a signal handler: abs(3). */
    static final MemorySegment NOTHING = LINKER.defaultLookup().findOrThrow("abs");

    private Handles() {}

    private static MethodHandle plain(String name, MemoryLayout result, MemoryLayout... arguments) {
      return LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    private static MethodHandle failing(String name, MemoryLayout result, MemoryLayout... arguments) {
      return LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow(name),
          FunctionDescriptor.of(result, arguments),
          Linker.Option.captureCallState("errno"));
    }
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
}
