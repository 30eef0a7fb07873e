package ipcgrade.spec;

import ipcgrade.trace.RunRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An assignment: one grading.yml.
 *
 * @param roles by name, in the order of the file; likewise {@code channels} and {@code kinds}
 * @param image the Docker image that submissions are built and run in; empty: ipcgrade's own
 * @param faults by name: what goes wrong in runs of their own, of which rules say what is right then
 */
public record Spec(
    String id,
    Text title,
    Build build,
    Run run,
    Map<String, Role> roles,
    Map<String, Channel> channels,
    Map<String, Kind> kinds,
    List<Rule> rules,
    Optional<String> image,
    Map<String, FaultSpec> faults) {
  public Spec {
    roles = Ordered.copyOf(roles);
    channels = Ordered.copyOf(channels);
    kinds = Ordered.copyOf(kinds);
    rules = List.copyOf(rules);
    faults = Ordered.copyOf(faults);
  }

  /** An assignment for ipcgrade's own image, in which nothing goes wrong. */
  public Spec(
      String id,
      Text title,
      Build build,
      Run run,
      Map<String, Role> roles,
      Map<String, Channel> channels,
      Map<String, Kind> kinds,
      List<Rule> rules) {
    this(id, title, build, run, roles, channels, kinds, rules, Optional.empty(), Map.of());
  }

  /** The same assignment, run under other schedules. */
  public Spec withSeed(long seed) {
    return new Spec(id, title, build, run.withSeed(seed), roles, channels, kinds, rules, image, faults);
  }

  /** The sum of the points of its rules. */
  public int maxScore() {
    return rules.stream().mapToInt(Rule::points).sum();
  }

  /** The role that a rule is judged for, if it is quantified. */
  public Optional<Role> role(Rule rule) {
    return rule.each().flatMap(name -> Optional.ofNullable(roles.get(name)));
  }

  /** How many times a rule is judged in a run: once, or once for each process of its role. */
  public int instances(Rule rule) {
    return role(rule).map(Role::count).orElse(1);
  }

  /**
   * How a submission is compiled.
   *
   * @param command the command to run in the submission's directory; empty: make where there is a
   *     Makefile, else the compiler on all sources
   * @param program the executable it makes, relative to the submission's directory; empty: the only one
   */
  public record Build(List<String> command, Optional<String> program) {
    public Build {
      command = List.copyOf(command);
    }
  }

  /**
   * How a submission is run.
   *
   * @param arguments passed to the program
   * @param schedules how many runs decide the grade
   * @param millis real time after which no more runs are begun, milliseconds
   * @param untimely whether runs decide too in which sleeps end while others could move
   * @param limits what the build and each of the runs may use
   * @param seed of the schedules, and of all else that a run draws: the same seed, the same runs
   */
  public record Run(
      List<String> arguments, int schedules, long millis, boolean untimely, Limits limits, long seed) {
    /** Real time of all runs, milliseconds, where grading.yml does not say otherwise. */
    public static final long MILLIS = 120_000;

    public Run {
      arguments = List.copyOf(arguments);
    }

    /** The same under other schedules. */
    public Run withSeed(long other) {
      return new Run(arguments, schedules, millis, untimely, limits, other);
    }

    /** Runs that take their time, of which the timely ones decide. */
    public Run(List<String> arguments, int schedules, Limits limits) {
      this(arguments, schedules, MILLIS, false, limits, 0);
    }
  }

  /**
   * What a build and a run may use.
   *
   * @param buildMillis real time of the build, milliseconds
   * @param run what each run may use
   */
  public record Limits(long buildMillis, RunRequest.Limits run) {
    /** Where grading.yml does not say otherwise. */
    public static final Limits DEFAULT =
        new Limits(
            60_000,
            new RunRequest.Limits(
                10_000,
                120_000,
                10_000,
                64,
                512L << 20,
                16L << 20,
                64L << 20,
                1L << 20,
                16L << 20,
                64,
                64,
                64,
                100_000,
                256));
  }

  /**
   * A part that processes play.
   *
   * @param plural the name of the list of its processes in claims; {@code name + "s"} unless given
   * @param count how many processes play it
   * @param root whether it is the process that starts all others
   */
  public record Role(String name, String plural, int count, boolean root) {
    /** What the process in a place of it, from 0, is called: "registry", "client 2". */
    public String player(int place) {
      return count == 1 ? name : name + " " + (place + 1);
    }
  }

  /**
   * A queue that the assignment speaks of.
   *
   * @param of the role of which each process has one of its own; empty if there is one for all
   */
  public record Channel(String name, Optional<String> of) {}

  /**
   * A kind of message.
   *
   * @param plural the name of the list of its messages in claims; {@code name + "s"} unless given
   * @param from the role that sends it
   * @param to the role that receives it
   * @param on the channel it goes through
   */
  public record Kind(
      String name, String plural, String from, String to, String on, List<Field> fields) {
    public Kind {
      fields = List.copyOf(fields);
    }
  }

  /** A number that a kind of message carries, and what it is expected to hold: so it is found. */
  public record Field(String name, Expectation expectation) {}

  /** What a field holds in a right program. */
  public sealed interface Expectation {
    /** A number from {@code low} to {@code high}, both included. */
    record Range(long low, long high) implements Expectation {}

    /** The msqid of a queue that is this channel. */
    record Msqid(String channel) implements Expectation {}

    /** The pid of a process that plays this role. */
    record Pid(String role) implements Expectation {}
  }

  /**
   * One requirement.
   *
   * @param quote the sentence of the assignment it comes from
   * @param hint what to look at when it is broken
   * @param each the role it is judged for, once for each of its processes
   * @param when where this is false the rule was not reached
   * @param claim what must hold
   * @param evidence the calls to show when it does not hold
   * @param seen what the run did that broke it; its subject is the process of {@code each}, if there is one
   * @param expected what a right program does, a clause that can follow {@code seen}
   * @param racy the share of its points that it earns if it is broken under some schedules only, 0 to 1
   * @param under the faults under which it is judged, by name; none: it is judged where nothing goes wrong
   */
  public record Rule(
      String id,
      int points,
      Text title,
      String quote,
      Text hint,
      Optional<String> each,
      Optional<Expression> when,
      Claim claim,
      Optional<Expression> evidence,
      Optional<Seen> seen,
      Optional<Text> expected,
      double racy,
      List<String> under,
      Position position) {
    public Rule {
      under = List.copyOf(under);
    }

    /** The share where grading.yml does not say otherwise. */
    public static final double RACY = 0.5;

    /** A rule that is judged where nothing goes wrong. */
    public Rule(
        String id,
        int points,
        Text title,
        String quote,
        Text hint,
        Optional<String> each,
        Optional<Expression> when,
        Claim claim,
        Optional<Expression> evidence,
        Optional<Seen> seen,
        Optional<Text> expected,
        double racy,
        Position position) {
      this(
          id, points, title, quote, hint, each, when, claim, evidence, seen, expected, racy, List.of(),
          position);
    }

    /** A rule that says nothing of what was seen and expected. */
    public Rule(
        String id,
        int points,
        Text title,
        String quote,
        Text hint,
        Optional<String> each,
        Optional<Expression> when,
        Claim claim,
        Optional<Expression> evidence,
        Position position) {
      this(
          id, points, title, quote, hint, each, when, claim, evidence, Optional.empty(),
          Optional.empty(), RACY, position);
    }
  }

  /** What was seen, in the languages that reports speak; its expressions also know {@code runs}. */
  public record Seen(Template en, Template it) {}

  /** What must hold. */
  public sealed interface Claim {
    Expression expression();

    /** The expression is true in every run. */
    record Holds(Expression expression) implements Claim {}

    /** The expression, a list, is not the same in all runs. */
    record Varies(Expression expression) implements Claim {}
  }

  /**
   * A CEL expression and where it stands in the file.
   *
   * @param source as YAML has unfolded it
   * @param position of its first character
   * @param stretches how it lies in the file, which folds it over lines: by offset, the first at 0
   */
  public record Expression(String source, Position position, List<Stretch> stretches) {
    public Expression {
      stretches = List.copyOf(stretches);
    }

    /** An expression that lies in the file as it is. */
    public Expression(String source, Position position) {
      this(source, position, List.of(new Stretch(0, position)));
    }

    /**
     * Where a character of the source stands in the file.
     *
     * @param line from 1 in {@code source}, and {@code column} from 0 in code points, as dev.cel counts
     */
    public Position at(int line, int column) {
      int start = 0;
      for (int i = 1; i < line && source.indexOf('\n', start) >= 0; i++) {
        start = source.indexOf('\n', start) + 1;
      }
      return at(source.codePointCount(0, start) + column);
    }

    /** A part of it as an expression of its own, from one UTF-16 index to another. */
    Expression part(int from, int to) {
      int start = source.codePointCount(0, from);
      List<Stretch> own = new ArrayList<>();
      own.add(new Stretch(0, at(start)));
      stretches.stream()
          .filter(stretch -> stretch.offset() > start)
          .forEach(stretch -> own.add(new Stretch(stretch.offset() - start, stretch.position())));
      return new Expression(source.substring(from, to), own.getFirst().position(), own);
    }

    private Position at(int offset) {
      Stretch stretch = stretches.getFirst();
      for (Stretch next : stretches) {
        stretch = next.offset() <= offset ? next : stretch;
      }
      return new Position(
          stretch.position().line(), stretch.position().column() + offset - stretch.offset());
    }
  }

  /**
   * A part of an expression that lies in one line of the file.
   *
   * @param offset of its first character in the expression, in code points
   * @param position of that character
   */
  public record Stretch(int offset, Position position) {}

  /** A place in the file; line and column count from 1. */
  public record Position(int line, int column) {}

  /** A text in the languages that reports speak. */
  public record Text(String en, String it) {
    /** No text. */
    public static final Text NONE = new Text("", "");

    /** The text in Italian for {@code it}, else in English. */
    public String in(Locale locale) {
      return locale.getLanguage().equals("it") ? it : en;
    }
  }

  private static final class Ordered {
    static <V> Map<String, V> copyOf(Map<String, V> map) {
      return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
  }
}
