package ipcgrade.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.rule.Claims;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each fault of a grading.yml has its sentence, at its line and column. */
class MalformedSpecTest {
  @TestFactory
  Stream<DynamicTest> oneEditOneSentence() {
    return Stream.of(
        // what the schema says
        edit("schema: ipcgrade/spec/1", "schema: 2",
            "1:9: 'schema' must be ipcgrade/spec/1, the version of this format, not 2"),
        edit("id: minimal\n", "", "1:1: an assignment needs 'id'"),
        edit("id: minimal", "id: Minimal One",
            "2:5: 'id' must be an id of small letters, digits and single hyphens, such as bind-once, not 'Minimal One'"),
        edit("it: Minimo", "it: ''", "3:27: 'it' must be a text that is not empty, not ''"),
        edit("schedules: 3", "schedule: 3",
            "6:3: unknown key 'schedule' in a run; did you mean 'schedules'?"),
        edit("wall: 500ms", "wall: 10",
            "7:19: 'wall' must be a duration with its unit, such as 500ms, 10s or 2min, not 10"),
        edit("memory: 64MiB", "memory: 64MB",
            "7:34: 'memory' must be a size, such as 64KiB, 16MiB, 1GiB or a whole number of bytes, not '64MB'"),
        edit("root: true", "root: yes", "10:19: 'root' must be true or false, not 'yes'"),
        edit("  server: { count", "  Server: { count",
            "11:3: 'Server' must be a name of letters, digits and underscores that begins with a small letter, such as server"),
        edit("count: 2", "count: 2.5",
            "11:20: 'count' must be a whole number of processes from 1 to 64, not 2.5"),
        edit("range: [1, 2]", "range: [1]",
            "23:20: 'range' must be two whole numbers [low, high], both included, not a list of 1"),
        edit("range: [1, 2]", "range: [1, two]",
            "23:24: entry 2 of 'range' must be a whole number of 64 bits, not 'two'"),
        edit("{ msqid: mailbox }", "{}",
            "24:14: 'queue' must be a field with range, msqid or pid, not an empty mapping"),
        edit("points: 2", "points: 0", "28:13: 'points' must be a whole number from 1 to 1000, not 0"),
        edit("    quote: in modo casuale\n", "", "38:5: a rule needs 'quote'"),
        edit("varies: 'binds.map(b, b.id)'\n    ", "",
            "38:5: a rule needs exactly one of 'claim' and 'varies'"),
        edit("varies:", "claim: 'true'\n    varies:",
            "38:5: a rule needs exactly one of 'claim' and 'varies'"),
        edit("hint: { en: Draw.", "hnt: { en: Draw.",
            "44:5: unknown key 'hnt' in a rule; did you mean 'hint'?"),
        edit("    hint: { en: Draw.", "    seen: { en: \"sent ${binds\", it: x }\n    hint: { en: Draw.",
            "44:23: no } closes this ${; write $${ where ${ is meant as such"),
        edit("    hint: { en: Draw.", "    seen: { en: x, it: 'a ${ } b' }\n    hint: { en: Draw.",
            "44:27: there is no expression between ${ and }"),
        // what it cannot say
        edit("{ root: true }", "{}",
            "9:1: no role is the root; write root: true at the one that starts all others"),
        edit("{ count: 2 }", "{ root: true }",
            "11:13: only one role can be the root, and 'parent' is it already"),
        edit("{ root: true }", "{ root: true, count: 2 }",
            "10:32: the root is one process; leave out its count"),
        edit("of: server", "of: servr", "15:18: unknown role 'servr'; did you mean 'server'?"),
        edit("to: parent", "to: registry", "20:9: unknown role 'registry'; the roles are parent and server"),
        edit("on: requests", "on: request", "21:9: unknown channel 'request'; did you mean 'requests'?"),
        edit("msqid: mailbox", "msqid: mailboxes",
            "24:23: unknown channel 'mailboxes'; did you mean 'mailbox'?"),
        edit("{ msqid: mailbox }", "{ pid: servr }", "24:21: unknown role 'servr'; did you mean 'server'?"),
        edit("each: server", "each: client", "29:11: unknown role 'client'; the roles are parent and server"),
        edit("range: [1, 2]", "range: [2, 1]", "23:20: the range [2, 1] is upside down; write [1, 2]"),
        edit("      id: {", "      size: {",
            "23:7: every message has 'size' already; call the field something else"),
        edit("mailbox: { of", "waits: { of",
            "15:3: every process has 'waits' already; call the channel something else\n"
                + "24:23: unknown channel 'mailbox'; the channels are requests and waits"),
        edit("  bind:\n", "  bind:\n    plural: servers\n",
            "19:13: the plural of kind 'bind' is called 'servers', as is the plural of role 'server'; give it another name"),
        edit("  bind:\n", "  queue:\n",
            "18:3: claims know 'queues' already; call the plural of kind 'queue' something else"),
        edit("  requests: {}", "  requests: {}\n  in: {}",
            "15:3: 'in' is a word of CEL and cannot be a name"),
        edit("id: minimal\n", "id: minimal\npoints: 4\n",
            "3:9: the points of the rules add up to 3, not 4; correct one of them"),
        edit("{ count: 2 }", "{ count: 0 }",
            "11:20: 'count' must be a whole number of processes from 1 to 64, not 0"),
        edit("id: random", "id: bind-once", "38:9: a rule 'bind-once' stands at line 27 already"),
        // faults
        fault("{ kill: { process: server 2 } }", "27:19: a kill needs 'call'"),
        fault("{ kil: { process: server 2, call: 1 } }",
            "27:13: unknown key 'kil' in a fault with interrupt, kill, delay, full, remove, queues, processes, first-msqid or stale; did you mean 'kill'?"),
        fault("{ queues: 0, processes: 0 }",
            "27:11: 'broken' must be a fault with interrupt, kill, delay, full, remove, queues, processes, first-msqid or stale, not a mapping"),
        fault("{ kill: { process: Server, call: 1 } }",
            "27:30: 'process' must be a process as reports call it, such as registry or client 2, not 'Server'"),
        fault("{ kill: { process: servr, call: 1 } }", "27:30: unknown role 'servr'; did you mean 'server'?"),
        fault("{ kill: { process: server 3, call: 1 } }", "27:30: there are only 2 processes server"),
        fault("{ interrupt: { process: parent 2 } }",
            "27:35: there is only one parent; leave out the number"),
        fault("{ full: { queue: mailbox } }",
            "27:28: each server has a 'mailbox' of its own; write mailbox of server 1"),
        fault("{ full: { queue: requests of server 1 } }",
            "27:28: 'requests' is one queue for all; leave out whose it is"),
        fault("{ remove: { queue: request } }", "27:30: unknown channel 'request'; did you mean 'requests'?"),
        fault("{ delay: { kind: bnd, by: 2s } }", "27:28: unknown kind 'bnd'; did you mean 'bind'?"),
        fault("{ delay: { kind: bind, by: 2 } }",
            "27:38: 'by' must be a duration with its unit, such as 500ms, 10s or 2min, not 2"),
        fault("{ first-msqid: 1 }", "27:26: 'first-msqid' must be 0, not 1"),
        edit("rules:\n", "faults:\n  broken: { queues: 0 }\nrules:\n",
            "27:3: no rule says what is right under 'broken'; write under: broken in one, or leave the fault out"),
        edit("    each: server\n", "    each: server\n    under: broken\n", "30:12: unknown fault 'broken'"),
        edit("    varies:", "    under: [none, nothing]\n    varies:",
            "42:5: what should vary does so where nothing goes wrong; leave out under, or write a claim\n"
                + "42:13: unknown fault 'none'\n42:19: unknown fault 'nothing'"),
        // what is not YAML
        edit("    points: 1\n", "    points: 1\n    points: 2\n",
            "40:5: key 'points' stands here a second time; the first is at line 39"),
        edit("    points: 1\n", "\tpoints: 1\n", "39:1: a tab cannot indent YAML; use spaces"),
        edit("quote: in modo", "quote: nota: in modo",
            "41:16: a colon is not expected here; check the indentation, or put a text that has ': ' in quotes"),
        edit("b.sent)\"", "b.sent)", "45:1: a text in quotes does not end; close its quotes"),
        edit("\"binds.map(b, b.sent)\"", "*all", "43:15: no anchor &all stands before it"),
        edit("\"binds.map(b, b.sent)\"", "!!set x",
            "43:15: the tag tag:yaml.org,2002:set is not known here; leave it out"),
        edit("\"binds.map(b, b.sent)\"", "%x",
            "43:15: a text cannot begin with this character; put it in quotes"),
        edit("range: [1, 2]", "range: [1, 2",
            "23:26: a list in brackets does not go on like this; expected ',' or ']'"),
        edit("Random", "Ran\u0007dom", "40:21: the character U+0007 is not allowed in YAML; delete it"),
        edit("id: minimal", "---\nid: minimal", "2:1: a second document begins here; the file must hold one"),
        edit("range: [1, 2]", "range: &low [1, *low]",
            "23:20: &low contains itself, by the alias *low; write it out instead"),
        edit("{ count: 2 }", "&role { of: *role }",
            "11:11: &role contains itself, by the alias *role; write it out instead"),
        whole("", "1:1: the file is empty"),
        whole("# nothing\n", "1:1: the file is empty"),
        whole("- a\n- b\n", "1:1: the file must be a mapping of keys to values, not a list"),
        whole("hello\n", "1:1: the file must be a mapping of keys to values, not a text"),
        whole("a: ".concat("[".repeat(100_000)), "the file is nested too deep"))
        .map(MalformedSpecTest::test);
  }

  /** What only the compiler of claims sees. */
  @TestFactory
  Stream<DynamicTest> oneEditOfAClaimOneSentence() {
    String by = "binds.by(server).size() == 1";
    String sent = "binds.map(b, b.sent)";
    return Stream.of(
        edit(by, "binds.by(servr).size() == 1", "34:16: unknown name 'servr'; did you mean 'server'?"),
        edit(by, "responce(parent.sends, parent.receives)",
            "34:15: unknown name 'responce'; did you mean 'response'?"),
        edit("b.id)", "b.id == server.pid)",
            "42:35: 'server' is one of several processes; add each: server to the rule, or say servers for all of them"),
        edit(by, "bind.by(server).size() == 1",
            "34:7: 'bind' is a kind of message; its messages are the list binds"),
        edit(by, "mailbox.exists", "34:7: each server has a 'mailbox' of its own; say server.mailbox"),
        edit(by, "binds.by(server).sise() == 1",
            "34:28: unknown name 'sise'; did you mean 'size'?"),
        edit(by, "binds.by(server).all(b, b.quue == 1)",
            "34:32: nothing has a field 'quue'; did you mean 'queue'?"),
        edit(by, "binds.by(server).size() == 'one'",
            "34:31: there is no int == string; there is A == A"),
        edit("when: parent.present", "when: parent.pid", "32:11: is of type int, expected bool"),
        edit("when: parent.present", "when: binds.on(parent)",
            "32:19: there is no list of bind messages.on(Process); there is list.on(Queue)"),
        edit(sent, "binds", "43:16: is of type list of bind messages, expected list of Event"),
        edit(by, "binds.by(server).size( == 1", "34:30: '==' is not expected here"),
        edit("when: parent.present", "when: parent.present &&",
            "32:28: the expression ends too early; a bracket, a quote or an operand is missing"),
        edit("when: parent.present", "when: program == \"a",
            "32:22: this is no word or sign of CEL; a text ends with the quote that it begins with"),
        edit(by, "[].all(b, b)",
            "34:7: this quantifies over an empty list, so it says nothing; name what it speaks of"),
        edit(by, "binds.by(parent).all(b, b.received)",
            "34:7: binds are what the role 'server' sends, so there are none by 'parent', and this says nothing"))
        .map(MalformedSpecTest::test);
  }

  @TestFactory
  Stream<DynamicTest> aClaimMayAskOfWhatMayBe() {
    return Stream.of(
        // what is called by the name of a role need not be who plays it
        "everyone.exists(parent, binds.by(parent).all(b, b.received))",
        "binds.by(server).all(b, b.received)",
        "binds.by(everyone[0]).all(b, b.received)",
        "parent.sends.by(parent).all(s, s.pending)")
        .map(
            claim -> DynamicTest.dynamicTest(
                claim,
                () -> {
                  String source = SpecLoaderTest.minimal().replace("binds.by(server).size() == 1", claim);
                  Claims.of(SpecLoader.load(source, SpecLoaderTest.FILE), SpecLoaderTest.FILE);
                }));
  }

  @TestFactory
  Stream<DynamicTest> aliasesDoNotMultiply() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
    for (int i = 1; i < 12; i++) {
      laughs.append("a%d: &a%d [".formatted(i, i));
      laughs.append(("*a" + (i - 1) + ", ").repeat(9)).append("1]\n");
    }
    return Stream.of(laughs.toString())
        .map(
            source -> DynamicTest.dynamicTest(
                source.lines().findFirst().orElse(""),
                () -> {
                  SpecException e =
                      assertThrows(
                          SpecException.class,
                          () -> SpecLoader.load(source, SpecLoaderTest.FILE));
                  assertTrue(
                      String.valueOf(e.getMessage())
                          .contains("aliases make the file too large here"));
                }));
  }

  private record Edit(String from, String to, String expected) {
    String source() throws IOException {
      if (from.isEmpty()) {
        return to;
      }
      String minimal = SpecLoaderTest.minimal();
      assertTrue(minimal.contains(from), from);
      int last = minimal.lastIndexOf(from);
      int first = minimal.indexOf(from);
      assertEquals(first, last, "'" + from + "' stands there more than once");
      return minimal.replace(from, to);
    }
  }

  private static Edit edit(String from, String to, String expected) {
    return new Edit(from, to, expected);
  }

  /** A spec with this fault, which a rule asks for. */
  private static Edit fault(String fault, String expected) {
    return edit("rules:\n  - id: bind-once\n",
        "faults: # of rules\n  broken: " + fault + "\nrules:\n  - id: bind-once\n    under: broken\n",
        expected);
  }

  private static Edit whole(String source, String expected) {
    return new Edit("", source, expected);
  }

  private static DynamicTest test(Edit edit) {
    return DynamicTest.dynamicTest(
        edit.expected(),
        () -> {
          String source = edit.source();
          SpecException e =
              assertThrows(
                  SpecException.class,
                  () -> Claims.of(SpecLoader.load(source, SpecLoaderTest.FILE), SpecLoaderTest.FILE));
          String expected =
              edit.expected()
                  .lines()
                  .map(line -> "grading.yml:" + (line.matches("\\d.*") ? "" : " ") + line)
                  .collect(Collectors.joining("\n"));
          assertEquals(expected, String.valueOf(e.getMessage()).replaceAll("in '.*': ", ""));
        });
  }
}
