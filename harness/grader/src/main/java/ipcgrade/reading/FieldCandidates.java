package ipcgrade.reading;

import ipcgrade.order.Message;
import ipcgrade.order.QueueHistory;
import ipcgrade.reading.Location.Bytes;
import ipcgrade.spec.Spec.Expectation.Msqid;
import ipcgrade.spec.Spec.Expectation.Pid;
import ipcgrade.spec.Spec.Expectation.Range;
import ipcgrade.spec.Spec.Field;
import ipcgrade.spec.Spec.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a field may stand. A field is known by what it must hold; a wrong program may hold something else
 * there, so places whose numbers are only plausible are candidates too.
 */
public final class FieldCandidates {
  /** How far outside of its range a number may lie and still be a wrong one rather than garbage. */
  private static final long WRONG = 1000;

  private FieldCandidates() {}

  /**
   * A candidate.
   *
   * @param fitting how many of the messages hold there what is expected
   * @param varied how many different numbers they hold there, as far as the range has so many
   */
  public record Candidate(Location location, int fitting, int varied) {
    /**
     * The likelier place of two that earn the same: one where something fits, then the one that says more,
     * then the one that fits more.
     */
    public static final Comparator<Candidate> LIKELIER =
        Comparator.comparing((Candidate c) -> c.fitting > 0)
            .thenComparingInt(Candidate::varied)
            .thenComparingInt(Candidate::fitting)
            .reversed();
  }

  /** A message and the run it is of. */
  record Observed(Message message, Reading reading) {}

  /** A candidate, and what stands there. */
  private record Place(Candidate candidate, boolean plausible, boolean blank) {
    Location location() {
      return candidate.location;
    }

    /** Whether any message holds there what is expected. */
    boolean fits() {
      return candidate.fitting > 0;
    }
  }

  /** The candidates for a field of a kind's members in several runs, the likeliest first. */
  public static List<Candidate> of(
      Kind kind, Field field, Membership membership, List<Reading> readings) {
    return of(field, Sample.of(kind, membership, readings));
  }

  /** The candidates for a field among what messages of its kind hold, the likeliest first. */
  static List<Candidate> of(Field field, List<Observed> observed) {
    Map<Reading, Set<Long>> named = new HashMap<>();
    observed.forEach(o -> named.computeIfAbsent(o.reading, r -> named(field, r)));
    List<Place> places = new ArrayList<>();
    Set<List<OptionalLong>> seen = new HashSet<>();
    for (Location location : locations(observed)) {
      List<OptionalLong> values = observed.stream().map(o -> location.read(o.message)).toList();
      int fitting = 0;
      boolean plausible = true;
      for (int i = 0; i < values.size(); i++) {
        boolean fits = fits(field, values.get(i), named.getOrDefault(observed.get(i).reading, Set.of()));
        fitting += fits ? 1 : 0;
        plausible &= fits || plausible(field, values.get(i));
      }
      if (values.stream().anyMatch(OptionalLong::isPresent) && seen.add(values)) {
        int distinct = (int) values.stream().distinct().count();
        boolean blank = distinct == 1 && values.getFirst().equals(OptionalLong.of(0));
        Candidate candidate =
            new Candidate(location, fitting, Math.min(distinct, numbers(field)));
        places.add(new Place(candidate, plausible, blank));
      }
    }
    return likely(field, places);
  }

  /** Leaves out what is no field, or says nothing that another place does not say better. */
  private static List<Candidate> likely(Field field, List<Place> places) {
    List<Place> likely = new ArrayList<>(places);
    boolean range = field.expectation() instanceof Range;
    if (range && places.stream().anyMatch(Place::plausible)) {
      likely.removeIf(p -> !p.plausible);
    } else if (!range || places.stream().anyMatch(Place::fits)) {
      likely.removeIf(p -> !p.fits());
    }
    // a constant that does not fit says nothing that one that fits does not say better
    if (likely.stream().anyMatch(Place::fits)) {
      likely.removeIf(p -> !p.fits() && p.candidate.varied == 1);
    }
    List<Place> wide = List.copyOf(likely);
    likely.removeIf(p -> p.blank && wide.stream().anyMatch(w -> isUpperPart(p, w)));
    return likely.stream()
        .map(Place::candidate)
        .sorted(Comparator.comparingInt((Candidate c) -> -c.fitting).thenComparing(Candidate.LIKELIER))
        .toList();
  }

  /** Whether a place that always holds 0 is but a part of a number that does not. */
  private static boolean isUpperPart(Place part, Place whole) {
    return part.location() instanceof Bytes p
        && whole.location() instanceof Bytes w
        && w.contains(p)
        && w.width() > p.width()
        && whole.candidate.varied > 1;
  }

  private static Set<Location> locations(List<Observed> observed) {
    Set<Location> locations = new LinkedHashSet<>();
    observed.forEach(o -> locations.addAll(Location.all(o.message)));
    return locations;
  }

  /** How many different numbers a field may hold. */
  static int numbers(Field field) {
    return switch (field.expectation()) {
      case Range range -> (int) Math.min(range.high() - range.low() + 1, Integer.MAX_VALUE);
      case Msqid _, Pid _ -> Integer.MAX_VALUE;
    };
  }

  /** Whether a number is what a right program's message holds. */
  static boolean fits(Field field, OptionalLong value, Set<Long> named) {
    return value.isPresent()
        && switch (field.expectation()) {
          case Range range -> value.getAsLong() >= range.low() && value.getAsLong() <= range.high();
          case Msqid _, Pid _ -> named.contains(value.getAsLong());
        };
  }

  /** The msqids or pids that a field may hold. */
  static Set<Long> named(Field field, Reading reading) {
    return switch (field.expectation()) {
      case Range _ -> Set.of();
      case Msqid expected -> msqids(expected, reading);
      case Pid expected -> pids(expected, reading);
    };
  }

  private static Set<Long> pids(Pid expected, Reading reading) {
    return reading.spec().roles().values().stream()
        .filter(role -> role.name().equals(expected.role()))
        .flatMap(role -> reading.places(role).stream())
        .flatMap(Optional::stream)
        .map(process -> (long) process.pid())
        .collect(Collectors.toSet());
  }

  /** Those of the channel, or, where no queue is that, of any. */
  private static Set<Long> msqids(Msqid expected, Reading reading) {
    Set<Long> msqids = new HashSet<>();
    reading
        .channels()
        .forEach(
            (channel, queue) -> {
              if (channel.name().equals(expected.channel())) {
                msqids.add((long) queue.msqid());
              }
            });
    if (msqids.isEmpty()) {
      reading.history().queues().stream().map(QueueHistory::msqid).forEach(id -> msqids.add((long) id));
    }
    return msqids;
  }

  private static boolean plausible(Field field, OptionalLong value) {
    return value.isPresent()
        && switch (field.expectation()) {
          case Range range ->
              value.getAsLong() >= range.low() - WRONG && value.getAsLong() <= range.high() + WRONG;
          case Msqid _, Pid _ -> false;
        };
  }
}
