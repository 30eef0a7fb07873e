package ipcgrade.report.html;

import java.util.List;

/**
 * A run as the page draws it: one row for each event, one lane for each process. Other events are named by
 * their rows, from 0; -1 is none, and the number of rows is one after those that are shown.
 *
 * @param before how many rows before these are left out of a long run, and {@code after} how many after them
 * @param parts the first row that another run does not have, with which this one is compared; or -1
 * @param end how the run ended, as {@link ipcgrade.score.Result.Run#end}
 * @param tables what ipcs(1) would have printed: what differs, once
 */
record Story(
    List<Lane> lanes,
    List<Queue> queues,
    List<Row> rows,
    List<Letter> letters,
    List<List<Line>> tables,
    int before,
    int after,
    int parts,
    String end) {
  Story {
    lanes = List.copyOf(lanes);
    queues = List.copyOf(queues);
    rows = List.copyOf(rows);
    letters = List.copyOf(letters);
    tables = tables.stream().map(List::copyOf).toList();
  }

  /**
   * A process.
   *
   * @param name "client 2", or "process 412"
   * @param role the position of its role in the spec, or -1
   * @param first the row of its start, and {@code last} that of its end
   */
  record Lane(String name, int role, int pid, boolean thread, int first, int last) {}

  /**
   * A queue.
   *
   * @param name as the assignment calls it, "mailbox of server 1"; may be empty
   * @param key in hexadecimal
   */
  record Queue(String name, int msqid, String key) {}

  /** What sort of event a row shows. */
  enum Sort {
    SEND,
    RECEIVE,
    GET,
    REMOVE,
    CONTROL,
    SEMAPHORE,
    WAIT,
    SLEEP,
    SIGNAL,
    START,
    EXIT
  }

  /**
   * An event.
   *
   * @param seq as {@link ipcgrade.trace.Event#seq}
   * @param time virtual time, nanoseconds
   * @param text all of it, as C would have it
   * @param label the same in few letters
   * @param place file and line, or empty
   * @param fails whether a call failed, never returned, or a process did not end well
   * @param begun the first row that it was waiting in, or -1
   * @param other the lane that it concerns: who started, ended or was killed; or -1
   * @param table the position of the table that holds after it
   * @param step the number of the decision that led to it, from 1, or 0
   * @param instead who else could have gone, where somebody was preempted
   */
  record Row(
      long seq,
      long time,
      int lane,
      Sort sort,
      String text,
      String label,
      String place,
      boolean fails,
      int begun,
      int other,
      int table,
      int step,
      List<String> instead) {
    Row {
      instead = List.copyOf(instead);
    }
  }

  /**
   * A message.
   *
   * @param kind as the assignment calls it, or empty
   * @param mtype in decimal
   * @param fields of its kind, {@code name=value} each
   * @param bytes mtext, in short
   * @param received the row in which it was taken out; -1 if never
   */
  record Letter(
      int queue, String kind, String mtype, List<String> fields, String bytes, int sent, int received) {
    Letter {
      fields = List.copyOf(fields);
    }
  }

  /**
   * A line of ipcs(1).
   *
   * @param queue its position in {@link Story#queues}
   * @param mode in octal
   */
  record Line(int queue, String mode, long bytes, long messages, int sender, int receiver) {}
}
