package ipcgrade.report.console;

import ipcgrade.report.screen.Line;
import ipcgrade.report.screen.Screen;
import ipcgrade.report.screen.Style;
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
final class Findings {
  private static final int INDENT = 4;
  private static final int MOST_SENTENCE = 800;

  private final Screen screen;
  private final Words words;
  private final int runs;

  Findings(Screen screen, Words words, int runs) {
    this.screen = screen;
    this.words = words;
    this.runs = runs;
  }

  /** What makes instances alike. */
  private record Fate(Verdict verdict, List<Integer> brokenIn, String seen, String place) {}

  void print(Result.Rule rule, Spec.@Nullable Rule known) {
    Map<Fate, List<Instance>> alike = new LinkedHashMap<>();
    for (Instance each : rule.instances()) {
      String seen = each.seen().in(words.locale());
      String place = seen.isEmpty() ? "" : place(each, rule.evidence());
      Fate fate = new Fate(each.verdict(), each.brokenIn(), seen, place);
      alike.computeIfAbsent(fate, _ -> new ArrayList<>()).add(each);
    }
    if (alike.isEmpty()) {
      return;
    }
    screen.blank();
    List<Fate> told = alike.keySet().stream().filter(fate -> !fate.seen.isEmpty()).toList();
    Set<String> fates = told.stream().map(this::fate).collect(Collectors.toSet());
    String expected =
        known == null ? "" : known.expected().map(text -> text.in(words.locale())).orElse("");
    boolean oneSentence = told.size() == 1;
    for (Fate fate : told) {
      String sentence = sentence(fate, alike.getOrDefault(fate, List.of()));
      sentence = fates.size() == 1 ? sentence : words.get("found.and", sentence, fate(fate));
      line(
          Style.PLAIN,
          oneSentence && !expected.isEmpty() ? words.get("found.and", sentence, expected) : sentence);
    }
    if (!oneSentence && !told.isEmpty() && !expected.isEmpty()) {
      line(Style.PLAIN, expected);
    }
    boolean varies = known != null && known.claim() instanceof Spec.Claim.Varies;
    if (fates.size() == 1 && !varies) {
      line(Style.FAINT, fates.iterator().next());
    }
    alike.forEach(
        (fate, instances) -> {
          if (fate.seen.isEmpty()) {
            line(fate.verdict == Verdict.PASS ? Style.FAINT : Style.PLAIN, named(instances, fate(fate)));
          }
        });
  }

  private void line(Style style, String text) {
    screen.wrap(Line.indented(INDENT), style, Printable.line(text, MOST_SENTENCE));
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
        .map(EvidenceList::shortPlace)
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
        : words.get("fate.broken-in", RunSummary.in(words, in, runs));
  }
}
