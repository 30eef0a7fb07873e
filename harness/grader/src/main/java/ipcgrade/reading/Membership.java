package ipcgrade.reading;

import ipcgrade.order.Message;
import ipcgrade.spec.Spec.Kind;
import ipcgrade.trace.Event.Call;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which of the messages that go a kind's way, from the role that sends it through the channel it takes,
 * are of that kind. One program has one membership for each kind, in all its runs.
 *
 * <p>Students add messages that no assignment speaks of: acknowledgements, handshakes, "I am done". These
 * must not count. But who sends a query too many must not hide it behind another mtype. So a message that
 * goes a kind's way is of the kind unless
 *
 * <ul>
 *   <li>a process of another role than the kind's receiver took it; or
 *   <li>a {@link Mark} tells its class from all others, <em>and</em> its class is no more of the same. That
 *       is so where the class says something else: where the kind's field stands, no message of it holds
 *       what the field must hold; or all hold one number, or repeat what their sender sent last, and the
 *       kind's own do not. It is so where each sender got as many answers as it sent others, so that
 *       nobody answered these. And, for a kind without fields, it is so where all of the class were
 *       received: somebody had a use for them.
 * </ul>
 *
 * <p>Whatever its mtype, its length or its number of sequence: a message that reaches the kind's receiver
 * and says what the kind says, anew, is of the kind. A fourth service is one under any type, and so is a
 * second query that is answered. And a number in mtext is no mark where what other roles send on the
 * channel holds the same: it is an id rather, and two exits, one for each server, are two.
 *
 * @param addressed whether what another role received is left out
 * @param mark by what classes are told apart
 * @param excluded the classes that are left out
 */
public record Membership(boolean addressed, Optional<Mark> mark, Set<String> excluded) {
  /** All that goes the kind's way. */
  public static final Membership ALL = new Membership(false, Optional.empty(), Set.of());

  /** All of it that no other role received. */
  public static final Membership ADDRESSED = new Membership(true, Optional.empty(), Set.of());

  public Membership {
    excluded = Set.copyOf(new TreeSet<>(excluded));
  }

  /** The members among the messages of a reading. */
  public List<Message> members(Kind kind, Reading reading) {
    return reading.messages(kind).stream().filter(m -> includes(kind, m, reading)).toList();
  }

  boolean includes(Kind kind, Message message, Reading reading) {
    return (!addressed || isAddressed(kind, message, reading))
        && mark.filter(m -> excluded.contains(m.of(message))).isEmpty();
  }

  private static boolean isAddressed(Kind kind, Message message, Reading reading) {
    Optional<Call> receive = message.received();
    return receive.isEmpty() || reading.plays(receive.get().pid(), kind.to());
  }
}
