package ipcgrade.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the next task, a process or a thread, is chosen. All but {@link Natural} let one go at a time, from one
 * modelled call to the next.
 *
 * <p>Tasks are named by how they came to be, whatever their pids: the program's first is {@code 1}, the second
 * that it made {@code 1.2}, and the first that this one made {@code 1.2.1}.
 */
public sealed interface Strategy {

  /** The kernel's own choice; calls may overlap. */
  record Natural() implements Strategy {}

  /** The one that has waited longest. */
  record Fair() implements Strategy {}

  /** Any enabled one with equal chance. */
  record Random() implements Strategy {}

  /**
   * Probabilistic concurrency testing: the enabled task of highest priority, priorities being drawn, and lowered
   * at {@code depth - 1} drawn steps. A bug of that depth among n tasks is found with a chance of at least
   * {@code 1 / (n * steps^(depth - 1))}. Burckhardt, Kothari, Musuvathi, Nagarakatte: A Randomized Scheduler
   * with Probabilistic Guarantees of Finding Bugs, ASPLOS 2010.
   *
   * @param depth from 1
   * @param steps how many decisions a run of the program takes
   */
  record Pct(int depth, int steps) implements Strategy {}

  /**
   * Selectively uniform random walk: each task is chosen as often as the calls that it has yet to make on
   * objects of interest, so that every order of those has about the same chance. Zhao, Wolff, Mathur,
   * Roychoudhury: Selectively Uniform Concurrency Testing, ASPLOS 2025.
   *
   * @param calls what each task did in another run
   */
  record Surw(List<Calls> calls) implements Strategy {
    public Surw {
      calls = List.copyOf(calls);
    }
  }

  /**
   * Always the fastest of those that can move, never the slowest if another can; between them, the one that has
   * waited longest.
   *
   * @param fastest tasks, the first of all first
   * @param slowest tasks
   */
  record Directed(List<String> fastest, List<String> slowest) implements Strategy {
    public Directed {
      fastest = List.copyOf(fastest);
      slowest = List.copyOf(slowest);
    }
  }

  /**
   * Turn by turn, as written down. A turn of a task that cannot move is over; after the last one a task goes on
   * until it can no more, then the one that has waited longest, and no sleep ends before its time.
   */
  record Replay(List<Turn> turns) implements Strategy {
    public Replay {
      turns = List.copyOf(turns);
    }
  }

  /**
   * As {@link Replay} up to a step. Before it a process of the program is left to a debugger, stopped, and all others
   * stand still until the agent is ended; see {@link Answer.Left}.
   *
   * @param step from 1; in it the task that the turns choose would go on
   * @param task whose process it is
   */
  record Until(List<Turn> turns, int step, String task) implements Strategy {
    public Until {
      turns = List.copyOf(turns);
    }
  }

  /**
   * A task goes on, from call to call.
   *
   * @param steps how often it is let go; 0 until it can no more
   */
  record Turn(String task, int steps) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})*)(?:\\*(\\d{1,9}))?");

    /** Single steps, one after the other. */
    public static List<Turn> of(List<String> tasks) {
      List<Turn> turns = new ArrayList<>();
      for (String task : tasks) {
        Turn last = turns.isEmpty() ? null : turns.getLast();
        if (last != null && last.task().equals(task)) {
          turns.removeLast();
        }
        turns.add(new Turn(task, last != null && last.task().equals(task) ? last.steps() + 1 : 1));
      }
      return turns;
    }

    /** Turns in one line: {@code 1*3 1.2 1.1*0}. */
    public static String text(List<Turn> turns) {
      return turns.stream()
          .map(turn -> turn.steps() == 1 ? turn.task() : turn.task() + "*" + turn.steps())
          .collect(Collectors.joining(" "));
    }

    /**
     * Reads {@link #text}.
     *
     * @throws IllegalArgumentException if it is no such line; the message names the first turn that is none
     */
    public static List<Turn> parse(String text) {
      return Stream.of(text.strip().split("\\s+")).filter(turn -> !turn.isEmpty()).map(Turn::one).toList();
    }

    private static Turn one(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("\"" + text + "\" is no turn such as 1.2*3");
      }
      String steps = matcher.group(2);
      return new Turn(matcher.group(1), steps == null ? 1 : Integer.parseInt(steps));
    }
  }

  /**
   * How often a task used an object.
   *
   * @param object as {@link Decision.Option#object}
   */
  record Calls(String task, String object, int count) {}

  /** Its name, as reports and options have it: {@code pct}. */
  default String id() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
