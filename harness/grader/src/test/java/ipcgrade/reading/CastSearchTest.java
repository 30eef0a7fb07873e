package ipcgrade.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.order.History;
import ipcgrade.order.ProcessHistory;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A search for casts")
class CastSearchTest {
  private static final int FIRST_QUEUE = 65536;

  @Test
  @DisplayName("finds as good a reading as trying all of them does")
  void exhaustive() {
    for (int seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      isBest(random(random, 2, 1 + random.nextInt(2), 4 + random.nextInt(8)), "seed " + seed);
    }
  }

  @Test
  @Tag("thorough")
  @DisplayName("finds as good a reading as trying all of them does, of more processes and queues too")
  void exhaustiveOfMore() {
    for (int seed = 0; seed < 10; seed++) {
      Random random = new Random(seed);
      isBest(
          random(random, 2 + random.nextInt(2), 1 + random.nextInt(3), 4 + random.nextInt(12)),
          "seed " + seed);
    }
  }

  private static void isBest(History history, String message) {
    Spec spec = Play.spec();
    ProcessHistory root = history.processes().getFirst();
    for (boolean doubles : new boolean[] {false, true}) {
      assertEquals(
          new BruteForce(spec, history, root, doubles).best(),
          new CastSearch(spec, history, root, doubles, 4).search().getFirst().score(),
          message + (doubles ? ", one process may play two roles" : ""));
    }
  }

  @Test
  @DisplayName("keeps the best first, none twice, and none further off than the margin")
  void kept() {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      History history = random(random, 5, 3, 12);
      List<CastSearch.Found> found =
          new CastSearch(Play.spec(), history, history.processes().getFirst(), false, 4).search();
      assertTrue(!found.isEmpty() && found.size() <= 4);
      assertEquals(found.size(), found.stream().map(CastSearch.Found::places).distinct().count());
      for (int i = 1; i < found.size(); i++) {
        assertTrue(found.get(i - 1).score() >= found.get(i).score());
        assertTrue(found.get(i).score() >= found.getFirst().score() - CastSearch.MARGIN);
      }
    }
  }

  @Test
  @DisplayName("says the same every time, whatever the pids are")
  void deterministic() {
    deterministic(0, 2);
  }

  @Test
  @Tag("thorough")
  @DisplayName("says the same every time of more processes too")
  void deterministicOfMore() {
    deterministic(2, 3);
  }

  private static void deterministic(int first, int histories) {
    for (int seed = first; seed < first + histories; seed++) {
      int many = 2 + seed % 4;
      List<String> scores = scores(random(new Random(seed), many, 3, 15, 1), 1);
      assertEquals(scores, scores(random(new Random(seed), many, 3, 15, 1), 1));
      assertEquals(scores, scores(random(new Random(seed), many, 3, 15, 1000), 1000));
    }
  }

  private static List<String> scores(History history, int step) {
    List<String> scores = new ArrayList<>();
    for (CastSearch.Found found : new CastSearch(Play.spec(), history, history.processes().getFirst(), true,
        4).search()) {
      StringBuilder text = new StringBuilder().append(found.score());
      for (Role role : Play.spec().roles().values()) {
        found.places().getOrDefault(role.name(), List.of()).forEach(
            p -> text.append(' ').append(p.map(each -> each.pid() / step).orElse(0)));
      }
      scores.add(text.toString());
    }
    return scores;
  }

  @Test
  @DisplayName("needs few steps for sixteen processes and twelve queues that do what the assignment asks")
  void large() {
    Spec spec = many(Play.spec());
    TraceScript script = new TraceScript().start(10, 0).exec(10, "/work/registro");
    for (int pid = 11; pid < 26; pid++) {
      script.start(pid, 10);
    }
    for (int queue = 0; queue < 12; queue++) {
      script.create(queue < 2 ? 10 : 10 + queue, FIRST_QUEUE + queue);
    }
    for (int server = 12; server <= 16; server++) {
      exchange(script, server, 11, FIRST_QUEUE, FIRST_QUEUE + server - 10);
    }
    for (int client = 17; client <= 22; client++) {
      exchange(script, client, 11, FIRST_QUEUE, 1);
      exchange(script, 11, client, FIRST_QUEUE + 1, FIRST_QUEUE + 2);
      exchange(script, client, 12 + client % 5, FIRST_QUEUE + 2 + client % 5, 7);
    }
    for (int server = 12; server <= 16; server++) {
      exchange(script, 11, server, FIRST_QUEUE + server - 10, 0);
    }
    exchange(script, 10, 11, FIRST_QUEUE, 0);
    for (int helper = 23; helper <= 25; helper++) {
      exchange(script, helper, 12, FIRST_QUEUE + helper - 14, 0);
    }
    History history = History.of(script.end());
    CastSearch search = new CastSearch(spec, history, history.processes().getFirst(), false, 4);
    List<CastSearch.Found> found = search.search();
    assertEquals(List.of(12, 13, 14, 15, 16), pids(found.getFirst(), "server"));
    assertEquals(List.of(17, 18, 19, 20, 21, 22), pids(found.getFirst(), "client"));
    assertEquals(List.of(11), pids(found.getFirst(), "registry"));
    assertTrue(search.nodes() < CastSearch.MOST_NODES / 4, search.nodes() + " steps");
  }

  @Test
  @DisplayName("ends after a fixed number of steps with a good reading where everybody talks to everybody")
  void bounded() {
    History history = random(new Random(1), 15, 12, 2000);
    CastSearch search =
        new CastSearch(many(Play.spec()), history, history.processes().getFirst(), false, 4);
    int greedy =
        new CastSearch(many(Play.spec()), history, history.processes().getFirst(), false, 1, 1)
            .search().getFirst().score();
    assertTrue(search.search().getFirst().score() >= greedy);
    assertTrue(search.nodes() <= CastSearch.MOST_NODES + 10_000, search.nodes() + " steps");
  }

  @Test
  @DisplayName("needs these steps and no more: so few for a right program, and hundreds where all is random")
  void steps() {
    assertEquals(36, steps(Play.right().history(), false, 4));
    assertEquals(36, steps(Play.right().history(), false, 1));
    assertEquals(67, steps(Play.right().history(), true, 4));
    assertEquals(43, steps(Play.right().history(), true, 1));
    int plain = 0;
    int doubled = 0;
    for (int seed = 0; seed < 12; seed++) {
      plain += steps(random(new Random(seed), 3, 3, 12), false, 4);
      doubled += steps(random(new Random(seed), 3, 3, 12), true, 4);
    }
    assertEquals(1539, plain);
    assertEquals(7724, doubled);
  }

  @Test
  @DisplayName("fills the role that talks to most others first, wherever the spec names it")
  void order() {
    Map<String, Role> roles = new LinkedHashMap<>();
    for (String role : List.of("server", "client", "registry", "parent")) {
      roles.put(role, Objects.requireNonNull(Play.spec().roles().get(role)));
    }
    Spec spec = with(Play.spec(), roles);
    assertEquals(36, steps(spec, Play.right().history(), false, 4));
    assertEquals(67, steps(spec, Play.right().history(), true, 4));
  }

  private static int steps(History history, boolean doubles, int most) {
    return steps(Play.spec(), history, doubles, most);
  }

  private static int steps(Spec spec, History history, boolean doubles, int most) {
    CastSearch search = new CastSearch(spec, history, history.processes().getFirst(), doubles, most);
    search.search();
    return search.nodes();
  }

  private static void exchange(TraceScript script, int from, int to, int queue, int what) {
    script.send(from, queue, 1, what).receive(to, queue, 0, 1, what);
  }

  private static List<Integer> pids(CastSearch.Found found, String role) {
    return found.places().getOrDefault(role, List.of()).stream()
        .flatMap(Optional::stream)
        .map(ProcessHistory::pid)
        .toList();
  }

  /** The assignment with five servers and six clients. */
  private static Spec many(Spec spec) {
    Map<String, Role> roles = new LinkedHashMap<>(spec.roles());
    roles.computeIfPresent("server", (_, r) -> new Role(r.name(), r.plural(), 5, false));
    roles.computeIfPresent("client", (_, r) -> new Role(r.name(), r.plural(), 6, false));
    return with(spec, roles);
  }

  private static Spec with(Spec spec, Map<String, Role> roles) {
    return new Spec(
        spec.id(), spec.title(), spec.build(), spec.run(), roles, spec.channels(), spec.kinds(),
        spec.rules());
  }

  private static History random(Random random, int children, int queues, int messages) {
    return random(random, children, queues, messages, 1);
  }

  private static History random(Random random, int children, int queues, int messages, int step) {
    TraceScript script = new TraceScript().start(10 * step, 0).exec(10 * step, "/work/registro");
    for (int child = 1; child <= children; child++) {
      script.start((10 + child) * step, 10 * step);
    }
    for (int queue = 0; queue < queues; queue++) {
      script.create((10 + random.nextInt(children + 1)) * step, FIRST_QUEUE + queue);
    }
    for (int i = 0; i < messages; i++) {
      int queue = FIRST_QUEUE + random.nextInt(queues);
      int what = random.nextInt(4) == 0 ? FIRST_QUEUE + random.nextInt(queues) : random.nextInt(10);
      script.send((10 + random.nextInt(children + 1)) * step, queue, 1 + i, what);
      if (random.nextInt(6) > 0) {
        script.receive((10 + random.nextInt(children + 1)) * step, queue, 0, 1 + i, what);
      }
    }
    return History.of(script.end());
  }
}
