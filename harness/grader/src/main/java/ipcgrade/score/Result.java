package ipcgrade.score;

import ipcgrade.rule.Verdict;
import ipcgrade.spec.Spec.Text;
import ipcgrade.trace.RunRequest;
import java.util.List;

/**
 * What grading says, as result.json has it.
 *
 * @param schema {@link #SCHEMA}
 * @param assignment the id of its spec
 */
public record Result(String schema, String assignment, List<Submission> submissions) {
  /** The form of result.json and its version. */
  public static final String SCHEMA = "ipcgrade/result/1";

  public Result {
    submissions = List.copyOf(submissions);
  }

  /** A result of this version's schema. */
  public static Result of(String assignment, List<Submission> submissions) {
    return new Result(SCHEMA, assignment, submissions);
  }

  /** What became of a submission. */
  public enum Outcome {
    GRADED,
    BUILD_FAILED,
    LIMIT_EXCEEDED,
    /** The harness failed: not the student's fault, and not a grade. */
    INFRASTRUCTURE
  }

  /**
   * One submission. Without a build there are no rules and no runs.
   *
   * @param name its file or directory
   * @param message for an outcome other than GRADED: the compiler's messages, the limit and its value,
   *     or what failed; else empty
   * @param score points earned, those before a limit ended a run included
   * @param maxScore the points of all rules of the spec
   * @param advice what costs no points but had better be mended
   */
  public record Submission(
      String name,
      Outcome outcome,
      String message,
      double score,
      int maxScore,
      List<Rule> rules,
      List<Advice> advice,
      List<Run> runs) {
    public Submission {
      rules = List.copyOf(rules);
      advice = List.copyOf(advice);
      runs = List.copyOf(runs);
    }

    /** A submission without advice. */
    public Submission(
        String name,
        Outcome outcome,
        String message,
        double score,
        int maxScore,
        List<Rule> rules,
        List<Run> runs) {
      this(name, outcome, message, score, maxScore, rules, List.of(), runs);
    }
  }

  /**
   * Advice without points.
   *
   * @param id on what: "sleeping", "polling", …
   * @param what what was seen, and why that is no good
   * @param remedy what to do instead
   * @param processes whom it concerns, as "client 2"
   * @param evidence one or two events that show it
   */
  public record Advice(
      String id, Text what, Text remedy, List<String> processes, List<Evidence> evidence) {
    public Advice {
      processes = List.copyOf(processes);
      evidence = List.copyOf(evidence);
    }
  }

  /**
   * One rule.
   *
   * @param verdict that on its worst instance
   * @param points earned
   * @param instances one for each process that a quantified rule speaks of, else one
   * @param evidence for a rule that was not passed: what shows it
   */
  public record Rule(
      String id,
      Verdict verdict,
      double points,
      int maxPoints,
      List<Instance> instances,
      List<Evidence> evidence) {
    public Rule {
      instances = List.copyOf(instances);
      evidence = List.copyOf(evidence);
    }
  }

  /**
   * A rule for one process.
   *
   * @param name "client 2"; empty where the rule is not quantified
   * @param brokenIn positions in {@link Submission#runs} of the runs that broke it
   * @param seen what the first of them did that broke it; empty where it was kept or the rule does not say
   */
  public record Instance(String name, Verdict verdict, List<Integer> brokenIn, Text seen) {
    public Instance {
      brokenIn = List.copyOf(brokenIn);
    }

    /** An instance of which nothing is told. */
    public Instance(String name, Verdict verdict, List<Integer> brokenIn) {
      this(name, verdict, brokenIn, Text.NONE);
    }
  }

  /**
   * A call, or another event, that decided a verdict.
   *
   * @param instance the instance it speaks of; may be empty
   * @param run position in {@link Submission#runs}
   * @param seq of the event in that run's trace
   * @param process who did it, as the reading has it: "client 2", or "process 412"
   * @param text the event, as {@code msgrcv(1376256, 24, msgtyp 0, 0) = 24}
   * @param file the source file, relative to the submission, or empty
   * @param line from 1, or 0 if unknown
   * @param function or empty
   * @param key whether it decides; the others are the calls around it
   */
  public record Evidence(
      String instance,
      int run,
      long seq,
      String process,
      String text,
      String file,
      int line,
      String function,
      boolean key) {}

  /**
   * One run.
   *
   * @param end finished, deadlock, limit or fault
   * @param detail of the end: the blocked calls, the limit and its value; may be empty
   * @param virtualMillis how long the program took by its own clock
   * @param processes how many there were
   * @param events how many the trace has
   * @param roles who played what, in pid order
   */
  public record Run(
      RunRequest.Strategy strategy,
      long seed,
      String end,
      String detail,
      long virtualMillis,
      int processes,
      int events,
      List<Player> roles) {
    public Run {
      roles = List.copyOf(roles);
    }
  }

  /** A process and the part it played; {@code role} is empty if it played none. */
  public record Player(int pid, String role) {}
}
