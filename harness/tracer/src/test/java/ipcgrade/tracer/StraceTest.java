package ipcgrade.tracer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import ipcgrade.trace.Event;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Payload;
import ipcgrade.trace.RunRequest.Strategy;
import ipcgrade.trace.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
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
      trace = agent.run(Strategy.RANDOM, Programs.inside(program));
    }
    List<String> seen = trace.events(Event.Call.class).flatMap(StraceTest::shown).sorted().toList();
    assertEquals(strace(program, directory), seen);
  }

  private static List<String> strace(String program, Path directory) throws Exception {
    Path prefix = directory.resolve("strace");
    try {
      Programs.output(
          "strace", "-ff", "-xx", "-s", "9999", "-X", "raw", "-e", "trace=msgget,msgsnd,msgrcv,msgctl",
          "-o", prefix.toString(), Programs.compiled(program).toString());
    } catch (IOException e) {
      fail("strace is needed for this test: apt-get install strace", e);
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.flatMap(StraceTest::lines).flatMap(StraceTest::normalised).sorted().toList();
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
    String result = get && !call.group(3).startsWith("-") ? "Q" : call.group(3);
    return Stream.of(call.group(1) + "(" + arguments + ") = " + result);
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
    StringBuilder text = new StringBuilder();
    for (byte b : payload.bytes()) {
      text.append(String.format("\\x%02x", b));
    }
    return "{mtype=" + mtype + ", mtext=\"" + text + "\"}";
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
