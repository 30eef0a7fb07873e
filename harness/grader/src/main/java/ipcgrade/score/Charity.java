package ipcgrade.score;

import ipcgrade.order.History;
import ipcgrade.reading.FieldCandidates;
import ipcgrade.reading.FieldCandidates.Candidate;
import ipcgrade.reading.Layout;
import ipcgrade.reading.Layout.FieldName;
import ipcgrade.reading.Location;
import ipcgrade.reading.Membership;
import ipcgrade.reading.MembershipCandidates;
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
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Of all readings of a submission's runs, finds the one that earns most: first the layout of its messages,
 * one for all runs, then who plays what in each run. Its work is bounded, however much a program sends.
 */
final class Charity {
  private static final int MOST_READINGS = 4;
  private static final int MOST_PLACES = 16;
  private static final int MOST_PASSES = 3;

  /** Layouts are compared by the first messages of each kind only. */
  private static final int MOST_MESSAGES = 256;

  private final Spec spec;
  private final Claims claims;
  private int evaluations;

  Charity(Spec spec, Claims claims) {
    this.spec = spec;
    this.claims = claims;
  }

  /** How often a rule was asked for its points until now. */
  int evaluations() {
    return evaluations;
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
            worlds.stream().map(of -> of.getFirst().abridged(MOST_MESSAGES)).toList());
    return new Judged(spec, claims, worlds.stream().map(of -> best(of, layout)).toList());
  }

  /** One more run, its messages laid out as in the others. */
  World read(Trace trace, Layout layout) {
    return best(
        RoleSearch.readings(spec, History.of(trace), MOST_READINGS).stream().map(World::new).toList(),
        layout);
  }

  /** One more run, its messages and its processes read as in the others, who plays which role being known. */
  World read(Trace trace, Layout layout, Map<String, List<String>> cast) {
    return new World(RoleSearch.known(spec, History.of(trace), cast)).under(layout);
  }

  private World best(List<World> unread, Layout layout) {
    World best = unread.getFirst();
    if (unread.size() > 1) {
      double most = -1;
      for (World world : unread) {
        World tried = world.abridged(MOST_MESSAGES).under(layout);
        double points = points(List.of(tried), spec.rules());
        if (points > most) {
          most = points;
          best = world;
        }
      }
    }
    return best.under(layout);
  }

  /** A field that may stand in several places, the likeliest first. */
  private record Open(FieldName name, List<Candidate> candidates) {}

  /** One way to read the messages of a kind: a membership, and where its members' fields may stand. */
  private record Shape(Kind kind, Membership membership, List<Open> fields) {
    /** A layout with this kind read so: its fields where they were if they may be, else where likeliest. */
    Layout in(Layout layout) {
      Layout with = layout.with(kind, membership);
      for (Open field : fields) {
        boolean stays =
            layout.membership(kind).equals(membership)
                && layout.locations().containsKey(field.name);
        if (!stays && !field.candidates.isEmpty()) {
          with = with.with(field.name, field.candidates.getFirst().location());
        }
      }
      return with;
    }
  }

  /** A layout and what it earns. */
  private record Earning(Layout layout, double points) {}

  /**
   * Kind by kind, and field by field, what earns most under the rules that speak of the kind; again while
   * that changes another.
   */
  private Layout layout(List<Reading> readings, List<World> worlds) {
    Layout layout = Layout.UNKNOWN;
    List<List<Shape>> open = new ArrayList<>();
    for (Kind kind : spec.kinds().values()) {
      List<Shape> shapes =
          MembershipCandidates.of(kind, readings).stream()
              .map(membership -> shape(kind, membership, readings))
              .toList();
      layout = shapes.getFirst().in(layout);
      if (shapes.size() > 1 || shapes.getFirst().fields.stream().anyMatch(f -> f.candidates.size() > 1)) {
        open.add(shapes);
      }
    }
    for (int pass = 0; pass < MOST_PASSES; pass++) {
      Layout before = layout;
      for (List<Shape> shapes : open) {
        layout = best(shapes, layout, worlds);
      }
      if (layout.equals(before)) {
        break;
      }
    }
    return layout;
  }

  private static Shape shape(Kind kind, Membership membership, List<Reading> readings) {
    List<Location> taken = new ArrayList<>();
    List<Open> fields = new ArrayList<>();
    for (Field field : surestFirst(kind)) {
      List<Candidate> candidates =
          FieldCandidates.of(kind, field, membership, readings).stream()
              .filter(c -> taken.stream().noneMatch(c.location()::overlaps))
              .limit(MOST_PLACES)
              .toList();
      if (candidates.size() == 1) {
        taken.add(candidates.getFirst().location());
      } else {
        taken.clear();
      }
      fields.add(new Open(new FieldName(kind.name(), field.name()), candidates));
    }
    return new Shape(kind, membership, fields);
  }

  /** A msqid or a pid cannot be mistaken, and what stands there is no other number. */
  private static List<Field> surestFirst(Kind kind) {
    return kind.fields().stream()
        .sorted(Comparator.comparing((Field f) -> f.expectation() instanceof Range))
        .toList();
  }

  /** The shape that earns most; the simplest of those that earn the same. */
  private Layout best(List<Shape> shapes, Layout layout, List<World> worlds) {
    Earning best = new Earning(layout, -1);
    for (Shape shape : shapes) {
      Layout tried = shape.in(layout);
      double points = -1;
      for (Open field : shape.fields) {
        if (field.candidates.size() > 1) {
          Earning placed = best(field, shape.kind, tried, worlds);
          tried = placed.layout;
          points = placed.points;
        }
      }
      if (points < 0 && shapes.size() > 1) {
        points = points(tried, shape.kind, worlds);
      }
      if (points > best.points) {
        best = new Earning(tried, points);
      }
    }
    return best.layout;
  }

  private Earning best(Open field, Kind kind, Layout layout, List<World> worlds) {
    Comparator<Candidate> likelier =
        Comparator.comparing((Candidate c) -> isTaken(c, field.name, layout))
            .thenComparing(Candidate.LIKELIER);
    double most = -1;
    Candidate best = field.candidates.getFirst();
    for (Candidate candidate : field.candidates) {
      double points = points(layout.with(field.name, candidate.location()), kind, worlds);
      if (points > most || (points == most && likelier.compare(candidate, best) < 0)) {
        most = points;
        best = candidate;
      }
    }
    return new Earning(layout.with(field.name, best.location()), most);
  }

  /** Whether another field of the kind stands there: two fields in one place are one too few. */
  private static boolean isTaken(Candidate candidate, FieldName field, Layout layout) {
    return layout.locations().entrySet().stream()
        .filter(other -> other.getKey().kind().equals(field.kind()) && !other.getKey().equals(field))
        .anyMatch(other -> candidate.location().overlaps(other.getValue()));
  }

  /** What the rules that speak of a kind earn under a layout. */
  private double points(Layout layout, Kind kind, List<World> worlds) {
    return points(
        worlds.stream().map(w -> w.under(layout)).toList(),
        spec.rules().stream().filter(r -> speaksOf(r, kind)).toList());
  }

  private static boolean speaksOf(Rule rule, Kind kind) {
    return (rule.claim().expression().source() + rule.when().map(Spec.Expression::source).orElse(""))
        .contains(kind.plural());
  }

  private double points(List<World> worlds, List<Rule> rules) {
    Judged judged = new Judged(spec, claims, worlds);
    double points = 0;
    for (Rule rule : rules) {
      evaluations++;
      List<Verdict> verdicts =
          IntStream.range(0, spec.instances(rule))
              .mapToObj(place -> Tally.verdict(judged.truths(rule, place)))
              .toList();
      points += Tally.points(rule, verdicts);
    }
    return points;
  }
}
