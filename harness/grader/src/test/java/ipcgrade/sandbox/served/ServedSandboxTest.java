package ipcgrade.sandbox.served;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.sandbox.Sandbox.Failed;
import ipcgrade.sandbox.Sandbox.Program;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.local.Prerequisites;
import ipcgrade.spec.Spec;
import ipcgrade.trace.Event;
import ipcgrade.trace.Frame;
import ipcgrade.trace.Operation;
import ipcgrade.trace.RecordCodec;
import ipcgrade.trace.RunRequest;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import ipcgrade.trace.TraceFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server says that has been taken over by what it ran. */
@DisplayName("A sandbox with a hostile server")
class ServedSandboxTest {
  private static final Spec SPEC = Prerequisites.plain();
  private static final Schedule SCHEDULE = new Schedule(new Strategy.Fair(), 1);
  private static final String BUILT = "{\"type\":\"built\",\"executable\":\"program\",\"arguments\":[]}\n";
  private static final String EVENT = "{\"type\":\"start\",\"seq\":0,\"pid\":300}\n";

  private static final Frame CALLER = Frame.unresolved("/work/p", 4096);

  @TempDir
  private Path submission;

  @ParameterizedTest
  @ValueSource(strings = {
    "",
    "{\"type\":\"built\"",
    "nonsense\n",
    "[]\n",
    "null\n",
    "7\n",
    "{\"type\":\"end\"}\n",
    "{\"type\":\"built\",\"arguments\":7}\n",
    "{\"type\":\"exceeded\",\"value\":\"much\"}\n",
    "{\"type\":\"started\"}\n"
  })
  @DisplayName("takes what it does not understand for a fault of the sandbox, and breaks off")
  void notUnderstood(String said) {
    Said server = new Said(said);
    ServedSandbox sandbox = new ServedSandbox(server);
    SandboxException fault =
        assertThrows(SandboxException.class, () -> sandbox.build(submission, SPEC));
    assertTrue(fault.toString().contains("The sandbox failed: "), fault::toString);
    assertTrue(server.closed);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "",
    BUILT,
    "{\"type\":\"started\",\"request\":{\"schedule\":{\"strategy\":{\"type\":\"lucky\"}}}}\n",
    "{\"type\":\"started\",\"request\":{\"schedule\":{\"strategy\":{\"type\":\"fair\"}}}}\n{\"type\":\"start\",\"pid\":99999999999}\n",
    "{\"type\":\"started\",\"request\":{\"schedule\":{\"strategy\":{\"type\":\"fair\"}}}}\n{\"type\":\"reverted\"}\n"
  })
  @DisplayName("likewise in a run")
  void notUnderstoodInRun(String said) throws Exception {
    Said server = new Said(BUILT + said);
    ServedSandbox sandbox = new ServedSandbox(server);
    Program program = (Program) sandbox.build(submission, SPEC);
    assertThrows(SandboxException.class, () -> sandbox.run(program, SPEC, SCHEDULE));
    assertTrue(server.closed);
  }

  @Test
  @DisplayName("reads no line without end, and no trace without end")
  void endless() throws Exception {
    InputStream line = new Endless("a".getBytes(StandardCharsets.UTF_8));
    assertThrows(
        SandboxException.class, () -> new ServedSandbox(new Said(line)).build(submission, SPEC));
    String start = BUILT + RecordCodec.write(new Reply.Started(request(SCHEDULE))) + "\n";
    InputStream trace =
        new SequenceInputStream(
            new ByteArrayInputStream(start.getBytes(StandardCharsets.UTF_8)),
            new Endless(EVENT.getBytes(StandardCharsets.UTF_8)));
    ServedSandbox sandbox = new ServedSandbox(new Said(trace));
    Program program = (Program) sandbox.build(submission, SPEC);
    SandboxException fault =
        assertThrows(SandboxException.class, () -> sandbox.run(program, SPEC, SCHEDULE));
    assertTrue(fault.toString().contains("does not end"), fault::toString);
  }

  @Test
  @DisplayName("asks for callers that it does not know, once")
  void callers() throws Exception {
    Said server =
        new Said(
            BUILT + run(call(1, CALLER)) + found(new Frame("/work/p", 4096, "f", "p.c", 7))
                + run(call(1, CALLER), call(2, Frame.unresolved("/work/p", 5000))) + found());
    ServedSandbox sandbox = new ServedSandbox(server);
    Program program = (Program) sandbox.build(submission, SPEC);
    assertEquals(List.of("p.c:7"), callers(sandbox.run(program, SPEC, SCHEDULE)));
    assertEquals(List.of("p.c:7", "/work/p+0x1388"), callers(sandbox.run(program, SPEC, SCHEDULE)));
    String heard = server.heard.toString(StandardCharsets.UTF_8);
    assertEquals(
        List.of(
            "{\"type\":\"lookUp\",\"object\":\"/work/p\",\"offsets\":[4096]}",
            "{\"type\":\"lookUp\",\"object\":\"/work/p\",\"offsets\":[5000]}"),
        heard.lines().filter(line -> line.contains("lookUp")).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "",
    "nonsense\n",
    BUILT,
    "{\"type\":\"started\"}\n",
    EVENT,
    "{\"type\":\"found\",\"frames\":7}\n",
    "{\"type\":\"found\",\"frames\":[{\"object\":\"/work/q\",\"offset\":4096}]}\n",
    "{\"type\":\"found\",\"frames\":[{\"object\":\"/work/p\",\"offset\":4097}]}\n",
    "{\"type\":\"found\",\"frames\":[{\"object\":\"/work/p\",\"offset\":4096,\"line\":-1}]}\n",
    "{\"type\":\"found\",\"frames\":[{\"object\":\"/work/p\",\"offset\":4096,\"line\":1}]}\n",
    "{\"type\":\"found\",\"frames\":[{\"object\":\"/work/p\",\"offset\":4096,\"file\":\"p.c\"}]}\n"
  })
  @DisplayName("takes no callers that it did not ask for or that cannot be")
  void hostileCallers(String said) throws Exception {
    assertBreaksOff(new ByteArrayInputStream(said.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  @DisplayName("takes neither long names of callers nor callers without end")
  void endlessCallers() throws Exception {
    for (Frame frame : List.of(
        new Frame("/work/p", 4096, "f".repeat(201), "p.c", 7),
        new Frame("/work/p", 4096, "f", "p".repeat(201), 7))) {
      assertBreaksOff(new ByteArrayInputStream(found(frame).getBytes(StandardCharsets.UTF_8)));
    }
    Frame[] again = Collections.nCopies(200, CALLER).toArray(Frame[]::new);
    assertBreaksOff(new ByteArrayInputStream(found(again).getBytes(StandardCharsets.UTF_8)));
    String frame = RecordCodec.write(CALLER) + ",";
    assertBreaksOff(
        new SequenceInputStream(
            new ByteArrayInputStream("{\"type\":\"found\",\"frames\":[".getBytes(StandardCharsets.UTF_8)),
            new Endless(frame.getBytes(StandardCharsets.UTF_8))));
  }

  /** That a run does, to which the server answers so when it is asked for callers. */
  private void assertBreaksOff(InputStream said) throws Exception {
    byte[] before = (BUILT + run(call(1, CALLER))).getBytes(StandardCharsets.UTF_8);
    Said server = new Said(new SequenceInputStream(new ByteArrayInputStream(before), said));
    ServedSandbox sandbox = new ServedSandbox(server);
    Program program = (Program) sandbox.build(submission, SPEC);
    SandboxException fault =
        assertThrows(SandboxException.class, () -> sandbox.run(program, SPEC, SCHEDULE));
    assertTrue(fault.toString().contains("The sandbox failed: "), fault::toString);
    assertTrue(server.closed);
  }

  @Test
  @DisplayName("tells why a trace breaks off")
  void broken() throws Exception {
    String started = RecordCodec.write(new Reply.Started(request(SCHEDULE))) + "\n";
    Said server = new Said(BUILT + started + EVENT + "{\"type\":\"broken\",\"sentence\":\"No \\u0007.\"}\n");
    ServedSandbox sandbox = new ServedSandbox(server);
    Program program = (Program) sandbox.build(submission, SPEC);
    SandboxException fault =
        assertThrows(SandboxException.class, () -> sandbox.run(program, SPEC, SCHEDULE));
    assertEquals("No \\x07.", fault.getMessage());
    assertTrue(server.closed);
  }

  @Test
  @DisplayName("shows no control characters of it")
  void printable() throws Exception {
    String said = "{\"type\":\"failed\",\"reason\":\"\\u001b[2J\",\"log\":\"\\u0007\"}\n";
    Failed failed =
        assertInstanceOf(Failed.class, new ServedSandbox(new Said(said)).build(submission, SPEC));
    assertEquals("\\x1b[2J", failed.reason());
    assertEquals("\\x07", failed.log());
    String broken = "{\"type\":\"broken\",\"sentence\":\"\\u001b[2J\"}\n";
    SandboxException fault =
        assertThrows(
            SandboxException.class, () -> new ServedSandbox(new Said(broken)).build(submission, SPEC));
    assertEquals("\\x1b[2J", fault.getMessage());
  }

  @Test
  @DisplayName("has it choose neither the schedule nor where it ran")
  void schedule() throws Exception {
    String said =
        BUILT
            + RecordCodec.write(new Reply.Started(request(new Schedule(new Strategy.Natural(), 9))))
            + "\n"
            + EVENT
            + "{\"type\":\"end\",\"end\":{\"type\":\"finished\"}}\n";
    ServedSandbox sandbox = new ServedSandbox(new Said(said));
    Program program = (Program) sandbox.build(submission, SPEC);
    Trace trace = sandbox.run(program, SPEC, SCHEDULE);
    assertEquals(SCHEDULE, trace.request().schedule());
    assertTrue(trace.request().container());
  }

  @Test
  @DisplayName("sends a submission's files and nothing that they point to")
  void sent(@TempDir Path outside) throws Exception {
    Path secret = Files.writeString(outside.resolve("secret"), "SECRET");
    Files.createSymbolicLink(submission.resolve("link"), secret);
    Files.createSymbolicLink(submission.resolve("directory"), outside);
    Files.writeString(submission.resolve("main.c"), "int main;\n");
    Said server = new Said(BUILT);
    new ServedSandbox(server).build(submission, SPEC);
    String all = server.heard.toString(StandardCharsets.UTF_8);
    assertTrue(all.contains("\"path\":\"main.c\",\"bytes\":10,") && all.contains("}\nint main;\n{"), all);
    assertTrue(!all.contains("SECRET") && !all.contains("link") && !all.contains("directory\",\"path"), all);
  }

  private static String run(Event.Call... calls) {
    StringBuilder lines =
        new StringBuilder(RecordCodec.write(new Reply.Started(request(SCHEDULE)))).append('\n');
    for (Event.Call call : calls) {
      lines.append(TraceFormat.line(call)).append('\n');
    }
    return lines.append("{\"type\":\"end\",\"end\":{\"type\":\"finished\"}}\n").toString();
  }

  private static Event.Call call(long seq, Frame caller) {
    return new Event.Call(
        seq, 0, 0, 0, 300, 300, new Operation.MsgGet(0, 0), 0, false, List.of(caller), List.of());
  }

  private static String found(Frame... frames) {
    return RecordCodec.write(new Reply.Found(List.of(frames))) + "\n";
  }

  private static List<String> callers(Trace trace) {
    return trace.events(Event.Call.class).flatMap(call -> call.stack().stream()).map(Frame::toString)
        .toList();
  }

  private static RunRequest request(Schedule schedule) {
    return RecordCodec.read(
        RunRequest.class,
        "{\"schedule\":{\"strategy\":{\"type\":\"%s\"},\"seed\":%d,\"timely\":true},\"limits\":{}}"
            .formatted(schedule.strategy().id(), schedule.seed()));
  }

  /** A server that says what it says, whatever it is asked. */
  private static final class Said implements Connection {
    final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final InputStream said;
    boolean closed;

    Said(String said) {
      this(new ByteArrayInputStream(said.getBytes(StandardCharsets.UTF_8)));
    }

    Said(InputStream said) {
      this.said = said;
    }

    @Override
    public InputStream input() {
      return said;
    }

    @Override
    public OutputStream output() {
      return heard;
    }

    @Override
    public String said() {
      return "";
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** The same bytes again and again. */
  private static final class Endless extends InputStream {
    private final byte[] bytes;
    private int at;

    Endless(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return bytes[at++ % bytes.length];
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      for (int i = 0; i < length; i++) {
        buffer[offset + i] = (byte) read();
      }
      return length;
    }
  }
}
