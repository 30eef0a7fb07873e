package ipcgrade.report.html;

import ipcgrade.grade.Graded;
import ipcgrade.grade.Graded.Contrast;
import ipcgrade.report.html.Excerpt.Made;
import ipcgrade.report.html.SubmissionPage.Choice;
import ipcgrade.report.html.SubmissionPage.Diagram;
import ipcgrade.report.html.SubmissionPage.Parting;
import ipcgrade.report.telling.Runs;
import ipcgrade.score.Assessment;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Evidence;
import ipcgrade.score.Step;
import ipcgrade.trace.Trace;
import ipcgrade.wording.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The runs that a page shows, each once however many rules it serves. */
final class Exhibits {
  /** Steps of each of two runs from where they part, and of both before it. */
  private static final int APART = 10;

  private static final int TOGETHER = 3;

  private final Graded graded;
  private final Words words;
  private final String prefix;
  private final Map<String, Story> stories = new LinkedHashMap<>();
  private final Map<Story, String> names = new LinkedHashMap<>();
  private boolean opened;

  /** @param prefix of the names of their data */
  Exhibits(Graded graded, Words words, String prefix) {
    this.graded = graded;
    this.words = words;
    this.prefix = prefix;
  }

  /** The data of all runs that were asked for, by name. */
  Map<String, Story> stories() {
    return Map.copyOf(stories);
  }

  /**
   * The runs that show that a rule is broken: the shortest, one that keeps it, and the one of the evidence.
   *
   * @param rule its id; empty if only the run of the evidence is to be shown
   * @param contrast null if there is none
   * @param shortest whether it is of the shortest run
   */
  Optional<Diagram> of(
      String id, String rule, @Nullable Contrast contrast, boolean shortest, List<Evidence> evidence,
      int run) {
    if (graded.runs().isEmpty()) {
      return Optional.empty();
    }
    Assessment runs = graded.runs().get();
    List<Choice> choices = new ArrayList<>();
    if (contrast != null) {
      List<Step> breaking = runs.steps(contrast.breaking(), rule);
      List<Step> keeping =
          contrast.keeping().map(trace -> runs.steps(trace, rule)).orElse(List.of());
      int parts = keeping.isEmpty() ? -1 : Step.inCommon(breaking, keeping);
      String label = shortest ? "page.shortest" : "page.breaks";
      choices.add(choice(label, runs, contrast.breaking(), breaking, parts, false));
      contrast
          .keeping()
          .ifPresent(trace -> choices.add(choice("page.keeping", runs, trace, keeping, parts, true)));
    }
    if (run >= 0 && run < graded.result().runs().size()) {
      List<Long> keys =
          evidence.stream().filter(each -> each.key() && each.run() == run).map(Evidence::seq).toList();
      Trace trace = trace(run);
      boolean same =
          contrast != null && contrast.breaking().request().schedule().equals(trace.request().schedule());
      if (!same) {
        String label =
            words.get(
                "evidence.run-how",
                Integer.toString(run + 1),
                Runs.schedule(words, graded.result().runs().get(run)));
        Story story = new Storyteller(runs.world(run), List.of(), words).tell(first(keys), -1);
        choices.add(new Choice(label, name(story), keys(keys), false));
      }
    }
    if (choices.isEmpty()) {
      return Optional.empty();
    }
    Diagram diagram = new Diagram(id, !opened, choices);
    opened = true;
    return Optional.of(diagram);
  }

  private Choice choice(
      String label, Assessment runs, Trace trace, List<Step> steps, int parts, boolean keeps) {
    List<Long> keys =
        steps.stream()
            .flatMap(step -> step.events().stream())
            .filter(Evidence::key)
            .map(Evidence::seq)
            .toList();
    Story story = new Storyteller(runs.world(trace), steps, words).tell(first(keys), parts);
    return new Choice(words.get(label), name(story), keys(keys), keeps);
  }

  /**
   * A contrast among the runs that were graded, where none was made for it: the run of the evidence, and of those
   * that keep the rule the one that goes its way the longest.
   */
  Optional<Contrast> contrast(Result.Rule rule) {
    Set<Integer> breaking = breaking(rule);
    if (graded.runs().isEmpty() || rule.evidence().isEmpty() || breaking.isEmpty()) {
      return Optional.empty();
    }
    Trace broken = trace(rule.evidence().getFirst().run());
    return keeping(breaking)
        .filter(run -> graded.result().runs().get(run).end().equals("finished"))
        .mapToObj(this::trace)
        .max(Comparator.comparingInt(trace -> inCommon(broken, trace)))
        .map(kept -> new Contrast(broken, Optional.of(kept)));
  }

  /** Whether one of the runs that were graded kept a rule. */
  boolean keeps(Result.Rule rule) {
    return keeping(breaking(rule)).findAny().isPresent();
  }

  private static Set<Integer> breaking(Result.Rule rule) {
    return rule.instances().stream().flatMap(each -> each.brokenIn().stream()).collect(Collectors.toSet());
  }

  /** The runs that decide and are not among those that break a rule. */
  private IntStream keeping(Set<Integer> breaking) {
    return IntStream.range(0, graded.result().runs().size())
        .filter(run -> graded.result().runs().get(run).decides() && !breaking.contains(run));
  }

  private Trace trace(int run) {
    return graded.runs().orElseThrow().world(run).reading().history().trace();
  }

  private static int inCommon(Trace one, Trace other) {
    int most = Math.min(one.decisions().size(), other.decisions().size());
    int common = 0;
    while (common < most
        && one.decisions().get(common).task().name().equals(other.decisions().get(common).task().name())) {
      common++;
    }
    return common;
  }

  /** Two runs side by side where they part. */
  Optional<Parting> parting(String rule, @Nullable Contrast contrast) {
    if (contrast == null || contrast.keeping().isEmpty() || graded.runs().isEmpty()) {
      return Optional.empty();
    }
    Assessment runs = graded.runs().get();
    List<Step> breaking = runs.steps(contrast.breaking(), rule);
    List<Step> keeping = runs.steps(contrast.keeping().get(), rule);
    int common = Step.inCommon(breaking, keeping);
    List<Made> before =
        breaking.subList(0, common).stream()
            .flatMap(step -> step.events().stream())
            .map(Excerpt::made)
            .toList();
    return Optional.of(
        new Parting(
            common,
            before.subList(Math.max(0, before.size() - TOGETHER), before.size()),
            from(breaking, common),
            from(keeping, common)));
  }

  private static List<Made> from(List<Step> steps, int common) {
    return steps.stream()
        .skip(common)
        .flatMap(step -> step.events().stream())
        .limit(APART)
        .map(Excerpt::made)
        .toList();
  }

  private String name(Story story) {
    return names.computeIfAbsent(
        story,
        _ -> {
          String name = prefix + "-" + (stories.size() + 1);
          stories.put(name, story);
          return name;
        });
  }

  private static long first(List<Long> keys) {
    return keys.isEmpty() ? -1 : keys.getFirst();
  }

  private static String keys(List<Long> keys) {
    return keys.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }
}
