package ipcgrade.report.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.explore.Extent;
import ipcgrade.explore.Fault;
import ipcgrade.explore.Findings;
import ipcgrade.explore.Findings.Found;
import ipcgrade.explore.Gap;
import ipcgrade.explore.Method;
import ipcgrade.explore.Plan;
import ipcgrade.report.Golden;
import ipcgrade.report.json.ExploreJson;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.score.Result;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.store.ResultJson;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Strategy.Turn;
import ipcgrade.wording.Words;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The report of a search over schedules")
class ExploreReportTest {
  private static final Path PING_PONG = Path.of("../../fixtures/ping-pong/grading.yml");

  private static final Findings FAULTY =
      new Findings(
          1000, 1000, Duration.ofMillis(15_249), 371, 24, 20,
          List.of(
              new Found(
                  new Fault.Rule("alternate"), 7, 12, "pct",
                  new Schedule(new Strategy.Replay(Turn.parse("1*3 1.2 1.1*0")), 9, true), run("")),
              new Found(
                  new Fault.Deadlock(), 90, 3, "surw",
                  new Schedule(new Strategy.Replay(Turn.parse("1.1 1")), 91, false),
                  run("waits for \u001b[2J")),
              new Found(
                  new Fault.Limit("virtual-time", 60_000), 91, 1, "exhaustive",
                  new Schedule(new Strategy.Replay(Turn.parse("1")), 1, true), run(""))),
          Optional.empty(), true, Optional.of(new SandboxException("The agent failed.")));

  private static Result.Run run(String waits) {
    List<Result.Wait> all =
        waits.isEmpty()
            ? List.of()
            : List.of(
                new Result.Wait(
                    "client 2", "", "", new Spec.Text(waits, "attende \u001b[2J"), List.of(), "client.c",
                    41));
    return new Result.Run(
        "pct", 1, true, true, "", "deadlock", waits, 0, 1, 1, List.of(), List.of(), List.of(),
        all,
        List.of());
  }

  private static Findings clean(Extent extent) {
    return new Findings(
        17, 2, Duration.ofMillis(340), 1, 0, 0, List.of(), Optional.of(extent), false, Optional.empty());
  }

  private static Plan plan(OptionalInt preemptions) {
    return new Plan(List.of(Method.values()), 1000, Duration.ofMinutes(1), preemptions, 1, true);
  }

  private static String printed(Findings findings, Plan plan, String language) throws Exception {
    Spec spec = SpecLoader.load(PING_PONG);
    return Golden.printed(
        StandardCharsets.UTF_8, false,
        screen -> new ExploreReport(screen, Words.in(language), spec).print(findings, plan, "rossi",
            "'esame di/rossi'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "it"})
  @DisplayName("names each fault, how often it came, and the schedule that shows it again")
  void faults(String language) throws Exception {
    Golden.check("console/explore-" + language + ".txt",
        printed(FAULTY, plan(OptionalInt.empty()), language));
  }

  @Test
  @DisplayName("says that something is certain only if the search allows it")
  void certainty() throws Exception {
    Plan bounded = plan(OptionalInt.of(2));
    Plan free = plan(OptionalInt.empty());
    OptionalInt two = OptionalInt.of(2);
    OptionalInt none = OptionalInt.empty();
    assertTrue(
        printed(clean(new Extent(true, none, 2, 17, Set.of())), free, "en").contains("in nothing that"));
    assertTrue(
        printed(clean(new Extent(true, two, 17, 17, Set.of())), bounded, "en")
            .contains("Certain: these are all schedules there are, 17 of them."));
    assertTrue(
        printed(clean(new Extent(false, two, 17, 17, Set.of())), bounded, "en").contains("at most 2 times"));
    for (Gap gap : Gap.values()) {
      for (boolean finished : new boolean[] {true, false}) {
        String text = printed(clean(new Extent(finished, two, 17, 17, Set.of(gap))), bounded, "en");
        assertEquals(!gap.voiding(), text.contains("Certain"), text);
        assertEquals(gap.voiding(), text.contains("nothing is certain"), text);
      }
    }
    assertTrue(
        printed(clean(new Extent(false, none, 2, 17, Set.of())), free, "en").contains("nothing is certain"));
    assertTrue(printed(clean(new Extent(false, none, 2, 17, Set.of())), bounded, "en")
        .contains("nothing is certain"));
  }

  @Test
  @DisplayName("is there for programs, too")
  void json() throws Exception {
    StringWriter out = new StringWriter();
    ResultJson.write(ExploreJson.of(SpecLoader.load(PING_PONG), plan(OptionalInt.empty()), FAULTY), out);
    Golden.check("console/explore.json", out.toString());
  }
}
