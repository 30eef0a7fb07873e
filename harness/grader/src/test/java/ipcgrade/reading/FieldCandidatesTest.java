package ipcgrade.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.order.History;
import ipcgrade.order.QueueHistory;
import ipcgrade.reading.FieldCandidates.Candidate;
import ipcgrade.reading.Location.Binary;
import ipcgrade.reading.Location.Swapped;
import ipcgrade.reading.Reading.Channel;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Kind;
import ipcgrade.spec.SpecLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The child (1001) sends notes of type 5 to the parent (1000). */
@DisplayName("A field may stand")
class FieldCandidatesTest {
  private static final int PARENT = 1000;
  private static final int CHILD = 1001;
  private static final int BOX = 65536;
  private static final int SIDE = 70001;
  private static final String SPEC =
      """
      schema: ipcgrade/spec/1
      id: fields
      title: {en: Fields, it: Campi}
      roles:
        parent: {root: true}
        child: {}
      channels:
        box: {}
        side: {}
      kinds:
        note:
          from: child
          to: parent
          on: box
          fields:
            id: {range: [1, 3]}
            zero: {range: [0, 3]}
            big: {range: [100000, 100010]}
            queue: {msqid: box}
            who: {pid: child}
      rules:
        - id: one
          points: 1
          title: {en: One, it: Uno}
          quote: one
          claim: 'true'
          hint: {en: One., it: Uno.}
      """;
  private static Spec spec;

  @BeforeAll
  static void load() throws Exception {
    spec = SpecLoader.load(SPEC, Path.of("grading.yml"));
  }

  @Test
  @DisplayName("where its numbers are, then where they are the same in all messages, then where they are plausible")
  void range() {
    assertEquals(
        List.of(
            new Candidate(new Binary(0, 4), 3, 3), new Candidate(new Binary(6, 2), 3, 1),
            new Candidate(new Swapped(0, 2), 0, 3)),
        candidates("id", note(1, 70_000), note(2, 70_000), note(3, 70_000)));
  }

  @Test
  @DisplayName("where a number is at most a thousand off")
  void plausible() {
    assertTrue(candidates("id", note(1003), note(1)).contains(new Candidate(new Binary(0, 4), 1, 2)));
    assertTrue(candidates("id", note(-999), note(1)).contains(new Candidate(new Binary(0, 4), 1, 2)));
    assertFalse(places(candidates("id", note(1004), note(1))).contains(new Binary(0, 4)));
    assertFalse(places(candidates("id", note(-1000), note(1))).contains(new Binary(0, 4)));
    assertFalse(places(candidates("id", note(1, 2), note(1))).contains(new Binary(4, 4)));
  }

  @Test
  @DisplayName("only where some message fits, if nothing is plausible in all of them, and anywhere if none fits")
  void implausible() {
    assertEquals(
        List.of(new Candidate(new Binary(0, 4), 1, 2)), candidates("big", note(100_005), note(5)));
    assertTrue(places(candidates("big", note(5), note(6))).contains(new Binary(0, 4)));
  }

  @Test
  @DisplayName("not in the upper bytes of a number, which are always 0; but there if the number is always the same")
  void upperPart() {
    assertEquals(
        List.of(new Candidate(new Binary(0, 4), 3, 3), new Candidate(new Swapped(0, 2), 0, 3)),
        candidates("zero", note(1), note(2), note(3)));
    assertTrue(places(candidates("zero", note(2), note(2))).contains(new Binary(2, 2)));
    assertTrue(places(candidates("zero", note(1, 0), note(2, 0))).contains(new Binary(4, 4)));
  }

  @Test
  @DisplayName("where as many numbers vary as the field has, and not more by what lies outside")
  void varied() {
    assertEquals(
        new Candidate(new Binary(0, 4), 4, 4),
        candidates("zero", note(0), note(1), note(2), note(3), note(4)).getFirst());
  }

  @Test
  @DisplayName("where the msqid of its channel is, or of any queue if none is that channel")
  void msqid() {
    assertEquals(
        List.of(new Candidate(new Binary(4, 4), 1, 2)), candidates("queue", note(7, BOX), note(7, SIDE)));
    assertEquals(
        Set.of((long) BOX, (long) SIDE),
        FieldCandidates.named(field("queue"), reading(Map.of("side", SIDE))));
    assertEquals(
        Set.of((long) BOX), FieldCandidates.named(field("queue"), reading(Map.of("box", BOX, "side", SIDE))));
  }

  @Test
  @DisplayName("where the pid of a player of its role is, and of no other")
  void pid() {
    assertEquals(
        List.of(new Candidate(new Binary(0, 4), 1, 2)), candidates("who", note(CHILD), note(PARENT)));
  }

  private static int[] note(int... ints) {
    return ints;
  }

  private static List<Location> places(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::location).toList();
  }

  private static Spec.Field field(String name) {
    return note().fields().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  private static Kind note() {
    return Objects.requireNonNull(spec.kinds().get("note"));
  }

  private static List<Candidate> candidates(String field, int[]... notes) {
    Reading reading = reading(Map.of("box", BOX, "side", SIDE), notes);
    return FieldCandidates.of(note(), field(field), Membership.ALL, List.of(reading));
  }

  private static Reading reading(Map<String, Integer> channels, int[]... notes) {
    TraceScript script = new TraceScript().start(PARENT, 0).start(CHILD, PARENT);
    script.create(PARENT, BOX).create(PARENT, SIDE);
    for (int[] note : notes) {
      script.send(CHILD, BOX, 5, note);
    }
    History history = History.of(script.end());
    Map<Channel, QueueHistory> queues = new HashMap<>();
    for (QueueHistory queue : history.queues()) {
      channels.forEach(
          (name, msqid) -> {
            if (msqid == queue.msqid()) {
              queues.put(new Channel(name, 0), queue);
            }
          });
    }
    return new Reading(
        spec, history,
        Map.of("parent", List.of(history.process(PARENT)), "child", List.of(history.process(CHILD))), queues);
  }
}
