package ipcgrade.report.telling;

import ipcgrade.report.telling.Sentences.Sentence;
import ipcgrade.rule.Verdict;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Criterion;
import ipcgrade.score.Result.Evidence;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a result tells a student, as printable texts that any form of report can hold. */
public final class Feedback {
  private static final int MOST = 800;

  private final Words words;
  private final Map<String, Criterion> criteria;

  public Feedback(Result result, Words words) {
    this.words = words;
    this.criteria =
        result.criteria().stream().collect(Collectors.toMap(Criterion::id, Function.identity(), (a, _) -> a));
  }

  /** What a rule asks for, if the result says so. */
  public Optional<Criterion> criterion(String id) {
    return Optional.ofNullable(criteria.get(id));
  }

  /** A rule in brief; else its id. */
  public String title(Result.Rule rule) {
    return criterion(rule.id()).map(each -> line(each.title().in(words.locale()))).orElse(line(rule.id()));
  }

  /** What to look at when the rule is broken; may be empty. */
  public String hint(Result.Rule rule) {
    return criterion(rule.id()).map(each -> line(each.hint().in(words.locale()))).orElse("");
  }

  /** What became of a rule, a sentence each. */
  public List<String> sentences(Result.Submission submission, Result.Rule rule) {
    return new Sentences(words, submission.runs())
        .of(rule, criteria.get(rule.id())).stream().map(Sentence::text).toList();
  }

  /** The sentences in one line. */
  public String sentence(Result.Submission submission, Result.Rule rule) {
    return String.join("; ", sentences(submission, rule));
  }

  /** The calls that show it, as "client.c:31 client 2: msgrcv(…)". */
  public List<String> calls(Result.Rule rule) {
    return rule.evidence().stream().map(Feedback::call).toList();
  }

  /** All on a rule that lost points: what became of it, what to look at, and the calls. */
  public List<String> details(Result.Submission submission, Result.Rule rule) {
    List<String> lines = new ArrayList<>(sentences(submission, rule));
    lines.add(hint(rule));
    lines.addAll(calls(rule));
    return lines;
  }

  /** A call with its place and its process. */
  public static String call(Evidence call) {
    String place = Places.of(call);
    return line((place.isEmpty() ? "" : place + " ") + call.process() + ": " + call.text());
  }

  /** The score as "27 of 28 points"; "not graded" for one that has none. */
  public String score(Result.Submission submission) {
    return submission.outcome() == Result.Outcome.INFRASTRUCTURE
        ? Outcomes.name(words, submission.outcome())
        : words.get("check.score", words.points(submission.score()), words.points(submission.maxScore()));
  }

  /** Why a submission was not graded as others are: the outcome and its reason; empty for one that was graded. */
  public List<String> outcome(Result.Submission submission) {
    if (submission.outcome() == Result.Outcome.GRADED) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(Outcomes.name(words, submission.outcome()));
    lines.addAll(Outcomes.reason(words, submission));
    return lines;
  }

  /** What is wrong and what to do about it, a line each: the outcome, each rule that lost points, and the advice. */
  public List<String> lines(Result.Submission submission) {
    List<String> lines = new ArrayList<>(outcome(submission));
    for (Result.Rule rule : submission.rules()) {
      if (lost(rule)) {
        lines.add(
            words.get(
                "feedback.lost", title(rule), words.points(rule.points()), words.points(rule.maxPoints())));
        sentences(submission, rule).forEach(sentence -> lines.add("  " + sentence));
        String hint = hint(rule);
        if (!hint.isEmpty()) {
          lines.add("  " + words.get("feedback.hint", hint));
        }
      }
    }
    for (Result.Advice advice : submission.advice()) {
      lines.add(words.get("feedback.advice", advice(advice)));
    }
    return lines;
  }

  /** A piece of advice, what was seen and what to do. */
  public String advice(Result.Advice advice) {
    return line(advice.what().in(words.locale()) + " " + advice.remedy().in(words.locale()));
  }

  /** Whether a rule cost points, or could not be shown to hold. */
  public static boolean lost(Result.Rule rule) {
    return rule.verdict() != Verdict.PASS;
  }

  private static String line(String text) {
    return Printable.line(text, MOST);
  }
}
