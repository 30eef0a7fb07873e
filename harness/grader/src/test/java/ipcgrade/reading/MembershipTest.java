package ipcgrade.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.order.History;
import ipcgrade.order.Message;
import ipcgrade.order.ProcessHistory;
import ipcgrade.order.QueueHistory;
import ipcgrade.reading.Reading.Channel;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A membership")
class MembershipTest {
  private static final int REQUESTS = 65536;
  private static final int ANSWERS = 65537;
  private static final int MAILBOX = 65538;
  private static final int PARENT = 10;
  private static final int REGISTRY = 11;
  private static final int SERVER = 12;
  private static final int CLIENT = 14;

  @Test
  @DisplayName("leaves out what another role took, and keeps what nobody took")
  void addressed() throws Exception {
    Reading reading =
        reading(
            script -> {
              script.send(REGISTRY, ANSWERS, 101, MAILBOX).receive(SERVER, ANSWERS, 101, 101, MAILBOX);
              script.send(REGISTRY, ANSWERS, 1, MAILBOX).receive(CLIENT, ANSWERS, 1, 1, MAILBOX);
              script.send(REGISTRY, ANSWERS, 2, MAILBOX);
            });
    Kind result = kind(reading, "result");
    assertEquals(List.of(101L, 1L, 2L), types(Membership.ALL.members(result, reading)));
    assertEquals(List.of(1L, 2L), types(Membership.ADDRESSED.members(result, reading)));
    assertEquals(
        List.of(Membership.ALL, Membership.ADDRESSED),
        MembershipCandidates.of(result, List.of(reading)).subList(0, 2));
  }

  @Test
  @DisplayName("may leave out a type whose messages hold no value where services do")
  void farewell() throws Exception {
    List<Reading> readings = services((script, i) -> exchange(script, 9, 99));
    assertTrue(mayLeaveOut("service", readings, 9));
  }

  @Test
  @DisplayName("may leave out a type whose messages all hold one value, or repeat the last")
  void leftovers() throws Exception {
    assertTrue(mayLeaveOut("service", services((script, i) -> exchange(script, 9, 0)), 9));
    assertTrue(mayLeaveOut("service", services((script, i) -> exchange(script, 9, last(i))), 9));
  }

  @Test
  @DisplayName("must keep a type whose messages hold new values, as services do")
  void fourth() throws Exception {
    List<Reading> readings = services((script, i) -> exchange(script, 9, (i * 3 + 1) % 11));
    assertEquals(List.of(Membership.ALL),
        MembershipCandidates.of(kind(readings.getFirst(), "service"), readings));
  }

  @Test
  @DisplayName("may leave out a few messages that hold no value where services do")
  void few() throws Exception {
    List<Reading> readings = services((script, i) -> exchange(script, i < 2 ? 9 : 4, i < 2 ? 99 : i));
    assertTrue(mayLeaveOut("service", readings, 9));
  }

  @Test
  @DisplayName("must keep what holds one value where all others hold one value too")
  void constant() throws Exception {
    List<Reading> readings =
        runs(
            (script, i) -> {
              exchange(script, 4, 3);
              exchange(script, 9, 5);
            });
    assertFalse(mayLeaveOut("service", readings, 9));
  }

  @Test
  @DisplayName("must keep what repeats the last where half of the others do")
  void repeated() throws Exception {
    List<Reading> readings =
        runs(
            (script, i) -> {
              for (int mtype : new int[] {4, 4, 9}) {
                exchange(script, mtype, i % 11);
              }
            });
    assertFalse(mayLeaveOut("service", readings, 9));
  }

  @Test
  @DisplayName("may leave out what a byte of mtext tells apart, unless others send the same there on the channel")
  void byteOfText() throws Exception {
    Mark first = new Mark.Field(new Location.Binary(0, 1));
    assertEquals(Set.of(Set.of("2")), excluded(first, told(ANSWERS)));
    assertEquals(Set.of(), excluded(first, told(MAILBOX)));
  }

  /** Runs in which services begin with 1, farewells with 2, and so does what the registry sends on a queue. */
  private static List<Reading> told(int queue) throws Exception {
    return runs(
        (script, i) -> {
          for (int n = 0; n < 3; n++) {
            exchange(script, 4, 1, (i * 7 + n * 5) % 11);
          }
          exchange(script, 4, 2, 99);
          int to = queue == MAILBOX ? SERVER : CLIENT;
          script.send(REGISTRY, queue, 6, 2, MAILBOX).receive(to, queue, 6, 6, 2, MAILBOX);
        });
  }

  @Test
  @DisplayName("looks for what tells kinds apart in the first 64 bytes, and no further")
  void farByte() throws Exception {
    assertEquals(Set.of(Set.of("2")), excluded(new Mark.Field(new Location.Binary(60, 1)), far(15)));
    assertEquals(Set.of(), excluded(new Mark.Field(new Location.Binary(64, 1)), far(16)));
  }

  private static List<Reading> far(int at) throws Exception {
    return runs(
        (script, i) -> {
          int[] ints = new int[at + 1];
          for (int n = 0; n < 4; n++) {
            ints[0] = n == 3 ? '<' : (i * 7 + n * 5) % 11;
            ints[at] = n == 3 ? 2 : 1;
            exchange(script, 4, ints);
          }
        });
  }

  /** What memberships by a mark leave out of services. */
  private static Set<Set<String>> excluded(Mark mark, List<Reading> readings) {
    return MembershipCandidates.of(kind(readings.getFirst(), "service"), readings).stream()
        .filter(m -> m.mark().equals(Optional.of(mark)))
        .map(Membership::excluded)
        .collect(Collectors.toSet());
  }

  @Test
  @DisplayName("must keep a few messages that hold one value by accident")
  void accident() throws Exception {
    List<Reading> readings =
        services((script, i) -> exchange(script, i < 7 ? 9 : 4, i < 7 ? 5 : i % 11));
    assertFalse(mayLeaveOut("service", readings, 9));
    List<Reading> more =
        services((script, i) -> exchange(script, i < 8 ? 9 : 4, i < 8 ? 5 : i % 11));
    assertTrue(mayLeaveOut("service", more, 9), "eight are no accident");
  }

  @Test
  @DisplayName("must keep a fourth service that is told apart by a number of sequence only")
  void numbered() throws Exception {
    List<Reading> readings =
        runs(
            (script, i) -> {
              for (int n = 0; n < 4; n++) {
                exchange(script, 4, (i * 5 + n * n * 3 + n) % 11, n);
              }
            });
    assertEquals(List.of(Membership.ALL),
        MembershipCandidates.of(kind(readings.getFirst(), "service"), readings));
  }

  @Test
  @DisplayName("may leave out a query that is not answered, under another type, and no query that is")
  void answered() throws Exception {
    assertTrue(mayLeaveOut("query", runs((script, i) -> ask(script, 1 + i % 2, false)), 9));
    assertFalse(mayLeaveOut("query", runs((script, i) -> ask(script, 1 + i % 2, true)), 9));
  }

  @Test
  @DisplayName("of a kind without fields may leave out what was received, and nothing that was not")
  void withoutFields() throws Exception {
    assertTrue(mayLeaveOut("shutdown", runs((script, i) -> command(script, true)), 9));
    assertFalse(mayLeaveOut("shutdown", runs((script, i) -> command(script, false)), 9));
  }

  @Test
  @DisplayName("takes no field with many numbers for a mark")
  void many() throws Exception {
    List<Reading> readings = runs((script, i) -> command(script, 20 + i));
    MembershipCandidates.of(kind(readings.getFirst(), "shutdown"), readings)
        .forEach(m -> assertEquals(Optional.empty(), m.mark()));
  }

  @Test
  @DisplayName("tells five types apart, tries ten ways to leave some out, and those first that leave out one")
  void five() throws Exception {
    List<Reading> readings = runs((script, i) -> command(script, 20 + i % 5));
    List<Membership> found = MembershipCandidates.of(kind(readings.getFirst(), "shutdown"), readings);
    assertEquals(10, found.size());
    assertEquals(Membership.ALL, found.getFirst());
    assertEquals(
        new Membership(true, Optional.of(new Mark.Type()), Set.of("20")), found.get(1));
    assertEquals(Set.of("21"), found.get(2).excluded());
    assertEquals(Set.of("20", "21"), found.get(3).excluded());
  }

  @Test
  @DisplayName("looks at a sample of a flood, the first and the last message among it")
  void flood() throws Exception {
    Reading reading =
        reading(
            script -> {
              for (int i = 0; i < 50_000; i++) {
                script.send(CLIENT, MAILBOX, 4, i % 11);
              }
            });
    List<FieldCandidates.Observed> sample =
        Sample.of(kind(reading, "service"), Membership.ALL, List.of(reading));
    List<Message> all = reading.history().messages();
    assertEquals(Sample.MOST, sample.size());
    assertEquals(all.getFirst(), sample.getFirst().message());
    assertEquals(all.getLast(), sample.getLast().message());
  }

  private static int last(int i) {
    return (i * 7 + 2 * 5) % 11;
  }

  /** Runs in which each client sends three services, then what {@code more} adds. */
  private static List<Reading> services(ObjIntConsumer<TraceScript> more) throws Exception {
    return runs(
        (script, i) -> {
          for (int n = 0; n < 3; n++) {
            exchange(script, 4, (i * 7 + n * 5) % 11);
          }
          more.accept(script, i);
        });
  }

  private static void exchange(TraceScript script, int mtype, int... ints) {
    script.send(CLIENT, MAILBOX, mtype, ints).receive(SERVER, MAILBOX, 0, mtype, ints);
  }

  private static void ask(TraceScript script, int id, boolean twice) {
    script.send(CLIENT, REQUESTS, 2, id).receive(REGISTRY, REQUESTS, 0, 2, id);
    script.send(REGISTRY, ANSWERS, id, MAILBOX).receive(CLIENT, ANSWERS, id, id, MAILBOX);
    script.send(CLIENT, REQUESTS, 9, id).receive(REGISTRY, REQUESTS, 0, 9, id);
    if (twice) {
      script.send(REGISTRY, ANSWERS, id, MAILBOX).receive(CLIENT, ANSWERS, id, id, MAILBOX);
    }
  }

  private static void command(TraceScript script, boolean both) {
    script.send(PARENT, REQUESTS, 5).receive(REGISTRY, REQUESTS, 0, 5).send(PARENT, REQUESTS, 9);
    if (both) {
      script.receive(REGISTRY, REQUESTS, 0, 9);
    }
  }

  private static void command(TraceScript script, int mtype) {
    script.send(PARENT, REQUESTS, mtype).receive(REGISTRY, REQUESTS, 0, mtype);
  }

  private static boolean mayLeaveOut(String kind, List<Reading> readings, long mtype) {
    return MembershipCandidates.of(kind(readings.getFirst(), kind), readings).stream()
        .anyMatch(m -> m.excluded().equals(Set.of(Long.toString(mtype))));
  }

  private static List<Long> types(List<Message> messages) {
    return messages.stream().map(Message::mtype).toList();
  }

  private static Kind kind(Reading reading, String name) {
    return reading.spec().kinds().values().stream()
        .filter(k -> k.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<Reading> runs(ObjIntConsumer<TraceScript> each) throws Exception {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      int run = i;
      readings.add(reading(script -> each.accept(script, run)));
    }
    return readings;
  }

  /** A run of one process for each role. */
  private static Reading reading(Consumer<TraceScript> body) throws Exception {
    TraceScript script = new TraceScript();
    script.start(PARENT, 0).start(REGISTRY, PARENT).start(SERVER, PARENT).start(CLIENT, PARENT);
    script.create(PARENT, REQUESTS).create(PARENT, ANSWERS).create(SERVER, MAILBOX);
    body.accept(script);
    Spec spec = Play.spec();
    History history = History.of(script.end());
    Map<String, List<Optional<ProcessHistory>>> roles = new HashMap<>();
    roles.put("parent", List.of(history.process(PARENT)));
    roles.put("registry", List.of(history.process(REGISTRY)));
    roles.put("server", List.of(history.process(SERVER)));
    roles.put("client", List.of(history.process(CLIENT)));
    Map<Channel, QueueHistory> channels = new HashMap<>();
    channels.put(new Channel("requests", 0), history.queues().get(0));
    channels.put(new Channel("answers", 0), history.queues().get(1));
    channels.put(new Channel("mailbox", SERVER), history.queues().get(2));
    return new Reading(spec, history, roles, channels);
  }
}
