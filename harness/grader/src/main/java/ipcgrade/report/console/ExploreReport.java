package ipcgrade.report.console;

import ipcgrade.explore.Explorer.NotBuilt;
import ipcgrade.explore.Extent;
import ipcgrade.explore.Fault;
import ipcgrade.explore.Findings;
import ipcgrade.explore.Findings.Found;
import ipcgrade.explore.Gap;
import ipcgrade.explore.Plan;
import ipcgrade.report.screen.Line;
import ipcgrade.report.screen.Mark;
import ipcgrade.report.screen.Screen;
import ipcgrade.report.screen.Style;
import ipcgrade.report.telling.Reasons;
import ipcgrade.spec.Spec;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy.Replay;
import ipcgrade.trace.Strategy.Turn;
import ipcgrade.wording.Calls;
import ipcgrade.wording.Limits;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.time.Duration;

/** What a search over schedules found, how to see it again, and what is certain now. */
public final class ExploreReport {
  private static final int INDENT = 4;
  private static final int TENTH = 100;
  private static final int MOST_NAME = 60;
  private static final int MOST_PLACE = 4096;

  private final Screen screen;
  private final Words words;
  private final Spec spec;

  public ExploreReport(Screen screen, Words words, Spec spec) {
    this.screen = screen;
    this.words = words;
    this.spec = spec;
  }

  /** Why there is nothing to run, in a sentence. */
  public static String reason(NotBuilt failed, Words words) {
    return Reasons.in(words, String.join(" ", Limits.sentences(words, failed.reason())));
  }

  /**
   * Prints the report.
   *
   * @param submission its name
   * @param place what to type behind {@code ipcgrade replay}
   */
  public void print(Findings findings, Plan plan, String submission, String place) {
    screen.print(
        new Line()
            .add(Style.TITLE, spec.title().in(words.locale()))
            .right(Style.FAINT, Printable.line(submission, MOST_NAME), screen.width()));
    screen.rule();
    screen.wrap(
        new Line(), Style.PLAIN,
        words.get(
            "explore.tried", findings.runs(), seconds(findings.time()),
            Math.round(findings.perSecond())));
    screen.wrap(
        new Line(), Style.PLAIN,
        words.get("explore.coverage", findings.interleavings(), findings.races(), findings.turned()));
    findings.extent().ifPresent(extent -> print(extent, plan));
    if (findings.interrupted()) {
      screen.wrap(new Line(), Style.DOUBTFUL, words.get("explore.interrupted"));
    }
    if (findings.broken().isPresent()) {
      screen.wrap(new Line(), Style.DOUBTFUL, words.get("explore.broken"));
    }
    screen.rule();
    if (findings.faults().isEmpty()) {
      screen.wrap(screen.mark(new Line(), Mark.PASS).add(" "), Style.PLAIN, words.get("explore.nothing"));
    }
    findings.faults().forEach(found -> print(found, findings, Printable.line(place, MOST_PLACE)));
  }

  private static String seconds(Duration time) {
    return Calls.seconds(Duration.ofMillis(TENTH * Math.round(time.toMillis() / (double) TENTH)).toNanos());
  }

  private void print(Extent extent, Plan plan) {
    String claim;
    if (extent.all()) {
      claim =
          words.get(
              plan.preemptions().isPresent() ? "explore.all" : "explore.all-classes", extent.schedules());
    } else if (extent.sound() && extent.preemptions().isPresent()) {
      claim = words.get("explore.bounded", extent.preemptions().getAsInt());
    } else {
      claim = words.get("explore.incomplete");
    }
    screen.wrap(new Line(), extent.all() ? Style.GOOD : Style.PLAIN, claim);
    extent.gaps().stream()
        .sorted()
        .forEach(
            gap -> screen.wrap(
                screen.mark(Line.indented(2), Mark.ADVICE).add(" "), Style.FAINT, gap(gap)));
  }

  private String gap(Gap gap) {
    return switch (gap) {
      case OUTSIDE -> words.get("explore.gap.outside");
      case LONG -> words.get("explore.gap.long");
      case LIMIT -> words.get("explore.gap.limit");
      case UNREPEATABLE -> words.get("explore.gap.unrepeatable");
      case SIGNALS -> words.get("explore.gap.signals");
      case POLLING -> words.get("explore.gap.polling");
    };
  }

  private void print(Found found, Findings findings, String place) {
    screen.wrap(
        screen.mark(new Line(), Mark.FAIL).add(" ").add(Style.TITLE, found.fault().id()).add("  "),
        Style.PLAIN, text(found.fault()));
    screen.wrap(
        Line.indented(INDENT), Style.FAINT,
        words.get("explore.times", found.times(), findings.judged(), found.first(),
            strategy(found.strategy())));
    if (found.fault() instanceof Fault.Deadlock) {
      new RunSummary(screen, words).waits(found.run());
    }
    Schedule schedule = found.schedule();
    String turns = schedule.strategy() instanceof Replay replay ? Turn.text(replay.turns()) : "";
    screen.wrap(
        screen.mark(Line.indented(INDENT), Mark.HINT).add(" "), Style.FAINT,
        words.get(
            schedule.timely() ? "explore.schedule" : "explore.schedule-untimely",
            Long.toString(schedule.seed()), turns, place));
  }

  private String text(Fault fault) {
    return switch (fault) {
      case Fault.Rule(String id) ->
          spec.rules().stream()
              .filter(rule -> rule.id().equals(id))
              .map(rule -> rule.title().in(words.locale()))
              .findFirst()
              .orElse("");
      case Fault.Deadlock _ -> words.get("explore.deadlock");
      case Fault.Limit limit ->
          String.join(" ", Limits.sentences(words, Limits.text(limit.limit(), limit.value())));
    };
  }

  private String strategy(String id) {
    return id.equals("exhaustive") ? words.get("strategy.exhaustive") : words.get("strategy." + id);
  }
}
