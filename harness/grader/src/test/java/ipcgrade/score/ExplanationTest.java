package ipcgrade.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ipcgrade.TraceScript;
import ipcgrade.order.History;
import ipcgrade.reading.Reading;
import ipcgrade.reading.RoleSearch;
import ipcgrade.rule.World;
import ipcgrade.score.Result.Carried;
import ipcgrade.score.Result.Channel;
import ipcgrade.score.Result.Deed;
import ipcgrade.score.Result.Player;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.trace.Event;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Payload;
import ipcgrade.trace.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A parent (1) that serves two children (2, 3); the first child waits on its own queue for ever. */
@DisplayName("An explanation")
class ExplanationTest {
  private static final int BOX = 65536;
  private static final int ONE = 65537;
  private static final int TWO = 65538;
  private static final String SPEC =
      """
      schema: ipcgrade/spec/1
      id: explained
      title: {en: Explained, it: Spiegato}
      roles:
        parent: {root: true}
        child: {count: 2, plural: children}
      channels:
        box: {}
        own: {of: child}
      kinds:
        note: {from: child, to: parent, on: box}
        answer: {from: parent, to: child, on: own}
      rules:
        - id: one
          points: 1
          title: {en: One, it: Uno}
          quote: one
          claim: 'true'
          hint: {en: One., it: Uno.}
      """;

  @Test
  @DisplayName("counts what each process did with each queue, alike deeds together")
  void deeds() throws Exception {
    List<Player> players = explanation().players();
    assertEquals(List.of("parent", "child 1", "child 2"), players.stream().map(Player::role).toList());
    assertEquals(List.of(1, 2, 3), players.stream().map(Player::pid).toList());
    assertEquals(
        List.of(
            new Deed("created", BOX, "", 1), new Deed("received", BOX, "note", 3),
            new Deed("sent", ONE, "answer", 1), new Deed("sent", TWO, "answer", 1)),
        players.get(0).deeds());
    assertEquals(
        List.of(
            new Deed("created", ONE, "", 1), new Deed("sent", BOX, "note", 2),
            new Deed("received", ONE, "answer", 1),
            new Deed("waited", ONE, "", 1)),
        players.get(1).deeds());
  }

  @Test
  @DisplayName("names the channels in the spec's order, whose they are, who made them, what they carried")
  void channels() throws Exception {
    assertEquals(
        List.of(
            new Channel("box", "", BOX, "parent", List.of(new Carried("note", 3))),
            new Channel("own", "child 1", ONE, "child 1", List.of(new Carried("answer", 1))),
            new Channel("own", "child 2", TWO, "child 2", List.of(new Carried("answer", 1)))),
        explanation().channels());
  }

  @Test
  @DisplayName("says of a rival what is different in it only")
  void rivals() throws Exception {
    Spec spec = spec(SPEC.replace("child: {count: 2, plural: children}", "child: {}"));
    TraceScript script = new TraceScript().start(1, 0).exec(1, "/p").create(1, BOX).start(2, 1).start(3, 1);
    script.send(2, BOX, 1, 7).send(3, BOX, 1, 8).receive(1, BOX, 0, 1, 7).receive(1, BOX, 0, 1, 8);
    List<Reading> readings = RoleSearch.readings(spec, History.of(script.end()), 4);
    List<Result.Rival> rivals = new Explanation(new World(readings.getFirst())).rivals();
    Result.Rival other = new Result.Rival(0, List.of(new Player(2, ""), new Player(3, "child")));
    assertEquals(List.of(other), rivals);
    assertEquals(List.of(), explanation().rivals());
  }

  private static Explanation explanation() throws Exception {
    return new Explanation(world());
  }

  private static World world() throws Exception {
    return new World(RoleSearch.readings(spec(SPEC), History.of(run()), 1).getFirst());
  }

  private static Spec spec(String text) throws Exception {
    return SpecLoader.load(text, Path.of("grading.yml"));
  }

  private static Trace run() {
    TraceScript script = new TraceScript().start(1, 0).exec(1, "/p").create(1, BOX).start(2, 1).start(3, 1);
    script.create(2, ONE).create(3, TWO).send(2, BOX, 1, 7).send(2, BOX, 1, 8).send(3, BOX, 1, 9);
    script.receive(1, BOX, 0, 1, 7).receive(1, BOX, 0, 1, 8).receive(1, BOX, 0, 1, 9);
    script.send(1, ONE, 2, 7).send(1, TWO, 2, 8).receive(2, ONE, 0, 2, 7).receive(3, TWO, 0, 2, 8);
    Trace done = script.exit(3, 0).exit(1, 0).end();
    List<Event> events = new ArrayList<>(done.events());
    long last = events.getLast().seq();
    MsgRcv waiting = new MsgRcv(ONE, 64, 0, 0, 0, Payload.EMPTY);
    events.add(new Call(last + 2, last + 1, 0, 0, 2, 2, waiting, 0, true, List.of(), List.of()));
    return new Trace(done.request(), events, done.end(), done.queues(), done.wallNanos());
  }
}
