package ipcgrade.reading;

import ipcgrade.order.Message;
import ipcgrade.reading.FieldCandidates.Observed;
import ipcgrade.spec.Spec.Kind;
import java.util.ArrayList;
import java.util.List;

/** Some of the messages of a kind, for a search: a program that sends thousands says nothing new by it. */
final class Sample {
  /** So many messages of one run are looked at, spread evenly from the first to the last. */
  static final int MOST = 128;

  private Sample() {}

  static List<Observed> of(Kind kind, Membership membership, List<Reading> readings) {
    List<Observed> sample = new ArrayList<>();
    for (Reading reading : readings) {
      some(membership.members(kind, reading)).forEach(m -> sample.add(new Observed(m, reading)));
    }
    return sample;
  }

  private static List<Message> some(List<Message> messages) {
    if (messages.size() <= MOST) {
      return messages;
    }
    List<Message> some = new ArrayList<>();
    for (long i = 0; i < MOST; i++) {
      some.add(messages.get((int) (i * (messages.size() - 1) / (MOST - 1))));
    }
    return some;
  }
}
