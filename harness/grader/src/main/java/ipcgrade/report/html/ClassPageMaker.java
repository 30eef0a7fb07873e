package ipcgrade.report.html;

import ipcgrade.report.html.ClassPage.Bar;
import ipcgrade.report.html.ClassPage.Choice;
import ipcgrade.report.html.ClassPage.Column;
import ipcgrade.report.html.ClassPage.Figure;
import ipcgrade.report.html.ClassPage.ForPerson;
import ipcgrade.report.html.ClassPage.Link;
import ipcgrade.report.html.ClassPage.Mistake;
import ipcgrade.report.html.ClassPage.Student;
import ipcgrade.report.html.ClassPage.Table;
import ipcgrade.report.telling.Outcomes;
import ipcgrade.report.telling.Reasons;
import ipcgrade.rule.Verdict;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.spec.Spec;
import ipcgrade.wording.Limits;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.text.Collator;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes the page of a class out of its results. */
final class ClassPageMaker {
  private static final int BARS = 10;
  private static final int MOST_NAME = 80;
  private static final int MOST_WHY = 200;
  private static final int MOST_LINKS = 8;

  private final Spec spec;
  private final Words words;
  private final List<Result.Submission> submissions;

  ClassPageMaker(Spec spec, Words words, List<Result.Submission> submissions) {
    this.spec = spec;
    this.words = words;
    Collator order = Collator.getInstance(words.locale());
    this.submissions =
        submissions.stream().sorted(Comparator.comparing(Result.Submission::name, order)).toList();
  }

  ClassPage page() {
    String assignment = spec.title().in(words.locale());
    return new ClassPage(
        new Frame(words, assignment, ""),
        assignment,
        summary(),
        bars(),
        mistakes(),
        advice(),
        submissions.stream().filter(ClassPageMaker::needsPerson).map(this::forPerson).toList(),
        spec.rules().stream().map(rule -> new Choice(rule.id(), rule.title().in(words.locale()))).toList(),
        new Table(
            spec.rules().stream()
                .map(rule -> new Column(rule.id(), rule.title().in(words.locale()), rule.points()))
                .toList(),
            submissions.stream().map(this::student).toList()));
  }

  /** What counts as a grade: a build that failed is one too, of nothing. */
  private List<Result.Submission> graded() {
    return submissions.stream().filter(each -> each.outcome() != Outcome.INFRASTRUCTURE).toList();
  }

  private List<Figure> summary() {
    List<Double> scores = graded().stream().map(Result.Submission::score).sorted().toList();
    List<Figure> figures = new ArrayList<>();
    figures
        .add(new Figure(number(submissions.size()), words.get("page.class.submissions", submissions.size())));
    if (!scores.isEmpty()) {
      double mean = scores.stream().mapToDouble(Double::doubleValue).average().orElse(0);
      int half = scores.size() / 2;
      double median =
          scores.size() % 2 == 1 ? scores.get(half) : (scores.get(half - 1) + scores.get(half)) / 2;
      figures.add(
          new Figure(words.points(mean), words.get("page.class.mean", words.points(spec.maxScore()))));
      figures.add(new Figure(words.points(median), words.get("page.class.median")));
      long full = graded().stream().filter(each -> each.score() >= each.maxScore()).count();
      figures.add(new Figure(number(full), words.get("page.class.full")));
    }
    long person = submissions.stream().filter(ClassPageMaker::needsPerson).count();
    figures.add(new Figure(number(person), words.get("page.class.person-count")));
    return figures;
  }

  private String number(long number) {
    return NumberFormat.getIntegerInstance(words.locale()).format(number);
  }

  private List<Bar> bars() {
    int[] counts = new int[BARS];
    for (Result.Submission each : graded()) {
      double share = each.maxScore() == 0 ? 0 : each.score() / each.maxScore();
      counts[Math.clamp((int) (share * BARS), 0, BARS - 1)]++;
    }
    int most = 1;
    for (int count : counts) {
      most = Math.max(most, count);
    }
    List<Bar> bars = new ArrayList<>();
    for (int bar = 0; bar < BARS; bar++) {
      String label = words.get("page.class.bar", 100 / BARS * bar, 100 / BARS * (bar + 1));
      bars.add(new Bar(label, counts[bar], (int) Math.ceil(100.0 * counts[bar] / most)));
    }
    return bars;
  }

  private List<Mistake> mistakes() {
    List<Mistake> mistakes = new ArrayList<>();
    for (Spec.Rule rule : spec.rules()) {
      double lost = 0;
      List<Link> who = new ArrayList<>();
      for (Result.Submission submission : submissions) {
        for (Result.Rule each : submission.rules()) {
          if (each.id().equals(rule.id())
              && (each.verdict() == Verdict.FAIL || each.verdict() == Verdict.RACY)) {
            who.add(link(submission, "#rule-" + rule.id()));
            lost += each.maxPoints() - each.points();
          }
        }
      }
      if (!who.isEmpty()) {
        mistakes.add(
            mistake(rule.id(), rule.title().in(words.locale()), who,
                words.get("page.class.lost", words.points(lost))));
      }
    }
    return mistakes.stream().sorted(Comparator.comparingInt(Mistake::count).reversed()).toList();
  }

  private List<Mistake> advice() {
    Map<String, List<Link>> topics = new LinkedHashMap<>();
    for (Result.Submission submission : submissions) {
      for (String topic : new TreeSet<>(submission.advice().stream().map(Result.Advice::id).toList())) {
        topics.computeIfAbsent(topic, _ -> new ArrayList<>()).add(link(submission, "#advice-" + topic));
      }
    }
    return topics.entrySet().stream()
        .map(topic -> mistake(topic.getKey(), topic.getKey(), topic.getValue(), ""))
        .sorted(Comparator.comparingInt(Mistake::count).reversed())
        .toList();
  }

  private Mistake mistake(String id, String title, List<Link> who, String lost) {
    int share = Math.max(1, Math.round(100f * who.size() / submissions.size()));
    return new Mistake(
        id, title, who.size(), share, lost, who.stream().limit(MOST_LINKS).toList(),
        Math.max(0, who.size() - MOST_LINKS));
  }

  private static boolean needsPerson(Result.Submission submission) {
    return submission.outcome() != Outcome.GRADED
        || submission.rules().stream().anyMatch(rule -> rule.verdict() == Verdict.INCONCLUSIVE);
  }

  private ForPerson forPerson(Result.Submission submission) {
    String first = submission.message().lines().findFirst().orElse("");
    String why =
        switch (submission.outcome()) {
          case GRADED ->
              words.get(
                  "page.class.undecided",
                  words.list(
                      submission.rules().stream()
                          .filter(rule -> rule.verdict() == Verdict.INCONCLUSIVE)
                          .map(Result.Rule::id)
                          .toList()));
          case LIMIT_EXCEEDED -> String.join(" ", Limits.sentences(words, first));
          case BUILD_FAILED, INFRASTRUCTURE -> Reasons.in(words, first);
        };
    return new ForPerson(
        link(submission, ""), Outcomes.name(words, submission.outcome()), Printable.line(why, MOST_WHY));
  }

  private static Link link(Result.Submission submission, String fragment) {
    return new Link(
        Printable.line(submission.name(), MOST_NAME),
        "submissions/" + Slug.of(submission.name()) + ".html" + fragment);
  }

  private Student student(Result.Submission submission) {
    Map<String, Result.Rule> rules =
        submission.rules().stream().collect(Collectors.toMap(Result.Rule::id, rule -> rule, (one, _) -> one));
    StringBuilder verdicts = new StringBuilder();
    List<String> points = new ArrayList<>();
    for (Spec.Rule each : spec.rules()) {
      Result.Rule rule = rules.get(each.id());
      verdicts.append(rule == null ? ' ' : letter(rule.verdict()));
      points.add(rule == null ? "" : words.points(rule.points()));
    }
    boolean scored = submission.outcome() != Outcome.INFRASTRUCTURE;
    Link link = link(submission, "");
    return new Student(
        link.name(),
        link.href(),
        scored ? submission.score() : -1,
        scored ? words.points(submission.score()) : "–",
        submission.outcome().name(),
        Outcomes.name(words, submission.outcome()),
        needsPerson(submission),
        verdicts.toString(),
        points);
  }

  private static char letter(Verdict verdict) {
    return switch (verdict) {
      case PASS -> 'p';
      case FAIL -> 'f';
      case RACY -> 'r';
      case INCONCLUSIVE -> 'o';
      case NOT_REACHED -> 'n';
    };
  }
}
