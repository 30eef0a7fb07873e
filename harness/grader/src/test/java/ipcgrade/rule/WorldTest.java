package ipcgrade.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import ipcgrade.TraceScript;
import ipcgrade.order.History;
import ipcgrade.reading.Layout;
import ipcgrade.reading.Layout.FieldName;
import ipcgrade.reading.Location.Binary;
import ipcgrade.reading.RoleSearch;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.trace.Event;
import ipcgrade.trace.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A child sends the notes 7, 8 and 9. */
@DisplayName("A world")
class WorldTest {
  private static final int BOX = 65536;
  private static final String SPEC =
      """
      schema: ipcgrade/spec/1
      id: world
      title: {en: World, it: Mondo}
      roles:
        parent: {root: true}
        child: {}
      channels:
        box: {}
      kinds:
        note: {from: child, to: parent, on: box, fields: {id: {range: [7, 9]}}}
      rules:
        - id: one
          points: 1
          title: {en: One, it: Uno}
          quote: one
          claim: 'true'
          hint: {en: One., it: Uno.}
      """;

  @Test
  @DisplayName("under a layout reads the fields where it says, and knows none before")
  void layout() throws Exception {
    World world = world();
    assertEquals(List.of(World.UNKNOWN, World.UNKNOWN, World.UNKNOWN), ids(world));
    Layout layout = Layout.UNKNOWN.with(new FieldName("note", "id"), new Binary(0, 4));
    World read = world.under(layout);
    assertEquals(List.of(7L, 8L, 9L), ids(read));
    assertSame(layout, read.layout());
    assertEquals(List.of(World.UNKNOWN, World.UNKNOWN, World.UNKNOWN), ids(world));
    assertSame(world.reading(), read.reading());
    assertSame(world.order(), read.order());
    assertEquals(world.variables().keySet(), read.variables().keySet());
    assertSame(world.variables().get("child"), read.variables().get("child"));
  }

  @Test
  @DisplayName("tells the signal and the status that a process ended by")
  void ends() throws Exception {
    Trace trace = script().exit(1, 3).end();
    List<Event> events = new ArrayList<>(trace.events());
    events.add(new Event.Exit(events.getLast().seq() + 1, 0, 2, 2, 0, 9));
    World world =
        world(new Trace(trace.request(), events, trace.end(), trace.queues(), trace.wallNanos()));
    assertEquals(List.of(0L, 3L), ends(world, "parent"));
    assertEquals(List.of(9L, 0L), ends(world, "child"));
  }

  private static List<Object> ends(World world, String process) {
    Struct struct = (Struct) Objects.requireNonNull(world.variables().get(process));
    return List.of(struct.get("signal"), struct.get("status"));
  }

  @Test
  @DisplayName("abridged has the first messages of each kind only, under whatever layout")
  void abridged() throws Exception {
    World read = world().under(Layout.UNKNOWN.with(new FieldName("note", "id"), new Binary(0, 4)));
    assertEquals(List.of(7L, 8L), ids(read.abridged(2)));
    assertEquals(List.of(7L), ids(read.abridged(2).abridged(1)));
    World elsewhere = read.abridged(2).under(Layout.UNKNOWN);
    assertEquals(List.of(World.UNKNOWN, World.UNKNOWN), ids(elsewhere));
  }

  private static List<Object> ids(World world) {
    List<?> notes = (List<?>) Objects.requireNonNull(world.variables().get("notes"));
    return notes.stream().map(note -> ((Struct) note).get("id")).toList();
  }

  private static World world() throws Exception {
    return world(script().end());
  }

  private static World world(Trace trace) throws Exception {
    Spec spec = SpecLoader.load(SPEC, Path.of("grading.yml"));
    return new World(RoleSearch.readings(spec, History.of(trace), 1).getFirst());
  }

  private static TraceScript script() {
    TraceScript script = new TraceScript().start(1, 0).exec(1, "/p").create(1, BOX).start(2, 1);
    return script.send(2, BOX, 1, 7).send(2, BOX, 1, 8).send(2, BOX, 1, 9).receive(1, BOX, 0, 1, 7);
  }
}
