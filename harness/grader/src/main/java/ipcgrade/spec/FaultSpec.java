package ipcgrade.spec;

import java.util.Optional;

/** Something that shall go wrong in runs of its own, as a spec tells it: in its roles, channels and kinds. */
public sealed interface FaultSpec {
  /**
   * A signal reaches a process that waits: EINTR.
   *
   * @param nth in which of its calls that have to wait, from 1
   */
  record Interrupt(Player process, int nth) implements FaultSpec {}

  /**
   * A process is killed.
   *
   * @param call before which of its calls, from 1
   */
  record Kill(Player process, int call) implements FaultSpec {}

  /**
   * The first message of a kind is sent late.
   *
   * @param millis by how much, milliseconds of the program's own clock
   */
  record Delay(String kind, long millis) implements FaultSpec {}

  /**
   * A queue is soon full.
   *
   * @param messages how many of its largest messages it has room for
   */
  record Full(Mailbox queue, int messages) implements FaultSpec {}

  /**
   * Somebody else removes a queue: EIDRM, EINVAL.
   *
   * @param after how many calls on it
   */
  record Remove(Mailbox queue, int after) implements FaultSpec {}

  /**
   * The kernel has no room for more queues: ENOSPC.
   *
   * @param most how many there may be
   */
  record Queues(int most) implements FaultSpec {}

  /**
   * The kernel has no room for more processes: EAGAIN.
   *
   * @param most how many can be made beside the first
   */
  record Processes(int most) implements FaultSpec {}

  /** The first queue has the msqid 0. */
  record FirstMsqid() implements FaultSpec {}

  /**
   * An earlier run has left a queue behind.
   *
   * @param messages how many are in it: those that go into the queue first in a run without faults
   */
  record Stale(Mailbox queue, int messages) implements FaultSpec {}

  /**
   * A process, as reports call it: "registry", "client 2".
   *
   * @param number from 1 among the processes of its role
   */
  record Player(String role, int number) {
    /** Reads "client 2"; without a number it is the first. */
    static Player of(String text) {
      String[] words = text.split(" ", 2);
      return new Player(words[0], words.length == 1 ? 1 : Integer.parseInt(words[1]));
    }
  }

  /**
   * A queue: "table", "mailbox of server 2".
   *
   * @param owner of whom it is, for a channel of which each process of a role has one
   */
  record Mailbox(String channel, Optional<Player> owner) {
    private static final String OF = " of ";

    static Mailbox of(String text) {
      int of = text.indexOf(OF);
      return of < 0
          ? new Mailbox(text, Optional.empty())
          : new Mailbox(text.substring(0, of), Optional.of(Player.of(text.substring(of + OF.length()))));
    }
  }
}
