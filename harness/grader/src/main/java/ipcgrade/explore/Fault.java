package ipcgrade.explore;

/** Something that went wrong in a run, and that the same program may do right under another schedule. */
public sealed interface Fault {
  /** A rule of the assignment was broken. */
  record Rule(String id) implements Fault {}

  /** Nobody could ever move again. */
  record Deadlock() implements Fault {}

  /**
   * A limit ended the run, as where it would have gone on for ever.
   *
   * @param limit its name in grading.yml
   * @param value of it: milliseconds, bytes, or a number
   */
  record Limit(String limit, long value) implements Fault {}

  /** One word for it: the rule's id, {@code deadlock} or the limit's name. */
  default String id() {
    return switch (this) {
      case Rule rule -> rule.id();
      case Deadlock _ -> "deadlock";
      case Limit limit -> limit.limit();
    };
  }

  /** What it is: {@code rule}, {@code deadlock} or {@code limit}. */
  default String kind() {
    return switch (this) {
      case Rule _ -> "rule";
      case Deadlock _ -> "deadlock";
      case Limit _ -> "limit";
    };
  }
}
