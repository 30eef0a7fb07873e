package ipcgrade.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.order.History;
import ipcgrade.reading.RoleSearch;
import ipcgrade.rule.Claims.Truth;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.trace.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A parent and two children; the second one's send is before the first one's in this run. */
@DisplayName("A claim about order")
class OrderingTest {
  private static final int QUEUE = 65536;
  private static final String SPEC =
      """
      schema: ipcgrade/spec/1
      id: order
      title: {en: Order, it: Ordine}
      roles:
        parent: {root: true}
        child: {}
      channels:
        box: {}
      kinds:
        note: {from: child, to: parent, on: box}
      rules:
        - id: one
          points: 1
          title: {en: One, it: Uno}
          quote: one
          claim: CLAIM
          hint: {en: One., it: Uno.}
      """;

  @TempDir
  Path directory;

  private static Trace run() {
    TraceScript script = new TraceScript().start(1, 0).exec(1, "/p").create(1, QUEUE).start(2, 1).start(3, 1);
    script.send(3, QUEUE, 3, 7).send(2, QUEUE, 2, 7).receive(1, QUEUE, 2, 2, 7).send(1, QUEUE, 1, 7);
    return script.exit(2, 0).exit(3, 0).end();
  }

  @Test
  @DisplayName("that happens-before proves or rules out is not unordered")
  void proven() throws Exception {
    check("before(everyone[1].sends[0], everyone[0].sends[0])", Truth.HELD, false);
    check("before(everyone[0].sends[0], everyone[1].sends[0])", Truth.BROKEN, false);
    check("precedence(everyone[1].sends, everyone[0].sends)", Truth.HELD, false);
  }

  @Test
  @DisplayName("is unordered where nothing orders the two calls, be it kept or broken")
  void unordered() throws Exception {
    check("before(everyone[2].sends[0], everyone[1].sends[0])", Truth.HELD, true);
    check("before(everyone[1].sends[0], everyone[2].sends[0])", Truth.BROKEN, true);
    check("not_succession(everyone[1].sends, everyone[2].sends)", Truth.HELD, true);
  }

  @Test
  @DisplayName("that holds or not in whatever order is not unordered")
  void irrelevant() throws Exception {
    check("before(everyone[2].sends[0], everyone[1].sends[0]) || everyone.size() == 3", Truth.HELD, false);
    check("before(everyone[1].sends[0], everyone[2].sends[0]) && everyone.size() == 2", Truth.BROKEN, false);
    check("everyone.size() == 3", Truth.HELD, false);
  }

  @Test
  @DisplayName("is judged as the run did it again after its bounds were")
  void asSeen() throws Exception {
    Judge judge = judge("before(everyone[2].sends[0], everyone[1].sends[0])");
    assertTrue(judge.unordered());
    assertEquals(Truth.HELD, judge.truth());
    Judge broken = judge("before(everyone[1].sends[0], everyone[2].sends[0])");
    assertTrue(broken.unordered());
    assertEquals(Truth.BROKEN, broken.truth());
  }

  private void check(String claim, Truth truth, boolean unordered) throws Exception {
    Judge judge = judge(claim);
    assertEquals(truth, judge.truth(), claim);
    assertEquals(unordered, judge.unordered(), claim);
  }

  private record Judge(Claims claims, Spec.Rule rule, World world) {
    Truth truth() {
      return claims.evaluate(rule, world, 0);
    }

    boolean unordered() {
      return claims.unordered(rule, world, 0);
    }
  }

  private Judge judge(String claim) throws Exception {
    Path file = Files.writeString(directory.resolve("grading.yml"), SPEC.replace("CLAIM", claim));
    Spec spec = SpecLoader.load(file);
    World world = new World(RoleSearch.readings(spec, History.of(run()), 1).getFirst());
    return new Judge(Claims.of(spec, file), spec.rules().getFirst(), world);
  }
}
