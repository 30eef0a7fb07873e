package ipcgrade.report.telling;

import static java.util.stream.Collectors.joining;

import ipcgrade.rule.Verdict;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Criterion;
import ipcgrade.score.Result.Evidence;
import ipcgrade.score.Result.Instance;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What became of a rule, as sentences: "client 1 received with msgtyp 0 (client.c:41), likewise client 2; the
 * assignment asks for …". Processes that fared alike share one. The sentences are printable.
 */
public final class Sentences {
  private static final int MOST_SENTENCE = 800;

  private final Words words;
  private final int runs;

  /**
   * @param runs those of the submission
   */
  public Sentences(Words words, List<Result.Run> runs) {
    this.words = words;
    this.runs = deciding(runs);
  }

  /**
   * A sentence.
   *
   * @param aside whether it says nothing that is wrong: in how many runs, or who kept the rule
   */
  public record Sentence(String text, boolean aside) {}

  /** What makes instances alike. */
  private record Fate(Verdict verdict, List<Integer> brokenIn, String seen, String place) {}

  /** How many of the runs decide. */
  public static int deciding(List<Result.Run> runs) {
    return (int) runs.stream().filter(Result.Run::decides).count();
  }

  /** Which runs: "in all 8 runs", "in 2 of 8 runs (3, 4)". */
  public static String in(Words words, List<Integer> some, int all) {
    String numbers = some.stream().map(run -> Integer.toString(run + 1)).collect(joining(", "));
    return some.size() == all
        ? words.get("runs.all", all)
        : words.get("runs.some", some.size(), all, numbers);
  }

  /** The sentences on a rule. */
  public List<Sentence> of(Result.Rule rule, @Nullable Criterion criterion) {
    Map<Fate, List<Instance>> alike = new LinkedHashMap<>();
    for (Instance each : rule.instances()) {
      String seen = each.seen().in(words.locale());
      String place = seen.isEmpty() ? "" : place(each, rule.evidence());
      Fate fate = new Fate(each.verdict(), each.brokenIn(), seen, place);
      alike.computeIfAbsent(fate, _ -> new ArrayList<>()).add(each);
    }
    List<Sentence> sentences = new ArrayList<>();
    List<Fate> told = alike.keySet().stream().filter(fate -> !fate.seen.isEmpty()).toList();
    Set<String> fates = told.stream().map(this::fate).collect(Collectors.toSet());
    String expected = criterion == null ? "" : criterion.expected().in(words.locale());
    boolean oneSentence = told.size() == 1;
    for (Fate fate : told) {
      String sentence = sentence(fate, alike.getOrDefault(fate, List.of()));
      sentence = fates.size() == 1 ? sentence : words.get("found.and", sentence, fate(fate));
      boolean whole = oneSentence && !expected.isEmpty();
      sentences.add(said(whole ? words.get("found.and", sentence, expected) : sentence, false));
    }
    if (!oneSentence && !told.isEmpty() && !expected.isEmpty()) {
      sentences.add(said(expected, false));
    }
    if (fates.size() == 1 && (criterion == null || !criterion.varies())) {
      sentences.add(said(fates.iterator().next(), true));
    }
    alike.forEach(
        (fate, instances) -> {
          if (fate.seen.isEmpty()) {
            sentences.add(said(named(instances, fate(fate)), fate.verdict == Verdict.PASS));
          }
        });
    return sentences;
  }

  private static Sentence said(String text, boolean aside) {
    return new Sentence(Printable.line(text, MOST_SENTENCE), aside);
  }

  /** The first process, what it did and where; and who did likewise. */
  private String sentence(Fate fate, List<Instance> instances) {
    Instance first = instances.getFirst();
    String did = first.name().isEmpty() ? fate.seen : words.get("found.who", first.name(), fate.seen);
    String where = fate.place.isEmpty() ? did : words.get("found.where", did, fate.place);
    List<Instance> others = instances.subList(1, instances.size());
    return others.isEmpty() ? where : words.get("found.likewise", where, names(others));
  }

  /** The source line of the first call that decided. */
  private static String place(Instance instance, List<Evidence> evidence) {
    return evidence.stream()
        .filter(each -> each.key() && each.instance().equals(instance.name()) && each.line() > 0)
        .findFirst()
        .map(Places::brief)
        .orElse("");
  }

  private String named(List<Instance> instances, String fate) {
    String who = names(instances);
    return who.isEmpty() ? fate : words.get("found.fate", who, fate);
  }

  private String names(List<Instance> instances) {
    List<String> names = instances.stream().map(Instance::name).filter(n -> !n.isEmpty()).toList();
    return names.isEmpty() ? "" : words.list(names);
  }

  private String fate(Fate fate) {
    return switch (fate.verdict) {
      case PASS -> words.get("fate.pass");
      case FAIL -> broken(fate.brokenIn);
      case RACY -> words.get("fate.race", broken(fate.brokenIn));
      case INCONCLUSIVE -> words.get("fate.inconclusive");
      case NOT_REACHED -> words.get("fate.not-reached");
    };
  }

  private String broken(List<Integer> in) {
    return in.isEmpty()
        ? words.get("fate.broken")
        : words.get("fate.broken-in", in(words, in, runs));
  }
}
