package ipcgrade.score;

import ipcgrade.rule.Verdict;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What grading says, as result.json has it. All that reports say can be written from it alone.
 *
 * @param schema {@link #SCHEMA}
 * @param assignment the id of its spec
 * @param title the assignment's
 * @param criteria what the rules of its spec say
 */
public record Result(
    String schema, String assignment, Text title, List<Criterion> criteria, List<Submission> submissions) {
  /** The form of result.json and its version. */
  public static final String SCHEMA = "ipcgrade/result/1";

  public Result {
    criteria = List.copyOf(criteria);
    submissions = List.copyOf(submissions);
  }

  /** What became of submissions under a spec. */
  public static Result of(Spec spec, List<Submission> submissions) {
    List<Criterion> criteria = spec.rules().stream().map(Criterion::of).toList();
    return new Result(SCHEMA, spec.id(), spec.title(), criteria, submissions);
  }

  /**
   * What a rule asks for, in the words of its spec.
   *
   * @param points at most
   * @param quote the assignment's sentence
   * @param hint what to look at when it is broken
   * @param expected what a right program does, a clause that can follow what was seen; may be empty
   * @param varies whether it asks for something that is not the same in all runs
   */
  public record Criterion(
      String id, int points, Text title, String quote, Text hint, Text expected, boolean varies) {
    /** What a rule of a spec says. */
    public static Criterion of(Spec.Rule rule) {
      return new Criterion(
          rule.id(), rule.points(), rule.title(), rule.quote(), rule.hint(),
          rule.expected().orElse(Text.NONE),
          rule.claim() instanceof Spec.Claim.Varies);
    }
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
   * @param message for an outcome other than GRADED: the compiler's messages, the limits and their values
   *     ({@code wall: 10 s; memory: 512 MiB}), or what failed; else empty
   * @param score points earned, those before a limit ended a run included
   * @param maxScore the points of all rules of the spec
   * @param fields where its messages hold what they should
   * @param advice what costs no points but had better be mended
   */
  public record Submission(
      String name,
      Outcome outcome,
      String message,
      double score,
      int maxScore,
      List<Rule> rules,
      List<Run> runs,
      List<Field> fields,
      List<Advice> advice) {
    public Submission {
      rules = List.copyOf(rules);
      advice = List.copyOf(advice);
      runs = List.copyOf(runs);
      fields = List.copyOf(fields);
    }

    /** The same with other rules and advice: with the schedules that show them. */
    public Submission with(List<Rule> explained, List<Advice> shown) {
      return new Submission(
          name, outcome, message, score, maxScore, explained, runs, fields, shown);
    }

    /** A submission of whose messages nothing is known, and that needs no advice. */
    public Submission(
        String name,
        Outcome outcome,
        String message,
        double score,
        int maxScore,
        List<Rule> rules,
        List<Run> runs) {
      this(name, outcome, message, score, maxScore, rules, runs, List.of(), List.of());
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
   * @param run position in {@link Submission#runs} of the run that shows it
   * @param breaks the ids of the rules that this run breaks and no timely one does
   * @param replay the shortest schedule found that breaks them; null if nothing is broken
   */
  public record Advice(
      String id,
      Text what,
      Text remedy,
      List<String> processes,
      List<Evidence> evidence,
      int run,
      List<String> breaks,
      @Nullable Replay replay) {
    public Advice {
      processes = List.copyOf(processes);
      evidence = List.copyOf(evidence);
      breaks = List.copyOf(breaks);
    }

    /** Advice on what broke nothing. */
    public Advice(String id, Text what, Text remedy, List<String> processes, List<Evidence> evidence) {
      this(
          id, what, remedy, processes, evidence, evidence.isEmpty() ? 0 : evidence.getFirst().run(),
          List.of(),
          null);
    }

    /** The same with a schedule that shows it. */
    public Advice with(Replay shown) {
      return new Advice(id, what, remedy, processes, evidence, run, breaks, shown);
    }
  }

  /**
   * A schedule that shows a fault, to be run again.
   *
   * @param turns as {@link ipcgrade.trace.Strategy.Turn#text}; after them nobody is preempted
   * @param preemptions how often a process had to stop in it that could have gone on, or stood still while another
   *     slept
   */
  public record Replay(long seed, boolean timely, String turns, int preemptions) {}

  /**
   * One rule.
   *
   * @param verdict that on its worst instance
   * @param points earned
   * @param instances one for each process that a quantified rule speaks of, else one
   * @param evidence for a rule that was not passed: what shows it
   * @param replay the shortest schedule found that breaks it; null if none does, or none by itself
   */
  public record Rule(
      String id,
      Verdict verdict,
      double points,
      int maxPoints,
      List<Instance> instances,
      List<Evidence> evidence,
      @Nullable Replay replay) {
    public Rule {
      instances = List.copyOf(instances);
      evidence = List.copyOf(evidence);
    }

    /** A rule of which nobody has looked for a schedule that breaks it. */
    public Rule(
        String id,
        Verdict verdict,
        double points,
        int maxPoints,
        List<Instance> instances,
        List<Evidence> evidence) {
      this(id, verdict, points, maxPoints, instances, evidence, null);
    }

    /** The same with a schedule that breaks it. */
    public Rule with(Replay shown) {
      return new Rule(id, verdict, points, maxPoints, instances, evidence, shown);
    }
  }

  /**
   * A rule for one process.
   *
   * @param name "client 2"; empty where the rule is not quantified
   * @param brokenIn positions in {@link Submission#runs} of the runs that broke it
   * @param unorderedIn positions of the runs in which calls decided that happened in this order though nothing
   *     orders them
   * @param seen what the first of those that broke it did; empty where it was kept or the rule does not say
   */
  public record Instance(
      String name, Verdict verdict, List<Integer> brokenIn, List<Integer> unorderedIn, Text seen) {
    public Instance {
      brokenIn = List.copyOf(brokenIn);
      unorderedIn = List.copyOf(unorderedIn);
    }

    /** One on which no order of events has a bearing, and of which nothing is told. */
    public Instance(String name, Verdict verdict, List<Integer> brokenIn) {
      this(name, verdict, brokenIn, List.of(), Text.NONE);
    }

    /** Whether another order of a run that broke it would have kept it. */
    public boolean lostByOrder() {
      return unorderedIn.stream().anyMatch(brokenIn::contains);
    }

    /** Whether another order of a run that kept it would have broken it. */
    public boolean keptByOrder() {
      return unorderedIn.stream().anyMatch(run -> !brokenIn.contains(run));
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
   * @param strategy {@link ipcgrade.trace.Strategy#id}
   * @param timely {@link ipcgrade.trace.Schedule#timely}
   * @param decides whether the verdicts are of it too; the others come last and serve advice only
   * @param turns who went when, as {@link ipcgrade.trace.Strategy.Turn#text}: with seed and {@code timely} they
   *     repeat the run; empty in a natural one
   * @param end finished, deadlock, limit, refused or fault
   * @param detail of the end: who waits for what, the limit and its value ({@code wall: 10 s}), the error of
   *     execve(2); may be empty
   * @param virtualMillis how long the program took by its own clock
   * @param processes how many there were
   * @param events how many the trace has
   * @param roles who played what, in the order of their start
   * @param channels which queue was read as which channel
   * @param rivals other readings that explain the messages about as well, the best first
   * @param waits of a deadlock: who waits for what, in pid order
   * @param circles of a deadlock: processes of which each waits for the next and the last for the first
   */
  public record Run(
      String strategy,
      long seed,
      boolean timely,
      boolean decides,
      String turns,
      String end,
      String detail,
      long virtualMillis,
      int processes,
      int events,
      List<Player> roles,
      List<Channel> channels,
      List<Rival> rivals,
      List<Wait> waits,
      List<List<String>> circles) {
    public Run {
      waits = List.copyOf(waits);
      circles = circles.stream().map(List::copyOf).toList();
      roles = List.copyOf(roles);
      channels = List.copyOf(channels);
      rivals = List.copyOf(rivals);
    }

    /** A run of which only the roles are known. */
    public Run(
        String strategy,
        long seed,
        String end,
        String detail,
        long virtualMillis,
        int processes,
        int events,
        List<Player> roles) {
      this(
          strategy, seed, true, true, "", end, detail, virtualMillis, processes, events, roles, List.of(),
          List.of(), List.of(), List.of());
    }
  }

  /**
   * A process in a deadlock.
   *
   * @param process as "client 2"
   * @param call that never returned, as {@code msgrcv(65538, 24, msgtyp 2, 0)}
   * @param on what it waits at: a queue as the assignment calls it, a semaphore, or the children; may be empty
   * @param what it waits for, as it goes on after the name
   * @param unblockedBy the processes that are left and could have ended it
   * @param file the source file of the call, relative to the submission, or empty
   * @param line from 1, or 0 if unknown
   */
  public record Wait(
      String process,
      String call,
      String on,
      Text what,
      List<String> unblockedBy,
      String file,
      int line) {
    public Wait {
      unblockedBy = List.copyOf(unblockedBy);
    }
  }

  /**
   * A process and the part it played.
   *
   * @param role "client 2", or two with a comma between; empty if it played none
   * @param thread whether it is a thread, read as a process
   * @param extra the role that it behaves as although that has all its players; else empty
   * @param deeds what it did with queues, by which it was recognised
   */
  public record Player(int pid, String role, boolean thread, String extra, List<Deed> deeds) {
    public Player {
      deeds = List.copyOf(deeds);
    }

    /** A process of which only the part is known. */
    public Player(int pid, String role) {
      this(pid, role, false, "", List.of());
    }
  }

  /**
   * What a process did with a queue, any number of times.
   *
   * @param what created, sent, received, or waited: it asked for a message and never got one
   * @param kind of the messages; empty if they are of none, or if it is not about messages
   * @param count how many messages, or calls
   */
  public record Deed(String what, int msqid, String kind, int count) {}

  /**
   * A queue, read as a channel.
   *
   * @param owner "server 1"; empty if the channel is for all
   * @param creator who made the queue, as {@link Player#role}, or "process 412"
   * @param carried the kinds of messages that went through it, and how many of each
   */
  public record Channel(String name, String owner, int msqid, String creator, List<Carried> carried) {
    public Channel {
      carried = List.copyOf(carried);
    }
  }

  /** How many messages of a kind went through a queue. */
  public record Carried(String kind, int count) {}

  /**
   * Another way to read a run.
   *
   * @param ahead by how much better it explains the messages; 0 as well, below 0 worse
   * @param instead the processes that play another part in it
   */
  public record Rival(int ahead, List<Player> instead) {
    public Rival {
      instead = List.copyOf(instead);
    }
  }

  /**
   * Where a field of a kind of message was found.
   *
   * @param in mtype; integer, in mtext; swapped, an integer in network byte order; real, a floating-point
   *     number; text, a number in a text
   * @param at the byte of mtext, from 0; of an mtype, the type that stands for 0
   * @param width of a number in mtext, in bytes; else 0
   * @param index of a text, which of its numbers, from 0; else 0
   */
  public record Field(String kind, String name, String in, int at, int width, int index) {}
}
