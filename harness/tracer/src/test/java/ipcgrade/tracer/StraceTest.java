package ipcgrade.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import ipcgrade.trace.Event;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Payload;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** strace(1) sees the same calls, with the same arguments and results; only ids differ between runs. */
@Tag("kernel")
class StraceTest {
  private static final Pattern CALL = Pattern.compile("^(msg\\w+)\\((.*)\\)\\s+= (-?\\w+)(?: (E\\w+).*)?$");

  @ParameterizedTest
  @ValueSource(strings = {"pingpong", "order", "crowd", "family"})
  void agreesWithTheAgent(String program, @TempDir Path directory) throws Exception {
    Trace trace;
    try (TestAgent agent = new TestAgent()) {
      trace = agent.run(new Strategy.Random(), Programs.inside(program));
    }
    List<String> seen = trace.events(Event.Call.class).flatMap(StraceTest::shown).sorted().toList();
    List<String> straced =
        strace(Programs.compiled(program), directory).flatMap(StraceTest::normalised).sorted().toList();
    assertEquals(straced, seen);
  }

  /** A key of ftok(3): an id, the file's device, which the agent numbers itself, and its inode. */
  private static final String FTOK = "msgget\\(0x(..)..(.{4}),";

  /** The payloads of fixtures carry msqids, which stand for themselves no more than elsewhere. */
  @ParameterizedTest
  @ValueSource(strings = {"right-many-files", "right-sleep-start", "wrong-exit-twice"})
  void agreesWithTheAgentOnFixtures(String fixture, @TempDir Path directory) throws Exception {
    Path program = Programs.steadyFixture(fixture);
    Trace trace;
    try (TestAgent agent = new TestAgent()) {
      trace = agent.run(new Strategy.Random(), "/work/" + program.getFileName());
    }
    List<Event.Call> calls = trace.events(Event.Call.class).toList();
    List<String> msqids =
        calls.stream()
            .filter(call -> call.operation() instanceof Operation.MsgGet)
            .map(call -> Long.toString(call.result()))
            .toList();
    List<String> lines = strace(program, directory).toList();
    List<String> straced =
        lines.stream()
            .map(CALL::matcher)
            .filter(call -> call.matches() && call.group(1).equals("msgget"))
            .map(call -> call.group(3))
            .toList();
    assertEquals(
        anonymous(lines.stream().flatMap(StraceTest::normalised), straced),
        anonymous(calls.stream().flatMap(StraceTest::shown), msqids));
    assertTrue(calls.size() > 40, "a fixture makes more calls than " + calls.size());
  }

  private static List<String> anonymous(Stream<String> calls, List<String> msqids) {
    return calls
        .map(
            call -> {
              String shown = call.replaceFirst(FTOK, "msgget(0x$1DD$2,");
              for (String msqid : msqids) {
                shown = shown.replace(bytes(Integer.parseInt(msqid)), "Q");
              }
              return shown;
            })
        .sorted()
        .toList();
  }

  /** A msqid as it stands in memory, as strace -xx shows it. */
  private static String bytes(int msqid) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(msqid);
    return hex(bytes.array());
  }

  private static Stream<String> strace(Path program, Path directory) throws Exception {
    Path prefix = directory.resolve("strace");
    try {
      Programs.output(
          "strace", "-ff", "-xx", "-s", "9999", "-X", "raw", "-e", "trace=msgget,msgsnd,msgrcv,msgctl",
          "-o", prefix.toString(), program.toString());
    } catch (IOException e) {
      fail("strace is needed for this test: apt-get install strace", e);
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.flatMap(StraceTest::lines).toList().stream();
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> normalised(String line) {
    Matcher call = CALL.matcher(line);
    if (!call.matches()) {
      return Stream.empty();
    }
    String arguments = call.group(2);
    boolean get = call.group(1).equals("msgget");
    if (!get) {
      arguments = arguments.replaceFirst("^-?\\d+", "Q");
    }
    if (call.group(1).equals("msgrcv") && !call.group(3).startsWith("-")) {
      arguments = received(arguments, Integer.parseInt(call.group(3)));
    }
    String result = get && !call.group(3).startsWith("-") ? "Q" : call.group(3);
    return Stream.of(call.group(1) + "(" + arguments + ") = " + result);
  }

  /** strace shows all of the buffer that msgrcv was given; the message is only the start of it. */
  private static String received(String arguments, int size) {
    return arguments.replaceFirst("(mtext=\"(?:\\\\x..){" + size + "})[^\"]*", "$1");
  }

  /** A call as strace -xx -X raw shows it, with Q for a msqid. */
  private static Stream<String> shown(Event.Call call) {
    String arguments =
        switch (call.operation()) {
          case Operation.MsgGet get -> number(get.key()) + ", " + mode(get.flags());
          case Operation.MsgSnd snd ->
              "Q, " + message(snd.mtype(), snd.payload()) + ", " + snd.payload().size() + ", "
                  + number(snd.flags());
          case Operation.MsgRcv rcv ->
              "Q, " + message(rcv.mtype(), rcv.payload()) + ", " + rcv.msgsz() + ", " + rcv.msgtyp() + ", "
                  + number(rcv.flags());
          case Operation.MsgCtl ctl -> "Q, " + number(ctl.command()) + ", NULL";
          case Operation.Wait wait -> "";
          case Operation.Sleep sleep -> "";
          case Operation.Kill kill -> "";
          case Operation.Semaphore semaphore -> "";
          case Operation.Pause pause -> "";
        };
    if (arguments.isEmpty()) {
      return Stream.empty();
    }
    String result =
        call.operation() instanceof Operation.MsgGet && call.succeeded()
            ? "Q"
            : Long.toString(call.succeeded() ? call.result() : -1);
    return Stream.of(call.operation().name() + "(" + arguments + ") = " + result);
  }

  private static String message(long mtype, Payload payload) {
    return "{mtype=" + mtype + ", mtext=\"" + hex(payload.bytes()) + "\"}";
  }

  private static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      text.append(String.format("\\x%02x", b));
    }
    return text.toString();
  }

  /** Flags and permission bits of msgget(2). */
  private static String mode(int flags) {
    String permissions = "0" + Integer.toOctalString(flags & 0777);
    return flags > 0777 ? number(flags & ~0777) + "|" + permissions : permissions;
  }

  private static String number(int value) {
    return value == 0 ? "0" : "0x" + Integer.toHexString(value);
  }
}
