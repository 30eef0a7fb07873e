package ipcgrade.score;

import ipcgrade.order.History;
import ipcgrade.reading.FieldCandidates;
import ipcgrade.reading.FieldCandidates.Candidate;
import ipcgrade.reading.Layout;
import ipcgrade.reading.Layout.FieldName;
import ipcgrade.reading.Location;
import ipcgrade.reading.Reading;
import ipcgrade.reading.RoleSearch;
import ipcgrade.rule.Claims;
import ipcgrade.rule.Verdict;
import ipcgrade.rule.World;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Expectation.Range;
import ipcgrade.spec.Spec.Field;
import ipcgrade.spec.Spec.Kind;
import ipcgrade.spec.Spec.Rule;
import ipcgrade.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Of all readings of a submission's runs, finds the one that earns most: first the layout of its messages,
 * one for all runs, then who plays what in each run.
 */
final class Charity {
  private static final int MOST_READINGS = 4;
  private static final int MOST_PLACES = 16;
  private static final int MOST_PASSES = 3;

  private final Spec spec;
  private final Claims claims;

  Charity(Spec spec, Claims claims) {
    this.spec = spec;
    this.claims = claims;
  }

  /** The runs under the reading that earns most. Deterministic. */
  Judged read(List<Trace> traces) {
    List<List<Reading>> readings =
        traces.stream()
            .map(trace -> RoleSearch.readings(spec, History.of(trace), MOST_READINGS))
            .toList();
    List<List<World>> worlds =
        readings.stream().map(of -> of.stream().map(World::new).toList()).toList();
    Layout layout =
        layout(
            readings.stream().map(List::getFirst).toList(),
            worlds.stream().map(List::getFirst).toList());
    return new Judged(spec, claims, worlds.stream().map(of -> best(of, layout)).toList());
  }

  private World best(List<World> unread, Layout layout) {
    List<World> worlds = unread.stream().map(w -> w.under(layout)).toList();
    World best = worlds.getFirst();
    if (worlds.size() > 1) {
      double most = -1;
      for (World world : worlds) {
        double points = points(List.of(world), spec.rules());
        if (points > most) {
          most = points;
          best = world;
        }
      }
    }
    return best;
  }

  /** A field that may stand in several places. */
  private record Open(Kind kind, FieldName name, List<Candidate> candidates) {}

  /**
   * Field by field, the place under which the rules that speak of its kind earn most; again while that
   * moves another field.
   */
  private Layout layout(List<Reading> readings, List<World> worlds) {
    Layout layout = Layout.UNKNOWN;
    List<Open> open = new ArrayList<>();
    for (Kind kind : spec.kinds().values()) {
      List<Location> taken = new ArrayList<>();
      for (Field field : surestFirst(kind)) {
        FieldName name = new FieldName(kind.name(), field.name());
        List<Candidate> candidates =
            FieldCandidates.of(kind, field, readings).stream()
                .filter(c -> taken.stream().noneMatch(c.location()::overlaps))
                .limit(MOST_PLACES)
                .toList();
        if (!candidates.isEmpty()) {
          layout = layout.with(name, candidates.getFirst().location());
          taken.add(candidates.getFirst().location());
        }
        if (candidates.size() > 1) {
          open.add(new Open(kind, name, candidates));
          taken.clear();
        }
      }
    }
    for (int pass = 0; pass < MOST_PASSES; pass++) {
      Layout before = layout;
      for (Open field : open) {
        layout = layout.with(field.name, best(field, layout, worlds).location());
      }
      if (layout.equals(before)) {
        break;
      }
    }
    return layout;
  }

  /** A msqid or a pid cannot be mistaken, and what stands there is no other number. */
  private static List<Field> surestFirst(Kind kind) {
    return kind.fields().stream()
        .sorted(Comparator.comparing((Field f) -> f.expectation() instanceof Range))
        .toList();
  }

  private Candidate best(Open field, Layout layout, List<World> worlds) {
    List<Rule> rules = spec.rules().stream().filter(r -> speaksOf(r, field.kind)).toList();
    double most = -1;
    Candidate best = field.candidates.getFirst();
    for (Candidate candidate : field.candidates) {
      Layout tried = layout.with(field.name, candidate.location());
      double points = points(worlds.stream().map(w -> w.under(tried)).toList(), rules);
      if (points > most || (points == most && Candidate.LIKELIER.compare(candidate, best) < 0)) {
        most = points;
        best = candidate;
      }
    }
    return best;
  }

  private static boolean speaksOf(Rule rule, Kind kind) {
    return (rule.claim().expression().source() + rule.when().map(Spec.Expression::source).orElse(""))
        .contains(kind.plural());
  }

  private double points(List<World> worlds, List<Rule> rules) {
    Judged judged = new Judged(spec, claims, worlds);
    double points = 0;
    for (Rule rule : rules) {
      List<Verdict> verdicts =
          IntStream.range(0, spec.instances(rule))
              .mapToObj(place -> Tally.verdict(judged.truths(rule, place)))
              .toList();
      points += Tally.points(rule.points(), verdicts);
    }
    return points;
  }
}
