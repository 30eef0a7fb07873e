package ipcgrade.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.order.History;
import ipcgrade.reading.RoleSearch;
import ipcgrade.rule.Claims.Truth;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Text;
import ipcgrade.spec.SpecException;
import ipcgrade.spec.SpecLoader;
import ipcgrade.trace.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Claims")
class ClaimsTest {
  private static final Path FILE = Path.of("grading.yml");

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          claim: binds.size() == 2                    | HELD
          claim: binds.size() == 3                    | BROKEN
          claim: 1 / (binds.size() - 2) == 1          | UNDECIDED
          varies: binds.map(b, b.mtype)               | HELD
          """)
  @DisplayName("hold, are broken, or cannot be decided where they divide by zero")
  void truth(String claim, Truth expected) throws Exception {
    assertEquals(expected, evaluate(claim));
  }

  @Test
  @DisplayName("cannot be decided where nobody knows what the queues did")
  void undecided() throws Exception {
    Spec spec = spec("claim: 'true'");
    TraceScript script = new TraceScript().contained().start(10, 0).create(10, 5).receive(10, 5, 0, 7, 1);
    World world = new World(RoleSearch.readings(spec, History.of(script.end()), 1).getFirst());
    assertEquals(Truth.UNDECIDED, Claims.of(spec, FILE).evaluate(spec.rules().getFirst(), world, 0));
  }

  @Test
  @DisplayName("are not reached where their condition is false, and undecided where it fails")
  void condition() throws Exception {
    assertEquals(Truth.NOT_REACHED, evaluate("when: binds.size() == 0\n    claim: 'false'"));
    assertEquals(Truth.BROKEN, evaluate("when: binds.size() == 2\n    claim: 'false'"));
    assertEquals(
        Truth.UNDECIDED, evaluate("when: 1 / (binds.size() - 2) == 1\n    claim: 'true'"));
  }

  @Test
  @DisplayName("are asked of one process after the other where they are quantified")
  void quantified() throws Exception {
    Spec spec = spec("each: server\n    claim: server.pid == 11");
    Claims claims = Claims.of(spec, FILE);
    Spec.Rule rule = spec.rules().getFirst();
    assertEquals(Truth.HELD, claims.evaluate(rule, world(spec), 0));
    assertEquals(Truth.BROKEN, claims.evaluate(rule, world(spec), 1));
  }

  @Test
  @DisplayName("of what should vary have a value to compare; none where it cannot be told")
  void value() throws Exception {
    assertEquals("[7, 8]", value("varies: binds.map(b, b.mtype)"));
    assertEquals("", value("varies: binds.map(b, 1 / (b.mtype - 7))"));
  }

  @Test
  @DisplayName("show as evidence the events that happened, in their order")
  void evidence() throws Exception {
    assertEquals(
        List.of(11, 12),
        evidenceOf("binds.map(b, b.sent)").stream().map(Event::pid).toList());
    assertEquals(List.of(10), evidenceOf("binds.map(b, b.receipt)").stream().map(Event::pid).toList());
    assertEquals(List.of(), evidenceOf("binds.filter(b, 1 / (b.mtype - 7) == 0).map(b, b.sent)"));
  }

  @Test
  @DisplayName("are those of one spec")
  void ofAnotherSpec() throws Exception {
    Spec spec = spec("claim: 'true'");
    Spec other = SpecLoader.load(Path.of("../../grading.yml"));
    Claims claims = Claims.of(spec, FILE);
    assertThrows(
        IllegalArgumentException.class,
        () -> claims.evaluate(other.rules().getFirst(), world(spec), 0));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          sent ${binds.map(b, b.mtype)}               | sent 7 and 8                   | sent 7 e 8
          ${[1, 2, 3]}                                | 1, 2 and 3                     | 1, 2 e 3
          ${[4]} of ${runs}                           | 4 of 5                         | 4 of 5
          ${[[1], [2, 3]]}                            | 1 and 2 and 3                  | 1 e 2 e 3
          ${[[[1]]]}                                  | 1                              | 1
          ${[[[[1]]]]}                                | ...                            | ...
          ${[[[[[1]]]]]}                              | ...                            | ...
          ${binds.filter(b, b.mtype > 9)}             | none                           | nessuno
          ${binds.size() == 2}                        | yes                            | sì
          ${duration("500ms")}                        | 0.5 s                          | 0,5 s
          ${duration("999999us")}                     | 0.999 s                        | 0,999 s
          ${duration("20s")}                          | 20 s                           | 20 s
          ${binds.map(b, b.sender)}                   | server 1 and server 2          | server 1 e server 2
          ${binds[1].receiver}                        | none                           | nessuno
          ${binds[0].on}                              | queue 5                        | coda 5
          ${binds[1].receipt}                         | none                           | nessuno
          ${parent.receives[0].result}                | 4                              | 4
          ${servers[0].mailbox}                       | none                           | nessuno
          ${binds[0].id}                              | none                           | nessuno
          ${{'a': 1}['a']} $${x} ${"}"} a $ b         | 1 ${x} } a $ b                 | 1 ${x} } a $ b
          """)
  @DisplayName("tell what was seen as people write it, in both languages")
  void seen(String template, String en, String it) throws Exception {
    assertEquals(new Text(en, it), seenOf(template));
  }

  @Test
  @DisplayName("tell of an event the call, and of a message its send")
  void seenCalls() throws Exception {
    String call = "msgsnd(5, {mtype 7, [1]}, 4, 0) = 0";
    assertEquals(new Text(call, call), seenOf("${binds[0].sent}"));
    assertEquals(new Text(call, call), seenOf("${binds[0]}"));
  }

  @Test
  @DisplayName("tell nothing where a value cannot be told")
  void seenFails() throws Exception {
    assertEquals(Text.NONE, seenOf("before ${1 / (binds.size() - 2)} after"));
  }

  @Test
  @DisplayName("tell of a thousand numbers the first, and how many more")
  void seenMany() throws Exception {
    TraceScript script = start();
    for (int i = 0; i < 1_007; i++) {
      script.send(10, 5, 1_000_000_000_000L + i % 2, 1);
    }
    Spec spec = spec("claim: 'true'\n    seen:\n      en: '${parent.sends.map(s, s.mtype)}'\n      it: x");
    World world = new World(RoleSearch.readings(spec, History.of(script.end()), 1).getFirst());
    String text = Claims.of(spec, FILE).seen(spec.rules().getFirst(), world, 0, 1).en();
    assertTrue(text.endsWith(", 1000000000000 and 1,000 more"), text);
    assertTrue(text.length() < 200, text);
  }

  @Test
  @DisplayName("tell of a long text its first hundred characters, and of a list of such all")
  void seenLong() throws Exception {
    String path = "/" + "p".repeat(99);
    assertEquals(path + ", " + path + " and " + path, longSeen(path, "${[program, program, program]}"));
    assertEquals("/" + "p".repeat(119), longSeen("/" + "p".repeat(119), "${program}"));
    assertEquals("/" + "p".repeat(116) + "...", longSeen("/" + "p".repeat(120), "${program}"));
  }

  private static String longSeen(String path, String template) throws Exception {
    Spec spec = spec("claim: 'true'\n    seen:\n      en: '" + template + "'\n      it: x");
    TraceScript script = new TraceScript().start(10, 0).exec(10, path).create(10, 5);
    World world = new World(RoleSearch.readings(spec, History.of(script.end()), 1).getFirst());
    return Claims.of(spec, FILE).seen(spec.rules().getFirst(), world, 0, 1).en();
  }

  @Test
  @DisplayName("tell of the queue whose msqid is 0, as the first of a fresh namespace has it")
  void queueZero() throws Exception {
    Spec spec = spec("claim: 'true'\n    seen: {en: '${queues[0]}', it: '${queues[0]}'}");
    TraceScript script = new TraceScript().start(10, 0).exec(10, "/p").create(10, 0);
    World world = new World(RoleSearch.readings(spec, History.of(script.end()), 1).getFirst());
    assertEquals(
        new Text("queue 0", "coda 0"), Claims.of(spec, FILE).seen(spec.rules().getFirst(), world, 0, 1));
  }

  @Test
  @DisplayName("tell nothing that could steer a terminal")
  void seenHostile() throws Exception {
    assertEquals("/\\x1b[2J\\u202e", seenOf("${program}").en());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          sent ${binds.sise()} of them | grading.yml:35:26: in 'binds.sise()':
          ${binds} and ${nobody}       | grading.yml:35:24: in 'nobody':
          a ${1 + 'a'}                 | grading.yml:35:15: in '1 + 'a'':
          """)
  @DisplayName("are refused where the text of what was seen asks for what there is not")
  void seenFault(String template, String expected) {
    SpecException e = assertThrows(SpecException.class, () -> seenOf(template));
    assertTrue(String.valueOf(e.getMessage()).startsWith(expected), e.getMessage());
  }

  @Test
  @DisplayName("know how many runs broke a rule in its text only")
  void runs() {
    assertThrows(SpecException.class, () -> Claims.of(spec("claim: runs == 1"), FILE));
  }

  private static Text seenOf(String template) throws Exception {
    String text = "|-\n        " + template + "\n";
    Spec spec = spec("claim: 'true'\n    seen:\n      en: " + text + "      it: " + text);
    return Claims.of(spec, FILE).seen(spec.rules().getFirst(), world(spec), 0, 5);
  }

  private static Truth evaluate(String rule) throws Exception {
    Spec spec = spec(rule);
    return Claims.of(spec, FILE).evaluate(spec.rules().getFirst(), world(spec), 0);
  }

  private static String value(String rule) throws Exception {
    Spec spec = spec(rule);
    return Claims.of(spec, FILE).value(spec.rules().getFirst(), world(spec), 0);
  }

  private static List<Event> evidenceOf(String expression) throws Exception {
    Spec spec = spec("claim: 'true'\n    evidence: " + expression);
    return Claims.of(spec, FILE).evidence(spec.rules().getFirst(), world(spec), 0);
  }

  /** The minimal assignment with one rule. */
  private static Spec spec(String rule) throws Exception {
    try (var stream =
        Objects.requireNonNull(SpecLoader.class.getResourceAsStream("minimal.yml"))) {
      String minimal = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      String rules =
          """
          rules:
            - id: one
              points: 1
              title: { en: One, it: Uno }
              quote: uno
              hint: { en: One., it: Uno. }
          """;
      return SpecLoader.load(
          minimal.substring(0, minimal.indexOf("rules:")) + rules + "    " + rule + "\n", FILE);
    }
  }

  private static TraceScript start() {
    return new TraceScript()
        .start(10, 0)
        .exec(10, "/\u001b[2J\u202e")
        .create(10, 5)
        .start(11, 10)
        .start(12, 10);
  }

  /** 10 is the parent, 11 and 12 are the servers; the bind of 12 stays in the queue. */
  private static World world(Spec spec) {
    TraceScript script =
        start().send(11, 5, 7, 1).send(12, 5, 8, 2).receive(10, 5, 0, 7, 1);
    script.exit(11, 0).exit(12, 0).await(10, 11).await(10, 12).exit(10, 0);
    return new World(RoleSearch.readings(spec, History.of(script.end()), 1).getFirst());
  }
}
