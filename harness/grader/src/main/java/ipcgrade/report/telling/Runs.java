package ipcgrade.report.telling;

import ipcgrade.score.Result;
import ipcgrade.wording.Words;
import java.util.List;

/** Runs, and how they ended. */
public final class Runs {
  private Runs() {}

  /** How the order of the processes was chosen, and what went wrong: "random, seed 3", "fair, seed 1, under killed". */
  public static String schedule(Words words, Result.Run run) {
    String how =
        words.get("runs.schedule", words.get("strategy." + run.strategy()), Long.toString(run.seed()));
    if (run.fault().isEmpty()) {
      return how;
    }
    return words.get(
        "runs.how-under", how, run.under().isEmpty() ? run.fault() : String.join(", ", run.under()));
  }

  /** How one ended: "deadlock". */
  public static String end(Words words, Result.Run run) {
    return words.get("end.short." + known(run.end()));
  }

  /**
   * How some ended that did not finish: "Deadlock in all 8 runs: nobody can ever move again".
   *
   * @param end as {@link Result.Run#end}
   * @param where which ones
   */
  public static String ended(Words words, String end, String where) {
    return words.get("end." + known(end), where);
  }

  /** Who waits for whom in a circle. */
  public static String circle(Words words, List<String> circle) {
    return switch (circle.size()) {
      case 1 -> words.get("end.circle.one", circle.getFirst());
      case 2 -> words.get("end.circle.two", circle.getFirst(), circle.getLast());
      default -> words.get("end.circle.many", words.list(circle));
    };
  }

  private static String known(String end) {
    return switch (end) {
      case "finished", "deadlock", "limit", "refused" -> end;
      default -> "fault";
    };
  }
}
