package ipcgrade.score;

import ipcgrade.order.History;
import ipcgrade.reading.Reading;
import ipcgrade.rule.World;
import ipcgrade.trace.Decision;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Strategy.Turn;
import ipcgrade.trace.Trace;
import ipcgrade.wording.Calls;
import ipcgrade.wording.Limits;
import java.util.List;
import java.util.stream.Collectors;

/** What a result says of a run, whatever the rules say of it. */
final class RunSummary {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private RunSummary() {}

  /**
   * Of a run as it was read.
   *
   * @param decides whether it decides on rules that are not under a fault
   * @param under the names of the faults that struck in it
   */
  static Result.Run of(World world, boolean decides, List<String> under) {
    Reading reading = world.reading();
    History history = reading.history();
    Explanation explanation = new Explanation(world);
    Standstill standstill = new Standstill(reading);
    Trace trace = history.trace();
    long last = trace.events().isEmpty() ? 0 : trace.events().getLast().time();
    return new Result.Run(
        trace.request().schedule().strategy().id(),
        trace.request().schedule().seed(),
        trace.request().schedule().timely(),
        decides,
        Turn.text(Decision.turns(trace.decisions())),
        end(trace.end()),
        detail(trace.end(), standstill),
        last / NANOS_PER_MILLI,
        history.processes().size(),
        trace.events().size(),
        explanation.players(),
        explanation.channels(),
        explanation.rivals(),
        standstill.waits(),
        standstill.circles(),
        trace.request().schedule().fault().text(),
        under);
  }

  private static String end(RunEnd end) {
    return switch (end) {
      case RunEnd.Finished _ -> "finished";
      case RunEnd.Deadlock _ -> "deadlock";
      case RunEnd.LimitExceeded _ -> "limit";
      case RunEnd.Refused _ -> "refused";
      case RunEnd.HarnessFault _ -> "fault";
    };
  }

  private static String detail(RunEnd end, Standstill standstill) {
    return switch (end) {
      case RunEnd.Finished _ -> "";
      case RunEnd.Deadlock _ ->
          standstill.waits().stream()
              .map(wait -> wait.process() + " " + wait.what().en())
              .collect(Collectors.joining("\n"));
      case RunEnd.LimitExceeded limit -> Limits.text(limit.limit(), limit.value());
      case RunEnd.Refused refused -> Calls.refusal(refused);
      case RunEnd.HarnessFault fault -> fault.message();
    };
  }
}
