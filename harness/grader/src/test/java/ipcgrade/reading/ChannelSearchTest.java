package ipcgrade.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.order.History;
import ipcgrade.order.ProcessHistory;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The child (2) of the spec started first; the parent is 1. */
@DisplayName("A search for channels")
class ChannelSearchTest {
  private static final int BOX = 65536;
  private static final int SPARE = 65537;
  private static final int OWN = 65538;
  private static final String SPEC =
      """
      schema: ipcgrade/spec/1
      id: channels
      title: {en: Channels, it: Canali}
      roles:
        child: {}
        parent: {root: true}
      channels:
        box: {}
        own: {of: child}
        side: {}
      kinds:
        note: {from: child, to: parent, on: box}
        answer: {from: parent, to: child, on: own}
        aside: {from: parent, to: child, on: side}
      rules:
        - id: one
          points: 1
          title: {en: One, it: Uno}
          quote: one
          claim: 'true'
          hint: {en: One., it: Uno.}
      """;
  private static Spec spec;

  private final TraceScript script =
      new TraceScript().start(2, 0).start(1, 2).create(1, BOX).send(2, BOX, 1, 7).receive(1, BOX, 0, 1, 7);

  @BeforeAll
  static void load() throws Exception {
    spec = SpecLoader.load(SPEC, Path.of("grading.yml"));
  }

  @Test
  @DisplayName("takes a queue that nobody used for a channel of all, and for nobody's own")
  void unused() {
    assertEquals(Map.of("box 0", BOX, "side 0", SPARE), channels(script.create(1, SPARE)));
  }

  @Test
  @DisplayName("takes no unused queue that somebody else made, and none that was used")
  void used() {
    script.start(3, 1).create(3, SPARE);
    assertEquals(Map.of("box 0", BOX), channels(script));
    assertEquals(Map.of("box 0", BOX), channels(script.create(1, OWN).send(3, OWN, 1, 7)));
  }

  @Test
  @DisplayName("knows whose a channel is that has an owner")
  void own() {
    script.create(2, OWN).send(1, OWN, 1, 8).receive(2, OWN, 0, 1, 8).create(1, SPARE);
    assertEquals(Map.of("box 0", BOX, "own 2", OWN, "side 0", OWN), channels(script));
  }

  @Test
  @DisplayName("of more processes than it can look at keeps the root, and those with most partners, in their order")
  void manyProcesses() {
    for (int pid = 10; pid <= 50; pid++) {
      script.start(pid, 1).send(pid, BOX, 1, 7);
    }
    script.create(2, SPARE);
    for (int pid = 43; pid <= 45; pid++) {
      script.send(pid, SPARE, 2, 7).receive(49, SPARE, 2, 2, 7);
    }
    script.start(60, 1);
    List<Integer> kept = flows(script, 60).processes().stream().map(ProcessHistory::pid).toList();
    List<Integer> expected =
        Stream.concat(
            IntStream.concat(IntStream.of(2, 1), IntStream.rangeClosed(10, 34)).boxed(),
            Stream.of(43, 44, 45, 49, 60))
            .toList();
    assertEquals(expected, kept);
    assertEquals(Flows.MOST_PROCESSES, kept.size());
  }

  @Test
  @DisplayName("of more queues than it can look at keeps those between most partners, in the order of their creation")
  void manyQueues() {
    for (int queue = 0; queue < 40; queue++) {
      script.create(1, 1000 + queue);
    }
    script.send(2, 1039, 1, 7).send(2, 1035, 1, 7);
    List<Integer> kept = flows(script, 1).queues().stream().map(queue -> queue.msqid()).toList();
    assertEquals(Flows.MOST_QUEUES, kept.size());
    assertTrue(kept.containsAll(List.of(BOX, 1035, 1039)), kept.toString());
    assertEquals(1028, kept.get(29));
    assertEquals(1039, kept.getLast());
  }

  private static Flows flows(TraceScript script, int root) {
    return new Flows(History.of(script.end()), root);
  }

  private static Map<String, Integer> channels(TraceScript script) {
    Flows flows = flows(script, 1);
    Cast cast = new Cast(spec, Flows.bit(flows.processes().size()) - 1);
    List<Integer> pids = flows.processes().stream().map(ProcessHistory::pid).toList();
    cast.add(0, Flows.bit(pids.indexOf(2)));
    cast.add(1, Flows.bit(pids.indexOf(1)));
    Map<String, Integer> channels = new TreeMap<>();
    ChannelSearch.search(flows, new ChannelScores(spec, flows), cast)
        .channels()
        .forEach((channel, queue) -> channels.put(channel.name() + " " + channel.owner(), queue.msqid()));
    return channels;
  }
}
