package ipcgrade.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ipcgrade.TraceScript;
import ipcgrade.order.History;
import ipcgrade.reading.RoleSearch;
import ipcgrade.rule.Claims.Truth;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Claim;
import ipcgrade.spec.Spec.Expression;
import ipcgrade.spec.SpecException;
import ipcgrade.spec.SpecLoader;
import ipcgrade.trace.Operation.Kill;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Payload;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A parent (1) and two children (2, 3): what claims can ask of such a run, true and false. */
@DisplayName("What claims can ask")
class FunctionsTest {
  private static final Path FILE = Path.of("grading.yml");
  private static final int BOX = 65536;
  private static final int SPARE = 65537;
  private static final String TEXT =
      """
      schema: ipcgrade/spec/1
      id: words
      title: {en: Words, it: Parole}
      roles:
        parent: {root: true}
        child: {count: 2, plural: children}
        ghost: {}
      channels:
        box: {}
        own: {of: child}
      kinds:
        note:
          from: child
          to: parent
          on: box
      rules:
        - id: one
          points: 1
          title: {en: One, it: Uno}
          quote: one
          claim: 'true'
          hint: {en: One., it: Uno.}
      """;
  private static final Spec SPEC = load();

  @Test
  @DisplayName("are the DECLARE templates")
  void templates() throws Exception {
    check(
        """
          existence(sends, 2)                           | existence(sends, 3)
          absence(sends, 3)                             | absence(sends, 2)
          exactly(sends, 2)                             | exactly(sends, 1)
          init(trace, sends)                            | init(trace, receives)
          end(trace, receives)                          | end(trace, sends)
          responded_existence(sends, receives)          | responded_existence(sends, nothing)
          co_existence(sends, receives)                 | co_existence(sends, nothing)
          not_co_existence(sends, nothing)              | not_co_existence(sends, receives)
          response(sends, receives)                     | response(receives, sends)
          alternate_response(sends, receives)           | alternate_response(receives, sends)
          chain_response(trace, sends, receives)        | chain_response(trace, receives, sends)
          precedence(sends, receives)                   | precedence(receives, sends)
          alternate_precedence(sends, receives)         | alternate_precedence(receives, sends)
          chain_response([receives[0]], nothing, sends) | chain_response([receives[0]], sends, receives)
          chain_precedence(trace, sends, receives)      | chain_precedence(trace, receives, sends)
          succession(sends, receives)                   | succession(receives, sends)
          alternate_succession(sends, receives)         | alternate_succession(receives, sends)
          chain_succession(trace, sends, receives)      | chain_succession(trace, receives, sends)
          not_succession(receives, [sends[0]])          | not_succession(sends, receives)
          not_chain_succession(trace, sends, [sends[1]]) | not_chain_succession(trace, sends, receives)
          """);
  }

  @Test
  @DisplayName("is what came before what, and nothing of what did not happen")
  void order() throws Exception {
    check(
        """
          before(sends[0], receives[0])                 | before(receives[0], sends[0])
          before(sends[0], everyone[0].ended)           | before(sends[0], unread.receipt)
          !before(unread.receipt, sends[0])             | existence([unread.receipt, ghost.started], 1)
          """);
  }

  @Test
  @DisplayName("is which messages and events there are of whom, and where, and when")
  void choice() throws Exception {
    check(
        """
          notes.by(everyone[1]).size() == 2             | notes.by(everyone[0]).size() > 0
          sends.by(everyone[1]).size() == 2             | sends.by(everyone[2]).size() > 0
          notes.to(parent).size() == 2                  | notes.to(everyone[1]).size() > 0
          notes.size() == 3                             | notes.to(ghost).size() > 0
          notes.on(box).size() == 3                     | notes.on(queues[1]).size() > 0
          sends.on(box).size() == 2                     | sends.on(queues[1]).size() > 0
          sends.gaps() == [duration('1500ms')]          | sends.gaps().size() == 2
          notes.by(everyone[1]).gaps() == sends.gaps()  | notes.gaps() == []
          [sends[1], sends[0]].gaps() == sends.gaps()   | [sends[0]].gaps().size() == 1
          [1, 2, 1].distinct() == [1, 2]                | [1, 2, 1].distinct() == []
          """);
  }

  @Test
  @DisplayName("is what processes, queues and messages are")
  void things() throws Exception {
    check(
        """
          everyone.map(p, p.pid) == [1, 2, 3]           | everyone[0] == everyone[1]
          everyone.map(p, p.parent) == [0, 1, 1]        | everyone[0].parent == -1
          everyone.map(p, p.status) == [4, 0, -1]       | everyone[0].clean
          everyone[1].clean                             | everyone[2].clean
          everyone.map(p, p.signal) == [0, 0, -1]       | ghost.clean
          ghost.pid == -1                               | ghost.present
          ghost.parent == -1                            | ghost.shared
          ghost.status == -1 && ghost.signal == -1      | ghost.extra || ghost.thread
          parent.present                                | parent.extra || parent.shared || parent.thread
          parent.started.pid == 1                       | ghost.started.pid == 1
          parent.ended.status == 4                      | everyone[2].ended.name == 'exit'
          parent.execs.map(e, e.name) == ['exec']       | everyone[1].execs.size() == 1
          parent.executed == ['/p']                     | ghost.executed.size() == 1
          parent.receives.size() == 3                   | ghost.receives.size() == 1
          everyone[1].sleeps.size() == 1                | parent.sleeps.size() > 0
          parent.waits.size() == 1                      | everyone[1].waits.size() > 0
          parent.calls.size() == 9                      | ghost.calls.size() > 0
          everyone[1].sends.size() == 2                 | parent.sends.size() > 0
          queues.map(q, q.msqid) == [65536, 65537]      | queues[0].removed.name == 'msgctl'
          queues[1].key == 77                           | queues[0].key == 77
          queues.map(q, q.creator) == [1, 1]            | queues[0].created.name != 'msgget'
          queues.map(q, q.left) == [true, false]        | children[0].own.exists
          queues[1].removed.name == 'msgctl'            | children[0].own.left
          box.exists && box.msqid == 65536              | children[0].own.key == 0
          finished && program == '/p'                   | program == ''
          children[1].own.msqid == -1                   | children[1].own.created.seq >= 0
          unread.sender.pid == 3 && !unread.received    | unread.receiver.present
          notes[0].received && notes[0].receiver.pid == 1 | unread.receipt.seq >= 0
          notes[0].mtype == 5 && notes[0].size == 4     | notes[0].on.msqid == 65537
          notes[0].sent == sends[0]                     | notes[0].sent == notes[0].receipt
          notes[0].receipt == receives[0]               | notes[1].receipt == receives[0]
          """);
  }

  @Test
  @DisplayName("is what events are")
  void events() throws Exception {
    check(
        """
          calls[0].name == 'msgget' && calls[0].result == 65536 && calls[0].msqid == 65536
          calls[1].msqid == 65537 && calls[1].key == 77 && calls[1].flags == 950
          calls[2].name == 'msgget' && calls[2].msqid == -1 && calls[2].errno == 17 && calls[2].result == -17
          receives[1].msgtyp == 6 && receives[1].mtype == 6 && receives[1].size == 64 && receives[1].result == 4
          calls[5].name == 'msgrcv' && calls[5].flags == 2048 && calls[5].errno == 42 && calls[5].mtype == 0
          calls[6].name == 'kill' && calls[6].target == 3 && calls[6].signal == 9
          calls[7].name == 'msgctl' && calls[7].msqid == 65537 && calls[7].command == 0
          calls[8].name == 'wait4' && calls[8].child == 2 && calls[8].flags == 0 && calls[8].result == 2
          everyone[1].sleeps[0].length == duration('1500ms') && calls[0].length == duration('0s')
          everyone[1].sends[1].msqid == 65536 && everyone[1].sends[1].mtype == 6 && everyone[1].sends[1].size == 4
          everyone[1].sends[1].flags == 0 && everyone[1].sends[1].tid == 2 && everyone[1].sends[1].pid == 2
          everyone[1].sends[1].time == duration('1500ms') && everyone[1].sends[1].entered == duration('1500ms')
          sends[0].entry + 1 == sends[0].seq && parent.started.entry == 0 && parent.started.seq == 0
          !sends[0].pending && parent.ended.entered == duration('2s') && parent.ended.time == duration('2s')
          everyone[2].sleeps[0].length == duration('500ms') && everyone[2].sleeps[0].time == duration('2s')
          parent.started.name == 'start' && parent.ended.name == 'exit' && parent.ended.signal == 0
          ghost.ended.name == '' && ghost.ended.seq == -1 && ghost.ended.entry == 0 && ghost.ended.pid == -1
          ghost.ended.result == -1 && ghost.ended.tid == -1 && !ghost.ended.pending
          """);
  }

  /** In each line a claim that holds and, after a bar, one that does not. */
  private static void check(String claims) throws Exception {
    Map<String, Truth> expected = new LinkedHashMap<>();
    for (String line : claims.lines().toList()) {
      String[] cells = line.split(" \\| ", -1);
      expected.put(cells[0].strip(), Truth.HELD);
      expected.put(cells.length > 1 ? cells[1].strip() : "!(" + cells[0].strip() + ")", Truth.BROKEN);
    }
    Spec spec = asking(expected.keySet());
    Claims all = Claims.of(spec, FILE);
    World world = new World(RoleSearch.readings(spec, History.of(run().end()), 1).getFirst());
    Map<String, Truth> found = new LinkedHashMap<>();
    spec.rules().forEach(rule -> found.put(rule.id(), all.evaluate(rule, world, 0)));
    expected.forEach((claim, truth) -> assertEquals(truth, found.get(claim), claim));
  }

  private static Spec asking(Set<String> claims) {
    Spec.Rule one = SPEC.rules().getFirst();
    List<Spec.Rule> rules =
        claims.stream()
            .map(
                claim -> new Spec.Rule(
                    claim, 1, one.title(), "one", one.hint(), Optional.empty(), Optional.empty(),
                    new Claim.Holds(new Expression(plain(claim), one.position())), Optional.empty(),
                    Optional.empty(), Optional.empty(), 0.5, one.position()))
            .toList();
    return new Spec(
        SPEC.id(), SPEC.title(), SPEC.build(), SPEC.run(), SPEC.roles(), SPEC.channels(), SPEC.kinds(),
        rules);
  }

  private static String plain(String claim) {
    return claim
        .replaceAll("\\btrace\\b", "[sends[0], receives[0], sends[1], receives[1]]")
        .replaceAll("(?<!\\.)\\bnothing\\b", "everyone[0].sends")
        .replaceAll("(?<!\\.)\\bsends\\b", "everyone[1].sends")
        .replaceAll("(?<!\\.)\\breceives\\b", "everyone[0].receives.filter(r, r.errno == 0)")
        .replaceAll("(?<!\\.)\\bcalls\\b", "everyone[0].calls")
        .replaceAll("\\bunread\\b", "notes[2]");
  }

  private static Spec load() {
    try {
      return SpecLoader.load(TEXT, FILE);
    } catch (SpecException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TraceScript run() {
    TraceScript script = new TraceScript().start(1, 0).exec(1, "/p").create(1, BOX);
    script.call(1, new MsgGet(77, 0x3b6), SPARE).call(1, new MsgGet(77, 0x7b6), -17);
    script.start(2, 1).start(3, 1).send(2, BOX, 5, 7).receive(1, BOX, 0, 5, 7);
    script.sleep(2, 1.5).send(2, BOX, 6, 8).receive(1, BOX, 6, 6, 8).send(3, BOX, 9, 7);
    script.call(1, new MsgRcv(BOX, 64, 4, 2048, 0, Payload.of(new byte[0])), -42).sleep(3, 0.5);
    script.call(1, new Kill("kill", 3, 9), 0).call(1, new MsgCtl(SPARE, 0, 0), 0);
    return script.exit(2, 0).await(1, 2).exit(1, 4);
  }
}
