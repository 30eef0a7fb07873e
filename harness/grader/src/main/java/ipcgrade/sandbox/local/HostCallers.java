package ipcgrade.sandbox.local;

import ipcgrade.trace.Event;
import ipcgrade.trace.Frame;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds function, file and line of calls on the machine itself while they come, with an addr2line(1) for
 * each object that answers for as long as this is open. Where there is none, frames stay as they are.
 *
 * <p>Only for programs that the user runs anyway; those of others are looked up in a container. Not
 * thread-safe.
 */
public final class HostCallers implements AutoCloseable {
  private final Map<String, Lookup> lookups = new HashMap<>();
  private final Map<Frame, Frame> known = new HashMap<>();

  /** The event, with the frames of a call resolved that can be. */
  public Event resolved(Event event) {
    if (!(event instanceof Event.Call call) || call.stack().isEmpty()) {
      return event;
    }
    return call.withStack(
        call.stack().stream().map(frame -> known.computeIfAbsent(frame, this::resolved)).toList());
  }

  @Override
  public void close() {
    lookups.values().forEach(Lookup::close);
  }

  private Frame resolved(Frame frame) {
    return frame.resolved() ? frame : lookups.computeIfAbsent(frame.object(), Lookup::new).find(frame);
  }

  /** One addr2line, which reads an address and answers with two lines: the function, and file and line. */
  private static final class Lookup implements AutoCloseable {
    private @Nullable Process process;
    private @Nullable Writer questions;
    private @Nullable BufferedReader answers;

    Lookup(String object) {
      try {
        Process started =
            new ProcessBuilder("addr2line", "-f", "-C", "-e", object)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process = started;
        questions = started.outputWriter(StandardCharsets.UTF_8);
        answers = started.inputReader(StandardCharsets.UTF_8);
      } catch (IOException _) {
        // no addr2line: frames stay unresolved
      }
    }

    Frame find(Frame frame) {
      if (questions == null || answers == null) {
        return frame;
      }
      try {
        // the return address lies after the call
        questions.write(Long.toHexString(frame.offset() - 1) + "\n");
        questions.flush();
        String function = answers.readLine();
        String place = answers.readLine();
        return function == null || place == null ? frame : found(frame, function, place);
      } catch (IOException _) {
        return frame;
      }
    }

    private static Frame found(Frame frame, String function, String place) {
      int colon = place.lastIndexOf(':');
      String number = place.substring(colon + 1).split(" ", 2)[0];
      String name = function.equals("??") ? "" : function;
      boolean known = colon > 0 && number.matches("[1-9]\\d{0,8}");
      return known
          ? new Frame(
              frame.object(),
              frame.offset(),
              name,
              place.substring(0, colon),
              Integer.parseInt(number))
          : new Frame(frame.object(), frame.offset(), name, "", 0);
    }

    @Override
    public void close() {
      if (process != null) {
        process.destroy();
      }
    }
  }
}
