package ipcgrade.reference.msg;

/** Which message a receive asks for: the msgtyp of msgrcv(2), and MSG_EXCEPT. */
public sealed interface Selector {
  /** The first message, of whatever type: msgtyp 0. */
  record Any() implements Selector {}

  /** The first message of that type. */
  record Of(long mtype) implements Selector {
    public Of {
      requirePositive(mtype);
    }
  }

  /** The first message of the lowest type that is {@code limit} or less: a negative msgtyp. */
  record LowestUpTo(long limit) implements Selector {
    public LowestUpTo {
      requirePositive(limit);
    }
  }

  /** The first message of any other type: MSG_EXCEPT, which only Linux has. */
  record Except(long mtype) implements Selector {
    public Except {
      requirePositive(mtype);
    }
  }

  /** The first message, of whatever type. */
  static Selector any() {
    return new Any();
  }

  /** The first message of that type, above 0. */
  static Selector of(long mtype) {
    return new Of(mtype);
  }

  /** The first message of the lowest type up to {@code limit}, above 0: the queue as a priority queue. */
  static Selector lowestUpTo(long limit) {
    return new LowestUpTo(limit);
  }

  /** The first message that is not of that type, above 0. */
  static Selector except(long mtype) {
    return new Except(mtype);
  }

  /** The msgtyp that msgrcv(2) takes for it. */
  default long msgtyp() {
    return switch (this) {
      case Any() -> 0;
      case Of(long mtype) -> mtype;
      case LowestUpTo(long limit) -> -limit;
      case Except(long mtype) -> mtype;
    };
  }

  private static void requirePositive(long mtype) {
    if (mtype <= 0) {
      throw new IllegalArgumentException("a message type is above 0, not " + mtype);
    }
  }
}
