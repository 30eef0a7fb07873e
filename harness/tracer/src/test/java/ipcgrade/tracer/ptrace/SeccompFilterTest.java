package ipcgrade.tracer.ptrace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The filters of both architectures, over all calls that the kernel's tables have. */
class SeccompFilterTest {
  private static final int EPERM = 0x50001;
  private static final int ENOSYS = 0x50026;
  private static final int EAFNOSUPPORT = 0x50061;
  private static final int ALLOW = 0x7fff0000;
  private static final int TRACE = 0x7ff00000;

  private static final int ARM = 0x40000028;
  private static final int I386 = 0x40000003;
  private static final int X32 = 0x40000000;

  /** Those that stop whatever their arguments are. */
  private static final Set<String> TRACED =
      Set.of(
          "nanosleep", "getitimer", "alarm", "setitimer", "wait4", "kill", "msgget", "msgsnd", "msgrcv",
          "msgctl", "gettimeofday", "rt_sigqueueinfo", "tkill", "time", "restart_syscall", "timer_create",
          "clock_gettime", "clock_nanosleep", "tgkill", "waitid", "timerfd_create", "rt_tgsigqueueinfo",
          "getrandom", "read", "pread64", "readv", "stat", "fstat", "lstat", "newfstatat", "statx", "semget",
          "semop", "semtimedop",
          "semctl", "pause", "rt_sigsuspend",
          // on no descriptors, as here where all arguments are 0
          "ppoll", "select", "pselect6");

  private static final Set<String> UNKNOWN_TO_THE_PROGRAM = Set.of("clone3", "memfd_create", "memfd_secret");

  /** Address families that may be used, of linux/socket.h. */
  private static final Set<Integer> FAMILIES = Set.of(1, 2, 10, 16);

  static Stream<Architecture> all() {
    return ArchitectureTest.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyCallOfTheKernelStopsFailsOrRuns(Architecture architecture) {
    BpfMachine traced = new BpfMachine(SeccompFilter.program(architecture));
    BpfMachine untraced = new BpfMachine(SeccompFilter.untraced(architecture));
    Set<String> forbidden =
        Stream.of(Forbidden.values())
            .map(call -> call.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    KernelFiles.calls(architecture)
        .forEach(
            (name, number) -> {
              int confined =
                  UNKNOWN_TO_THE_PROGRAM.contains(name)
                      ? ENOSYS
                      : forbidden.contains(name) ? EPERM : name.equals("socket") ? EAFNOSUPPORT : ALLOW;
              int audit = architecture.audit();
              assertEquals(
                  TRACED.contains(name) ? TRACE : confined, traced.run(number, audit), name);
              assertEquals(confined, untraced.run(number, audit), name);
            });
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatIsWrittenToTheStandardStreamsStops(Architecture architecture) {
    Calls calls = new Calls(architecture);
    for (String name : Set.of("write", "writev", "pwrite64")) {
      assertEquals(ALLOW, calls.run(name, 0));
      assertEquals(TRACE, calls.run(name, 1));
      assertEquals(TRACE, calls.run(name, 2));
      assertEquals(ALLOW, calls.run(name, 3));
      assertEquals(TRACE, calls.run(name, 0xffffffff00000001L), "the kernel takes an int");
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void waitsWithATimeoutStop(Architecture architecture) {
    Calls calls = new Calls(architecture);
    Map<String, Integer> timeouts =
        Map.of(
            "poll", 2, "ppoll", 2, "rt_sigtimedwait", 2, "epoll_wait", 3, "epoll_pwait", 3, "select", 4,
            "pselect6", 4, "mq_timedsend", 4, "mq_timedreceive", 4);
    Map<String, Integer> descriptors = Map.of("ppoll", 1, "select", 0, "pselect6", 0);
    timeouts.forEach(
        (name, argument) -> {
          if (calls.has(name)) {
            for (long pointer : new long[] {1, 0xffffL << 32, 0xffffffffc0001000L}) {
              long[] arguments = new long[6];
              arguments[descriptors.getOrDefault(name, 5)] = 1;
              arguments[argument] = pointer;
              assertEquals(TRACE, calls.run(name, arguments), name);
              arguments[argument] = 0;
              arguments[argument == 2 ? 0 : argument - 1] = pointer;
              assertEquals(ALLOW, calls.run(name, arguments), name);
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("all")
  void onlyAFutexThatWaitsHasATimeout(Architecture architecture) {
    Calls calls = new Calls(architecture);
    int isPrivate = 128;
    int realtime = 256;
    int wake = 1;
    int waitBitset = 9;
    assertEquals(TRACE, calls.run("futex", 0, 0, 0, 1));
    assertEquals(TRACE, calls.run("futex", 0, isPrivate, 0, 1L << 40));
    assertEquals(TRACE, calls.run("futex", 0, waitBitset | isPrivate | realtime, 0, 1));
    assertEquals(ALLOW, calls.run("futex", 0, isPrivate, 0, 0));
    assertEquals(ALLOW, calls.run("futex", 0, wake | isPrivate, 0, 1));
    assertEquals(ALLOW, calls.run("futex", 0, 4, 0, 1), "FUTEX_CMP_REQUEUE: a number");
  }

  @ParameterizedTest
  @MethodSource("all")
  void nobodyMakesNamespacesUntracedChildrenOrFilters(Architecture architecture) {
    for (Calls calls : new Calls[] {new Calls(architecture), Calls.untraced(architecture)}) {
      int sigchld = 17;
      long vfork = 0x4100;
      long thread = 0x3d0f00;
      assertEquals(ALLOW, calls.run("clone", sigchld));
      assertEquals(ALLOW, calls.run("clone", vfork | sigchld));
      assertEquals(ALLOW, calls.run("clone", thread));
      for (long escape : new long[] {
        0x00020000, 0x00800000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000
      }) {
        assertEquals(EPERM, calls.run("clone", escape | sigchld), Long.toHexString(escape));
      }
      assertEquals(EPERM, calls.run("prctl", 22, 2));
      assertEquals(ALLOW, calls.run("prctl", 38, 1), "PR_SET_NO_NEW_PRIVS");
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void socketsStayInTheNetworkNamespace(Architecture architecture) {
    Calls calls = new Calls(architecture);
    for (int family = 0; family < 64; family++) {
      assertEquals(FAMILIES.contains(family) ? ALLOW : EAFNOSUPPORT, calls.run("socket", family, 1, 0));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void thereAreNoCallsOfOtherArchitectures(Architecture architecture) {
    BpfMachine machine = new BpfMachine(SeccompFilter.program(architecture));
    int other = architecture instanceof X8664 ? Aarch64.INSTANCE.audit() : X8664.INSTANCE.audit();
    for (int audit : new int[] {ARM, I386, other, 0, architecture.audit() ^ 0x80000000}) {
      for (int number : new int[] {0, 1, 4, 60, 64, 435, -1}) {
        assertEquals(ENOSYS, machine.run(number, audit));
      }
    }
  }

  @Test
  void thereAreNoCallsOfTheX32Abi() {
    BpfMachine machine = new BpfMachine(SeccompFilter.program(X8664.INSTANCE));
    int audit = X8664.INSTANCE.audit();
    for (int number : new int[] {X32, X32 | 1, X32 | 101, X32 | 521, Integer.MAX_VALUE, -1}) {
      assertEquals(ENOSYS, machine.run(number, audit));
    }
    assertEquals(ALLOW, machine.run(X32 - 1, audit));
  }

  @Test
  void theKernelsNamesForTheArchitectures() {
    assertEquals(0xc000003e, X8664.INSTANCE.audit());
    assertEquals(0xc00000b7, Aarch64.INSTANCE.audit());
  }

  /** The filter of an architecture, asked by the names of calls. */
  private record Calls(BpfMachine machine, int audit, Map<String, Integer> numbers) {
    Calls(Architecture architecture) {
      this(SeccompFilter.program(architecture), architecture);
    }

    private Calls(byte[] program, Architecture architecture) {
      this(new BpfMachine(program), architecture.audit(), KernelFiles.calls(architecture));
    }

    static Calls untraced(Architecture architecture) {
      return new Calls(SeccompFilter.untraced(architecture), architecture);
    }

    boolean has(String name) {
      return numbers.containsKey(name);
    }

    int run(String name, long... arguments) {
      Integer number = numbers.get(name);
      if (number == null) {
        throw new IllegalArgumentException(name);
      }
      return machine.run(number, audit, arguments);
    }
  }
}
