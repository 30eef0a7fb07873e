package ipcgrade.tracer.ptrace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
  private static final List<String> STOPS = List.of("entry", "entry-2");

  static Stream<Architecture> all() {
    return Stream.of(X8664.INSTANCE, Aarch64.INSTANCE);
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyCallHasTheKernelsNumber(Architecture architecture) {
    Map<String, Integer> kernel = KernelFiles.calls(architecture);
    for (Syscall call : Syscall.values()) {
      if (call != Syscall.OTHER) {
        assertNumber(kernel, call.name(), architecture.number(call.numbers()));
      }
    }
    for (Forbidden call : Forbidden.values()) {
      assertNumber(kernel, call.name(), architecture.number(call.numbers()));
    }
  }

  private static void assertNumber(Map<String, Integer> kernel, String name, int number) {
    assertEquals(kernel.getOrDefault(name.toLowerCase(Locale.ROOT), Numbers.NONE), number, name);
  }

  @ParameterizedTest
  @MethodSource("all")
  void registersAreWhereTheKernelSaysThatTheyAre(Architecture architecture) {
    for (String stop : STOPS) {
      long[] call = KernelFiles.recorded(architecture, stop, "call");
      Registers registers = registers(architecture, stop);
      Architecture.Layout layout = architecture.layout();
      assertEquals(call[0], registers.get(layout.programCounter()));
      assertEquals(call[1], registers.stackPointer());
      for (int i = 0; i < 6; i++) {
        assertEquals(call[3 + i], registers.get(layout.arguments().get(i)), "argument " + i);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aCallThatIsSkippedIsNoneAndHasItsResult(Architecture architecture) {
    changes(
        architecture,
        "entry",
        registers -> registers.skip(-4),
        architecture instanceof X8664 ? Map.of(15, -1L, 10, -4L) : Map.of(0, -4L));
  }

  @ParameterizedTest
  @MethodSource("all")
  void aCallThatIsRepeatedStandsBeforeItsInstruction(Architecture architecture) {
    long[] call = KernelFiles.recorded(architecture, "entry", "call");
    SyscallEntry entry = entry(call);
    changes(
        architecture,
        "entry",
        registers -> registers.repeat(entry),
        architecture instanceof X8664
            ? Map.of(15, -1L, 10, call[2], 16, call[0] - 2)
            : Map.of(8, call[2], 32, call[0] - 4));
  }

  @Test
  void onlyOnAarch64IsTheNumberOfTheCallInARegsetOfItsOwn() {
    Registers x8664 = registers(X8664.INSTANCE, "entry");
    x8664.skip(0);
    assertFalse(x8664.forgotten());
    Registers aarch64 = registers(Aarch64.INSTANCE, "entry");
    assertFalse(aarch64.forgotten());
    aarch64.skip(0);
    assertTrue(aarch64.forgotten());
  }

  @ParameterizedTest
  @MethodSource("all")
  void anArgumentIsChangedAloneAndAnAnswerIsTheResult(Architecture architecture) {
    boolean x8664 = architecture instanceof X8664;
    changes(
        architecture, "entry", registers -> registers.argument(3, 77), Map.of(x8664 ? 7 : 3, 77L));
    changes(
        architecture, "interrupted", registers -> registers.result(-11), Map.of(x8664 ? 10 : 0, -11L));
  }

  @ParameterizedTest
  @MethodSource("all")
  void aHandlersFrameTellsWhetherTheCallWillBeMadeAgain(Architecture architecture) {
    long after = KernelFiles.recorded(architecture, "entry", "call")[0];
    assertEquals(after, saved(architecture, "handler"));
    assertEquals(
        after - architecture.systemCallLength(), saved(architecture, "restarting-handler"));
  }

  @ParameterizedTest
  @MethodSource("all")
  void anInterruptedCallShowsItsRestartCodeInTheResult(Architecture architecture) {
    Registers registers = registers(architecture, "interrupted");
    assertTrue(Errno.restarts(registers.get(architecture.layout().result())));
  }

  @Test
  void theLinkRegisterLosesItsSignature() {
    Registers registers = registers(Aarch64.INSTANCE, "entry");
    registers.set(30, 0x00a5_aaaa_dead_bee0L);
    assertEquals(0xaaaa_dead_bee0L, registers.link());
    assertEquals(0, registers(X8664.INSTANCE, "entry").link());
  }

  /** As as(1) and objdump(1) have them. */
  @ParameterizedTest
  @CsvSource({
    "x86-64, e8 10 00 00 00, true", // call rel32
    "x86-64, ff d0, true", // call *%rax
    "x86-64, 41 ff d4, true", // call *%r12
    "x86-64, ff 15 10 00 00 00, true", // call *16(%rip)
    "x86-64, ff e0, false", // jmp *%rax
    "x86-64, 0f 05, false", // syscall
    "x86-64, 90 90 90 90 90 90 90, false",
    "aarch64, 04 00 00 94, true", // bl
    "aarch64, fc ff ff 97, true", // bl backwards
    "aarch64, 00 00 3f d6, true", // blr x0
    "aarch64, 60 02 3f d6, true", // blr x19
    "aarch64, 1f 08 3f d6, true", // blraaz x0
    "aarch64, 01 08 3f d7, true", // blraa x0, x1
    "aarch64, 01 0c 3f d7, true", // blrab x0, x1
    "aarch64, 00 00 1f d6, false", // br x0
    "aarch64, 04 00 00 14, false", // b
    "aarch64, c0 03 5f d6, false", // ret
    "aarch64, 01 00 00 d4, false", // svc #0
    "aarch64, 00 94, false"
  })
  void callInstructionsAreKnown(String name, String code, boolean call) {
    Architecture architecture =
        all().filter(each -> KernelFiles.name(each).equals(name)).findFirst().orElseThrow();
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(code);
    assertTrue(bytes.length <= architecture.longestCall());
    assertEquals(call, architecture.endsInCall(bytes));
  }

  private static Registers registers(Architecture architecture, String stop) {
    long[] words = KernelFiles.recorded(architecture, stop, "registers");
    assertEquals(architecture.layout().words(), words.length);
    return new Registers(architecture, words);
  }

  /** Applies {@code change} and checks that exactly the words in {@code expected} are different. */
  private static void changes(
      Architecture architecture, String stop, Consumer<Registers> change, Map<Integer, Long> expected) {
    long[] before = KernelFiles.recorded(architecture, stop, "registers");
    long[] after = Arrays.copyOf(before, before.length);
    change.accept(new Registers(architecture, after));
    expected.forEach((word, value) -> before[word] = value);
    assertArrayEquals(before, after);
  }

  private static long saved(Architecture architecture, String handler) {
    assertNotEquals(0, architecture.savedProgramCounter());
    return KernelFiles.recorded(architecture, handler, "frame")[architecture.savedProgramCounter() / 8];
  }

  private static SyscallEntry entry(long[] call) {
    return new SyscallEntry(
        Syscall.OTHER, call[2], call[0], call[1], call[3], call[4], call[5], call[6], call[7], call[8]);
  }
}
