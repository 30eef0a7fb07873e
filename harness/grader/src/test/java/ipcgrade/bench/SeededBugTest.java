package ipcgrade.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.trace.Event;
import ipcgrade.trace.Operation;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What programs.yml says of the programs of fixtures/concurrency. */
@DisplayName("Programs whose bugs only some schedules show")
class SeededBugTest {
  private static final int ENOUGH = 400;
  private static final int DRAWN = 100;

  @Test
  @DisplayName("are all listed, and nothing else is")
  void listed() throws Exception {
    assertEquals(sources(SeededBug.CONCURRENCY), names("programs", "program"));
    assertEquals(sources(SeededBug.CONCURRENCY.resolve("exhaustive")), names("exhaustive", "name"));
  }

  /** But for those that are rare. */
  @TestFactory
  @Tag("kernel")
  @DisplayName("are right under one schedule and wrong under another")
  Stream<DynamicTest> racy(@TempDir Path directory) throws Exception {
    Set<String> left = new TreeSet<>();
    for (JsonNode each : SeededBug.table().path("programs")) {
      if (each.path("rare").asBoolean(false)) {
        left.add(each.path("name").stringValue());
      }
    }
    return SeededBug.programs().stream()
        .filter(seeded -> !left.contains(seeded.name()))
        .map(seeded -> dynamicTest(seeded.name(), () -> check(seeded, directory)));
  }

  private static void check(SeededBug seeded, Path directory) throws Exception {
    try (LocalSandbox sandbox = LocalSandbox.open(Home.find())) {
      SeededBug.Built built =
          seeded.build(sandbox, Files.createDirectory(directory.resolve(seeded.name())));
      int steps = built.run(sandbox, new Schedule(new Strategy.Fair(), 1)).decisions().size();
      boolean right = false;
      boolean wrong = false;
      for (int seed = 1; seed <= ENOUGH && !(right && wrong); seed++) {
        Strategy strategy =
            seed % 2 == 0 ? new Strategy.Random() : new Strategy.Pct(seeded.bug().depth(), steps);
        boolean found = built.foundBy(sandbox, new Schedule(strategy, seed));
        right |= !found;
        wrong |= found;
      }
      assertTrue(right, "no schedule is right");
      assertTrue(wrong, "no schedule is wrong");
    }
  }

  @TestFactory
  @Tag("kernel")
  @DisplayName("do what is counted in their comments")
  Stream<DynamicTest> counted(@TempDir Path directory) throws Exception {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode each : SeededBug.table().path("exhaustive")) {
      tests.add(dynamicTest(each.path("name").stringValue(), () -> count(each, directory)));
    }
    return tests.stream();
  }

  /** Drawn schedules make no order that is not counted; that they make all would be luck, but most come. */
  private static void count(JsonNode entry, Path directory) throws Exception {
    String name = entry.path("name").stringValue();
    SeededBug program = SeededBug.exhaustive(name);
    Set<String> orders = new TreeSet<>();
    Set<String> deadlocks = new TreeSet<>();
    try (LocalSandbox sandbox = LocalSandbox.open(Home.find())) {
      SeededBug.Built built =
          program.build(sandbox, Files.createDirectory(directory.resolve("exhaustive-" + name)));
      for (int seed = 1; seed <= DRAWN; seed++) {
        Trace trace = built.run(sandbox, new Schedule(new Strategy.Random(), seed));
        String order = order(trace);
        orders.add(order);
        if (trace.end() instanceof RunEnd.Deadlock) {
          deadlocks.add(order);
        } else {
          assertEquals(new RunEnd.Finished(), trace.end());
        }
      }
    }
    int counted = entry.path("orders").asInt();
    assertTrue(orders.size() <= counted && 2 * orders.size() > counted, orders::toString);
    int deadlocked = entry.path("deadlocks").asInt(0);
    assertTrue(deadlocks.size() <= deadlocked && 2 * deadlocks.size() >= deadlocked, deadlocks::toString);
  }

  /** Who sent and received, in that order; of the first process from its first fork(2) to its first wait(2). */
  private static String order(Trace trace) {
    int first = trace.events().getFirst().pid();
    long from = trace.events(Event.Start.class).skip(1).mapToLong(Event::seq).min().orElseThrow();
    long to =
        trace.events(Event.Call.class)
            .filter(call -> call.pid() == first && call.operation() instanceof Operation.Wait)
            .mapToLong(Event::seq)
            .min()
            .orElseThrow();
    return trace.events(Event.Call.class)
        .filter(call -> !call.pending() && call.operation() instanceof Operation.Transfer)
        .filter(call -> call.pid() != first || (call.seq() > from && call.seq() < to))
        .map(call -> String.valueOf(call.pid() - first))
        .collect(Collectors.joining(" "));
  }

  private static Set<String> names(String list, String key) throws Exception {
    Set<String> names = new TreeSet<>();
    for (JsonNode each : SeededBug.table().path(list)) {
      names.add(each.path(key).asString(each.path("name").stringValue()).replace(".c", ""));
    }
    return names;
  }

  private static Set<String> sources(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".c"))
          .map(file -> file.replace(".c", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
