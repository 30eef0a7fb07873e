package ipcgrade.rule;

import java.util.List;
import java.util.function.BiPredicate;

/**
 * The DECLARE templates (Pesic, van der Aalst 2006; Di Ciccio, Montali 2022) over sets of events of a
 * partially ordered run. Each has its meaning in linear temporal logic on finite traces: □ always,
 * ◇ eventually, ○ next, U until, W weak until.
 *
 * @param <E> the type of the events
 */
final class Declare<E> {
  private final BiPredicate<E, E> before;

  /** Templates over an order: {@code before} says whether one event was over before another began. */
  Declare(BiPredicate<E, E> before) {
    this.before = before;
  }

  /** At least {@code n} events are {@code a}. */
  boolean existence(List<E> a, long n) {
    return a.size() >= n;
  }

  /** Fewer than {@code n} events are {@code a}; for 1, □¬a. */
  boolean absence(List<E> a, long n) {
    return a.size() < n;
  }

  /** Exactly {@code n} events are {@code a}. */
  boolean exactly(List<E> a, long n) {
    return a.size() == n;
  }

  /** The first event of {@code trace} is an {@code a}; false of an empty trace. */
  boolean init(List<E> trace, List<E> a) {
    return !trace.isEmpty() && a.contains(trace.getFirst());
  }

  /** The last event of {@code trace} is an {@code a}; false of an empty trace. */
  boolean end(List<E> trace, List<E> a) {
    return !trace.isEmpty() && a.contains(trace.getLast());
  }

  /** ◇a → ◇b. */
  boolean respondedExistence(List<E> a, List<E> b) {
    return a.isEmpty() || !b.isEmpty();
  }

  /** ◇a ↔ ◇b. */
  boolean coExistence(List<E> a, List<E> b) {
    return a.isEmpty() == b.isEmpty();
  }

  /** ¬(◇a ∧ ◇b). */
  boolean notCoExistence(List<E> a, List<E> b) {
    return a.isEmpty() || b.isEmpty();
  }

  /** □(a → ◇b). */
  boolean response(List<E> a, List<E> b) {
    return a.stream().allMatch(x -> b.stream().anyMatch(y -> x == y || before.test(x, y)));
  }

  /** □(a → ○(¬a U b)). */
  boolean alternateResponse(List<E> a, List<E> b) {
    return a.stream().allMatch(x -> b.stream().anyMatch(y -> before.test(x, y) && none(a, x, y)));
  }

  /** □(a → ○b), the next event being the next of {@code trace}. */
  boolean chainResponse(List<E> trace, List<E> a, List<E> b) {
    return a.stream().allMatch(x -> isNext(trace, x, b));
  }

  /** ¬b W a. */
  boolean precedence(List<E> a, List<E> b) {
    return b.stream().allMatch(y -> a.stream().anyMatch(x -> x == y || before.test(x, y)));
  }

  /** ¬b W a, and □(b → ○(¬b W a)). */
  boolean alternatePrecedence(List<E> a, List<E> b) {
    return b.stream().allMatch(y -> a.stream().anyMatch(x -> before.test(x, y) && none(b, x, y)));
  }

  /** □(○b → a), and no {@code b} is first; the event before being that of {@code trace}. */
  boolean chainPrecedence(List<E> trace, List<E> a, List<E> b) {
    return b.stream()
        .allMatch(
            y -> {
              int previous = trace.indexOf(y) - 1;
              return previous >= 0 && a.contains(trace.get(previous));
            });
  }

  /** {@link #response} and {@link #precedence}. */
  boolean succession(List<E> a, List<E> b) {
    return response(a, b) && precedence(a, b);
  }

  /** {@link #alternateResponse} and {@link #alternatePrecedence}. */
  boolean alternateSuccession(List<E> a, List<E> b) {
    return alternateResponse(a, b) && alternatePrecedence(a, b);
  }

  /** {@link #chainResponse} and {@link #chainPrecedence}. */
  boolean chainSuccession(List<E> trace, List<E> a, List<E> b) {
    return chainResponse(trace, a, b) && chainPrecedence(trace, a, b);
  }

  /** □(a → ¬◇b), an {@code a} that is itself a {@code b} aside. */
  boolean notSuccession(List<E> a, List<E> b) {
    return a.stream().noneMatch(x -> b.stream().anyMatch(y -> before.test(x, y)));
  }

  /** □(a → ¬○b). */
  boolean notChainSuccession(List<E> trace, List<E> a, List<E> b) {
    return a.stream().noneMatch(x -> isNext(trace, x, b));
  }

  /** Whether the event of {@code trace} right after {@code x} is a {@code b}. */
  private boolean isNext(List<E> trace, E x, List<E> b) {
    int next = trace.indexOf(x) + 1;
    return next > 0 && next < trace.size() && b.contains(trace.get(next));
  }

  private boolean none(List<E> of, E from, E to) {
    return of.stream().noneMatch(e -> before.test(from, e) && before.test(e, to));
  }
}
