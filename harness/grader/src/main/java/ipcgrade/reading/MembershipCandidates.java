package ipcgrade.reading;

import ipcgrade.order.Message;
import ipcgrade.reading.FieldCandidates.Candidate;
import ipcgrade.reading.FieldCandidates.Observed;
import ipcgrade.reading.Location.Binary;
import ipcgrade.spec.Spec.Expectation.Range;
import ipcgrade.spec.Spec.Field;
import ipcgrade.spec.Spec.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The memberships that {@link Membership} allows a program, the simplest first. */
public final class MembershipCandidates {
  /** A mark that shows more different things than this is a field rather than a mark. */
  private static final int MOST_CLASSES = 5;

  /** Only so many memberships are worth trying. */
  private static final int MOST_CANDIDATES = 10;

  /** In bytes of mtext, from its start: there stands what tells kinds apart, each byte by itself. */
  private static final int FARTHEST = 64;

  /** From how many messages on it is no accident that all hold one number of many. */
  private static final int NO_ACCIDENT = 8;

  private final Kind kind;
  private final List<Observed> addressed;
  private final List<Observed> others;
  private final List<Map<Asker, Integer>> answers;

  /** A process in one of the runs. */
  private record Asker(Reading reading, int pid) {}

  private MembershipCandidates(Kind kind, List<Reading> readings, List<Observed> addressed) {
    this.kind = kind;
    this.addressed = addressed;
    this.others = others(kind, readings);
    this.answers = answers(kind, readings);
  }

  /** The memberships that a kind may have, {@link Membership#ALL} first. */
  public static List<Membership> of(Kind kind, List<Reading> readings) {
    List<Observed> all = Sample.of(kind, Membership.ALL, readings);
    List<Observed> addressed = Sample.of(kind, Membership.ADDRESSED, readings);
    List<Membership> found = new ArrayList<>();
    found.add(Membership.ALL);
    if (!addressed.isEmpty()) {
      if (addressed.size() < all.size()) {
        found.add(Membership.ADDRESSED);
      }
      new MembershipCandidates(kind, readings, addressed).addMarked(found);
    }
    return found;
  }

  private void addMarked(List<Membership> found) {
    Set<List<Boolean>> seen = new HashSet<>();
    for (Mark mark : marks()) {
      List<String> shown = addressed.stream().map(o -> mark.of(o.message())).toList();
      List<String> classes = List.copyOf(new TreeSet<>(shown));
      if (classes.size() > MOST_CLASSES) {
        continue;
      }
      for (int subset = 1; subset < (1 << classes.size()) - 1; subset++) {
        Set<String> excluded = subset(classes, subset);
        List<Boolean> out = shown.stream().map(excluded::contains).toList();
        if (found.size() < MOST_CANDIDATES && seen.add(out) && mayLeaveOut(out)) {
          found.add(new Membership(true, Optional.of(mark), excluded));
        }
      }
    }
  }

  private static Set<String> subset(List<String> classes, int bits) {
    Set<String> subset = new TreeSet<>();
    IntStream.range(0, classes.size())
        .filter(i -> (bits >> i & 1) == 1)
        .forEach(i -> subset.add(classes.get(i)));
    return subset;
  }

  private List<Mark> marks() {
    List<Mark> marks = new ArrayList<>(List.of(new Mark.Type(), new Mark.Size(), new Mark.Word()));
    Set<Location> locations = new LinkedHashSet<>();
    addressed.forEach(o -> locations.addAll(Location.all(o.message())));
    locations.stream()
        .filter(l -> l instanceof Binary b && b.width() == 1 && b.offset() < FARTHEST)
        .map(Mark.Field::new)
        .filter(this::tellsKinds)
        .forEach(marks::add);
    return marks;
  }

  /** Whether what others send on the channel never shows there what is sent here: else it is an id, or the like. */
  private boolean tellsKinds(Mark mark) {
    Set<String> own = addressed.stream().map(o -> mark.of(o.message())).collect(Collectors.toSet());
    return others.stream().noneMatch(o -> own.contains(mark.of(o.message())));
  }

  private static List<Observed> others(Kind kind, List<Reading> readings) {
    return readings.getFirst().spec().kinds().values().stream()
        .filter(other -> !other.from().equals(kind.from()) && other.on().equals(kind.on()))
        .flatMap(other -> Sample.of(other, Membership.ADDRESSED, readings).stream())
        .toList();
  }

  private boolean mayLeaveOut(List<Boolean> out) {
    List<Observed> kept = part(out, false);
    List<Observed> excluded = part(out, true);
    return kind.fields().isEmpty()
        ? excluded.stream().allMatch(o -> o.message().received().isPresent())
        : isAnswered(kept)
            || kind.fields().stream().anyMatch(field -> saysElse(field, excluded, kept));
  }

  private List<Observed> part(List<Boolean> out, boolean which) {
    return IntStream.range(0, addressed.size())
        .filter(i -> out.get(i) == which)
        .mapToObj(addressed::get)
        .toList();
  }

  /** Whether there are answers, and who sent the kept got as many as they are: none is for another. */
  private boolean isAnswered(List<Observed> kept) {
    Map<Asker, Integer> asked = new HashMap<>();
    kept.forEach(o -> asked.merge(new Asker(o.reading(), o.message().sender()), 1, Integer::sum));
    return answers.contains(asked);
  }

  /** For each kind that goes the other way, how many of its messages who got. */
  private static List<Map<Asker, Integer>> answers(Kind kind, List<Reading> readings) {
    return readings.getFirst().spec().kinds().values().stream()
        .filter(answer -> answer.from().equals(kind.to()) && answer.to().equals(kind.from()))
        .map(
            answer -> {
              Map<Asker, Integer> answered = new HashMap<>();
              for (Reading reading : readings) {
                for (Message message : Membership.ADDRESSED.members(answer, reading)) {
                  message
                      .received()
                      .ifPresent(r -> answered.merge(new Asker(reading, r.pid()), 1, Integer::sum));
                }
              }
              return answered;
            })
        .toList();
  }

  /** Whether, wherever the field may stand among the kept, the excluded say something else there. */
  private boolean saysElse(Field field, List<Observed> excluded, List<Observed> kept) {
    List<Candidate> candidates = FieldCandidates.of(field, kept);
    return !candidates.isEmpty()
        && candidates.stream()
            .takeWhile(c -> Candidate.LIKELIER.compare(c, candidates.getFirst()) == 0)
            .allMatch(
                c -> fitsNowhere(field, c.location(), excluded)
                    || (field.expectation() instanceof Range
                        && FieldCandidates.numbers(field) > 2
                        && c.varied() > 1
                        && excluded.size() >= NO_ACCIDENT
                        && saysNothing(c.location(), excluded, kept)));
  }

  private static boolean fitsNowhere(Field field, Location place, List<Observed> excluded) {
    return excluded.stream()
        .noneMatch(
            o -> FieldCandidates.fits(
                field, place.read(o.message()), FieldCandidates.named(field, o.reading())));
  }

  /** Whether they all hold one number, or each what its sender sent last, which the kept do not. */
  private boolean saysNothing(Location place, List<Observed> excluded, List<Observed> kept) {
    return excluded.stream().map(o -> place.read(o.message())).distinct().count() == 1
        || (excluded.stream().allMatch(o -> repeats(place, o))
            && kept.stream().filter(o -> repeats(place, o)).count() * 2 < kept.size());
  }

  private boolean repeats(Location place, Observed message) {
    Optional<Observed> last =
        addressed.stream()
            .filter(o -> o.reading().equals(message.reading()))
            .filter(o -> o.message().sender() == message.message().sender())
            .filter(o -> o.message().sent().seq() < message.message().sent().seq())
            .reduce((_, later) -> later);
    return last.map(o -> place.read(o.message())).equals(Optional.of(place.read(message.message())));
  }
}
