package ipcgrade.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Something that goes wrong in a run as it may in real life, at a place that is written down: an input of the run
 * as its schedule is. Tasks are named as {@link Strategy} says, queues as {@link Decision.Option#object}.
 */
public sealed interface Fault {
  /** Nothing goes wrong. */
  record None() implements Fault {}

  /**
   * A signal reaches a task that waits in msgsnd(2), msgrcv(2), semop(2) or wait(2): EINTR, signal(7).
   *
   * @param nth in which of those of its calls that have to wait, from 1
   */
  record Interrupt(String task, int nth) implements Fault {}

  /**
   * SIGKILL reaches a task's process.
   *
   * @param call before which of the task's calls that traces have, from 1
   */
  record Kill(String task, int call) implements Fault {}

  /**
   * A message is sent late, as by a process that has no processor for so long.
   *
   * @param send which msgsnd(2) of the task, from 1
   * @param millis how much later, milliseconds of virtual time
   */
  record Delay(String task, int send, long millis) implements Fault {}

  /**
   * A queue has less room than others, msg_qbytes of msgctl(2).
   *
   * @param qbytes the most bytes, and the most messages, that it holds
   */
  record Full(String queue, long qbytes) implements Fault {}

  /**
   * Somebody else removes a queue: EIDRM for those who wait at it, EINVAL for those who come later, msgop(2).
   *
   * @param calls after how many calls on it; 0 as soon as it is there
   */
  record Remove(String queue, int calls) implements Fault {}

  /**
   * There is no room for more queues, kernel.msgmni: msgget(2) fails with ENOSPC.
   *
   * @param most how many there may be at once
   */
  record Queues(int most) implements Fault {}

  /**
   * There is no room for more processes, RLIMIT_NPROC: fork(2) fails with EAGAIN.
   *
   * @param most how many processes and threads the first one and its like can make together; none after that
   */
  record Processes(int most) implements Fault {}

  /** The first queue has the msqid 0, as in an IPC namespace that nobody has used before. No error, but rare. */
  record ZeroMsqid() implements Fault {}

  /**
   * A queue is there before the program starts, as one that crashed has left it. It belongs to the same user.
   *
   * @param key 0, IPC_PRIVATE, under which nothing can be found: there is none
   * @param messages that it holds, the oldest first
   */
  record Stale(int key, List<Message> messages) implements Fault {
    public Stale {
      messages = List.copyOf(messages);
    }
  }

  /** A message that nobody has received. */
  record Message(long mtype, Payload payload) {}

  /** Whether the calls of a program go on as if it was not there: what is right otherwise is right then too. */
  default boolean harmless() {
    return switch (this) {
      case None _, ZeroMsqid _ -> true;
      case Interrupt _, Kill _, Delay _, Full _, Remove _, Queues _, Processes _, Stale _ -> false;
    };
  }

  /** It in one line, as results and options have it: {@code kill 1.2 3}; empty for none. */
  default String text() {
    return switch (this) {
      case None _ -> "";
      case Interrupt(String task, int nth) -> "interrupt " + task + " " + nth;
      case Kill(String task, int call) -> "kill " + task + " " + call;
      case Delay(String task, int send, long millis) -> "delay " + task + " " + send + " " + millis;
      case Full(String queue, long qbytes) -> "full " + queue + " " + qbytes;
      case Remove(String queue, int calls) -> "remove " + queue + " " + calls;
      case Queues(int most) -> "queues " + most;
      case Processes(int most) -> "processes " + most;
      case ZeroMsqid _ -> "zero-msqid";
      case Stale(int key, List<Message> messages) ->
          messages.stream()
              .map(message -> " " + message.mtype() + ":" + message.payload())
              .collect(Collectors.joining("", "stale " + String.format(Locale.ROOT, "0x%x", key), ""));
    };
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IllegalArgumentException if it is no such line
   */
  static Fault parse(String text) {
    List<String> words = new ArrayList<>(Arrays.asList(text.strip().split("\\s+", -1)));
    try {
      Fault fault =
          switch (words.getFirst()) {
            case "" -> new None();
            case "interrupt" -> new Interrupt(words.get(1), Integer.parseInt(words.get(2)));
            case "kill" -> new Kill(words.get(1), Integer.parseInt(words.get(2)));
            case "delay" ->
                new Delay(words.get(1), Integer.parseInt(words.get(2)), Long.parseLong(words.get(3)));
            case "full" -> new Full(words.get(1), Long.parseLong(words.get(2)));
            case "remove" -> new Remove(words.get(1), Integer.parseInt(words.get(2)));
            case "queues" -> new Queues(Integer.parseInt(words.get(1)));
            case "processes" -> new Processes(Integer.parseInt(words.get(1)));
            case "zero-msqid" -> new ZeroMsqid();
            case "stale" ->
                new Stale(
                    Long.decode(words.get(1)).intValue(),
                    words.stream().skip(2).map(Fault::message).toList());
            default -> throw new IllegalArgumentException("\"" + words.getFirst() + "\" is no fault");
          };
      if (!fault.text().equals(String.join(" ", words))) {
        throw new IllegalArgumentException("\"" + text + "\" is not written as " + fault.text());
      }
      return fault;
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" lacks a number, or has one that is none", e);
    }
  }

  private static Message message(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("\"" + text + "\" is no message such as 1:00ff");
    }
    return new Message(Long.parseLong(text.substring(0, colon)), Payload.ofHex(text.substring(colon + 1)));
  }
}
