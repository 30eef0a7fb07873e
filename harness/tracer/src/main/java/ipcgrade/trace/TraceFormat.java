package ipcgrade.trace;

import java.util.Map;

/**
 * Traces as JSON Lines: one request line goes to the agent, event lines and one end line come back. {@link EventLines}
 * makes those of the events shorter.
 *
 * <p>A record is an object of its components; where a sealed type is expected it bears {@code "type"},
 * the record's simple name with a small first letter ({@code "call"}, {@code "msgSnd"}). A {@link
 * Payload} is hexadecimal. Unknown members are skipped and missing ones read as 0, false, "", [] or the
 * variant "none" of a sealed type, so that older traces stay readable.
 */
public final class TraceFormat {
  private static final String END = "{\"type\":\"end\"";
  private static final String LEFT = "{\"type\":\"left\"";

  private TraceFormat() {}

  /** The request as one line, without its line end. */
  public static String line(RunRequest request) {
    return RecordCodec.write(request);
  }

  /** The event as one line, without its line end. */
  public static String line(Event event) {
    return RecordCodec.write((Record) event);
  }

  /** That a process was left to a debugger, as one line, without its line end. */
  public static String line(Answer.Left left) {
    return RecordCodec.write(left);
  }

  /** The end of a run as one line, without its line end. */
  public static String line(Answer.End end) {
    return RecordCodec.write(end);
  }

  /**
   * Reads {@link #line(RunRequest)}.
   *
   * @throws IllegalArgumentException if it is no such line; the message says where
   */
  public static RunRequest request(String line) {
    return RecordCodec.read(RunRequest.class, line);
  }

  /** Whether a line of the agent's answer is the last; it is not read for that. */
  public static boolean isLast(String line) {
    return line.startsWith(END) || line.startsWith(LEFT);
  }

  /** Whether a line of the agent's answer ends a run in which every process ended by itself; it is not read for that. */
  public static boolean isFinished(String line) {
    return line.startsWith(END + ",\"end\":{\"type\":\"finished\"");
  }

  /**
   * Reads a line of the agent's answer; those that {@link EventLines} has made shorter, it reads.
   *
   * @throws IllegalArgumentException if it is no such line; the message says where
   */
  public static Answer answer(String line) {
    Object json = Json.parse(line);
    Object type = json instanceof Map<?, ?> map ? map.get("type") : null;
    if ("end".equals(type)) {
      return RecordCodec.parsed(Answer.End.class, json);
    }
    return "left".equals(type)
        ? RecordCodec.parsed(Answer.Left.class, json)
        : new Answer.Happened(RecordCodec.parsed(Event.class, json));
  }
}
