package ipcgrade.reading;

import ipcgrade.order.Message;
import ipcgrade.order.QueueHistory;
import ipcgrade.spec.Spec.Expectation.Msqid;
import ipcgrade.spec.Spec.Expectation.Pid;
import ipcgrade.spec.Spec.Expectation.Range;
import ipcgrade.spec.Spec.Field;
import ipcgrade.spec.Spec.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
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
    /** The likelier place of two that earn the same: the one that says more, then the one that fits more. */
    public static final Comparator<Candidate> LIKELIER =
        Comparator.comparingInt(Candidate::varied).thenComparingInt(Candidate::fitting).reversed();
  }

  /** The candidates for a field, the likeliest first, from the readings of several runs. */
  public static List<Candidate> of(Kind kind, Field field, List<Reading> readings) {
    List<Observed> observed = new ArrayList<>();
    for (Reading reading : readings) {
      Set<Long> named = named(field, reading);
      reading.messages(kind).forEach(m -> observed.add(new Observed(m, named)));
    }
    if (observed.isEmpty()) {
      return List.of();
    }
    Set<Location> places = new LinkedHashSet<>();
    observed.forEach(o -> places.addAll(Location.all(o.message)));
    List<Candidate> candidates = new ArrayList<>();
    Set<List<Long>> seen = new HashSet<>();
    for (Location place : places) {
      List<Long> values = new ArrayList<>();
      int fitting = 0;
      boolean plausible = true;
      for (Observed o : observed) {
        OptionalLong value = place.read(o.message);
        boolean fits = value.isPresent() && fits(field, value.getAsLong(), o.named);
        fitting += fits ? 1 : 0;
        plausible &= value.isPresent() && (fits || plausible(field, value.getAsLong()));
        values.add(value.orElse(Long.MIN_VALUE));
      }
      boolean possible = plausible || (!(field.expectation() instanceof Range) && fitting > 0);
      if (possible && seen.add(values)) {
        int distinct = (int) values.stream().distinct().count();
        candidates.add(new Candidate(place, fitting, Math.min(distinct, numbers(field))));
      }
    }
    // a constant that does not fit says nothing that one that fits does not say better
    if (candidates.stream().anyMatch(c -> c.fitting > 0)) {
      candidates.removeIf(c -> c.fitting == 0 && c.varied == 1);
    }
    candidates.sort(Comparator.comparingInt((Candidate c) -> -c.fitting).thenComparing(Candidate.LIKELIER));
    return candidates;
  }

  /** How many different numbers a field may hold. */
  private static int numbers(Field field) {
    return switch (field.expectation()) {
      case Range range -> (int) Math.min(range.high() - range.low() + 1, Integer.MAX_VALUE);
      case Msqid _, Pid _ -> Integer.MAX_VALUE;
    };
  }

  /** A message, and what a msqid or a pid in it may be in its run. */
  private record Observed(Message message, Set<Long> named) {}

  private static Set<Long> named(Field field, Reading reading) {
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

  private static boolean fits(Field field, long value, Set<Long> named) {
    return switch (field.expectation()) {
      case Range range -> value >= range.low() && value <= range.high();
      case Msqid _, Pid _ -> named.contains(value);
    };
  }

  private static boolean plausible(Field field, long value) {
    return switch (field.expectation()) {
      case Range range -> value >= range.low() - WRONG && value <= range.high() + WRONG;
      case Msqid _, Pid _ -> false;
    };
  }
}
