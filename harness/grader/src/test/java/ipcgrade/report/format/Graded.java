package ipcgrade.report.format;

import ipcgrade.report.format.Settings.Visibility;
import ipcgrade.rule.Verdict;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Advice;
import ipcgrade.score.Result.Criterion;
import ipcgrade.score.Result.Evidence;
import ipcgrade.score.Result.Instance;
import ipcgrade.score.Result.Outcome;
import ipcgrade.score.Result.Replay;
import ipcgrade.score.Result.Rule;
import ipcgrade.score.Result.Run;
import ipcgrade.score.Result.Submission;
import ipcgrade.spec.Spec.Text;
import ipcgrade.wording.Words;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Results, made up, and what formats write of them. */
final class Graded {
  /** What a submission may call itself, print or name its files: all that some format would obey. */
  static final String HOSTILE =
      "\u0000\u001b[31m]]></failure><script>alert(1)</script>\r\n::error file=/etc/passwd::taken\n"
          + "\u202Ereversed\uD800 `````` | **bold** =1+1 %0A &amp; \uFFFE é漢";

  private Graded() {}

  static Submission rossi() {
    return submission("rossi", "client.c", "msgrcv(65538, 24, msgtyp 0, 0) = 24", "received with msgtyp 0");
  }

  /** A submission that lost points by a race, with a rule kept, one never reached and a piece of advice. */
  static Submission submission(String name, String file, String call, String seen) {
    List<Evidence> evidence =
        List.of(
            new Evidence("client 2", 1, 12, "server 1", "msgsnd(65538, {2, …}, 24, 0) = 0", "", 0, "", false),
            new Evidence("client 2", 1, 14, "client 2", call, file, 41, "ask", true));
    return new Submission(
        name,
        Outcome.GRADED,
        "",
        3.5,
        9,
        List.of(
            new Rule("bind-once", Verdict.PASS, 3, 3, List.of(new Instance("", Verdict.PASS, List.of())),
                List.of()),
            new Rule(
                "selective-receive",
                Verdict.RACY,
                0.5,
                3,
                List.of(
                    new Instance("client 1", Verdict.PASS, List.of()),
                    new Instance("client 2", Verdict.RACY, List.of(1), List.of(), new Text(seen, seen))),
                evidence),
            new Rule(
                "query-first",
                Verdict.NOT_REACHED,
                0,
                3,
                List.of(new Instance("", Verdict.NOT_REACHED, List.of())),
                List.of())),
        List.of(run(0), run(1)),
        List.of(),
        List.of(
            new Advice(
                "sleeping",
                new Text("In client.c:7, a pause lets others go first.", "In client.c:7, una pausa."),
                new Text("Wait for a message.", "Aspetta un messaggio."),
                List.of("client 2"),
                evidence)));
  }

  /** A submission that has every verdict, its rules in another order than the result's, with an odd name and file. */
  static Result verdicts() {
    List<Evidence> calls =
        List.of(
            new Evidence("", 0, 3, "parent", "msgget(IPC_PRIVATE, 0600) = 0", "", 0, "main", false),
            new Evidence("", 0, 9, "parent", "wait() = 7", "100%, at: last.c", 12, "main", true),
            new Evidence("", 2, 8, "parent", "wait() = 8", "100%, at: last.c", 12, "", true));
    Text seen = new Text("waited 2 times, 100% in vain", "ha atteso 2 volte, al 100% invano");
    Submission all =
        new Submission(
            "neri, 100%",
            Outcome.GRADED,
            "",
            6.25,
            11,
            List.of(
                rule(Verdict.INCONCLUSIVE, "decided", 0, 2, List.of()),
                rule(Verdict.PASS, "kept", 4, 4, List.of()),
                new Rule(
                    "broken", Verdict.FAIL, 1.25, 2,
                    List.of(new Instance("parent", Verdict.FAIL, List.of(0, 1, 2), List.of(), seen)),
                    calls, new Replay(7, true, "1*9 1.1", 1)),
                rule(Verdict.NOT_REACHED, "reached", 0, 1, List.of()),
                rule(Verdict.RACY, "raced", 1, 2, List.of(1))),
            List.of(run(0), run(1), run(2)),
            List.of(),
            List.of());
    List<Criterion> criteria =
        List.of(
            criterion("kept", "Kept", "Rispettata"),
            criterion("raced", "Raced", "Di fretta"),
            criterion("broken", "Broken: 100%, always", "Violata: al 100%, sempre"),
            criterion("decided", "Decided", "Decisa"),
            criterion("reached", "Reached", "Raggiunta"));
    Text title = new Text("All verdicts", "Tutti i verdetti");
    return new Result(Result.SCHEMA, "verdicts", title, 0, criteria, List.of(all));
  }

  private static Rule rule(Verdict verdict, String id, double points, int most, List<Integer> brokenIn) {
    return new Rule(
        id, verdict, points, most, List.of(new Instance("", verdict, brokenIn)), List.of());
  }

  /** A submission with a third of the only point. */
  static Submission thirds() {
    double third = 1 / 3.0;
    List<Instance> instances = List.of(new Instance("", Verdict.FAIL, List.of(0)));
    Rule rule = new Rule("bind-once", Verdict.FAIL, third, 1, instances, List.of());
    return new Submission("gialli", Outcome.GRADED, "", third, 1, List.of(rule), List.of(run(0)));
  }

  /** A submission with its only point. */
  static Submission perfect() {
    Rule rule = rule(Verdict.PASS, "bind-once", 1, 1, List.of());
    return new Submission("verdi", Outcome.GRADED, "", 1, 1, List.of(rule), List.of(run(0)));
  }

  static Submission unbuilt() {
    return ungraded("bianchi", Outcome.BUILD_FAILED, "The compiler reports an error.\nmain.c:3: error: `x`");
  }

  static Submission ungraded(String name, Outcome outcome, String message) {
    return new Submission(name, outcome, message, 0, 9, List.of(), List.of());
  }

  static Result result(Submission... submissions) {
    return new Result(
        Result.SCHEMA,
        "registro-distribuito",
        new Text("Distributed registry", "Registro distribuito"),
        0,
        List.of(
            criterion("bind-once", "Each server binds once", "Ogni server invia un solo bind"),
            criterion("selective-receive", "The client receives selectively",
                "Il client riceve in modo selettivo"),
            criterion("query-first", "The client asks first", "Il client prima chiede")),
        List.of(submissions));
  }

  /** What a format writes, in English unless {@code language} is {@code it}. */
  static String written(Format format, String language, Result result) throws Exception {
    return written(format, settings(language, Map.of()), result);
  }

  static String written(Format format, Settings settings, Result result) throws Exception {
    StringWriter out = new StringWriter();
    format.write(result, settings, out);
    return out.toString();
  }

  static Settings settings(String language, Map<String, String> environment) {
    return new Settings(
        Words.in(language), "1.2.3", Instant.parse("2026-11-22T08:30:00.5Z"), environment, "",
        Visibility.VISIBLE);
  }

  private static Criterion criterion(String id, String en, String it) {
    return new Criterion(
        id, 3, new Text(en, it), "in modo selettivo", new Text("Pass msgtyp.", "Passa msgtyp."), Text.NONE,
        false);
  }

  private static Run run(int seed) {
    return new Run("random", seed, "finished", "", 5000, 7, 90, List.of());
  }
}
