package ipcgrade.report.told;

import ipcgrade.rule.Verdict;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Evidence;
import ipcgrade.score.Result.Instance;
import ipcgrade.spec.Spec;
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
 * assignment asks for …". Processes that fared alike share one.
 */
public final class Findings {
  private static final int MOST_SENTENCE = 800;

  private final Words words;
  private final int runs;

  /**
   * A teller of findings.
   *
   * @param runs how many decided
   */
  public Findings(Words words, int runs) {
    this.words = words;
    this.runs = runs;
  }

  /**
   * A sentence.
   *
   * @param aside whether it is of less weight than the others
   */
  public record Sentence(String text, boolean aside) {}

  /** What makes instances alike. */
  private record Fate(Verdict verdict, List<Integer> brokenIn, String seen, String place) {}

  /**
   * What became of a rule.
   *
   * @param known the rule as the spec has it
   */
  public List<Sentence> of(Result.Rule rule, Spec.@Nullable Rule known) {
    List<Sentence> sentences = new ArrayList<>();
    Map<Fate, List<Instance>> alike = new LinkedHashMap<>();
    for (Instance each : rule.instances()) {
      String seen = each.seen().in(words.locale());
      String place = seen.isEmpty() ? "" : place(each, rule.evidence());
      Fate fate = new Fate(each.verdict(), each.brokenIn(), seen, place);
      alike.computeIfAbsent(fate, _ -> new ArrayList<>()).add(each);
    }
    if (alike.isEmpty()) {
      return sentences;
    }
    List<Fate> told = alike.keySet().stream().filter(fate -> !fate.seen.isEmpty()).toList();
    Set<String> fates = told.stream().map(this::fate).collect(Collectors.toSet());
    String expected =
        known == null ? "" : known.expected().map(text -> text.in(words.locale())).orElse("");
    boolean oneSentence = told.size() == 1;
    for (Fate fate : told) {
      String sentence = sentence(fate, alike.getOrDefault(fate, List.of()));
      sentence = fates.size() == 1 ? sentence : words.get("found.and", sentence, fate(fate));
      add(
          sentences,
          false,
          oneSentence && !expected.isEmpty() ? words.get("found.and", sentence, expected) : sentence);
    }
    if (!oneSentence && !told.isEmpty() && !expected.isEmpty()) {
      add(sentences, false, expected);
    }
    boolean varies = known != null && known.claim() instanceof Spec.Claim.Varies;
    if (fates.size() == 1 && !varies) {
      add(sentences, true, fates.iterator().next());
    }
    alike.forEach(
        (fate, instances) -> {
          if (fate.seen.isEmpty()) {
            add(sentences, fate.verdict == Verdict.PASS, named(instances, fate(fate)));
          }
        });
    return sentences;
  }

  private static void add(List<Sentence> sentences, boolean aside, String text) {
    sentences.add(new Sentence(Printable.line(text, MOST_SENTENCE), aside));
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
        .map(Places::shortened)
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
        : words.get("fate.broken-in", Runs.in(words, in, runs));
  }
}
