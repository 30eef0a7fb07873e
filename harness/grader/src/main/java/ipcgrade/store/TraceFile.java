package ipcgrade.store;

import ipcgrade.trace.Answer;
import ipcgrade.trace.Event;
import ipcgrade.trace.QueueState;
import ipcgrade.trace.RunRequest;
import ipcgrade.trace.Trace;
import ipcgrade.trace.TraceFormat;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/**
 * The traces of a submission in one file: those of {@link TraceFormat}, of each run its request, its events and its
 * end, a line each, compressed with xz. The runs of a program resemble each other, and the window of xz spans them:
 * the registry's take about 2 KiB each, a thirtieth of their lines and half of what gzip leaves.
 *
 * <p>A call changes one queue at most times. So a line that begins with {@value #CHANGES} tells only the queues that are not
 * as they were after the call before: most of reading is reading queues.
 */
final class TraceFile {
  /** As small as level 6, to a tenth, in a tenth of its time. */
  private static final int LEVEL = 2;

  /** What reading may use, KiB: far more than {@link #LEVEL} asks for, and no more than a machine has. */
  private static final int MEMORY_KIB = 64 << 10;

  private static final String CHANGES = "~";

  private TraceFile() {}

  static void write(List<Trace> traces, Path file) throws IOException {
    try (XZOutputStream xz = new XZOutputStream(Files.newOutputStream(file), new LZMA2Options(LEVEL));
        Writer lines = new BufferedWriter(new OutputStreamWriter(xz, StandardCharsets.UTF_8))) {
      for (Trace trace : traces) {
        lines.write(TraceFormat.line(anywhere(trace.request())) + '\n');
        List<QueueState> before = List.of();
        for (Event event : trace.events()) {
          lines.write(line(event, before) + '\n');
          before = event instanceof Event.Call call ? call.queues() : before;
        }
        lines.write(TraceFormat.line(trace.ended()) + '\n');
      }
    }
  }

  private static String line(Event event, List<QueueState> before) {
    if (event instanceof Event.Call call) {
      List<QueueState> changed = call.queues().stream().filter(queue -> !before.contains(queue)).toList();
      if (changed(before, changed).equals(call.queues())) {
        return CHANGES + TraceFormat.line(with(call, changed));
      }
    }
    return TraceFormat.line(event);
  }

  /** Queues of which some have changed, or are new. */
  private static List<QueueState> changed(List<QueueState> before, List<QueueState> changed) {
    List<QueueState> after = new ArrayList<>(before);
    for (QueueState queue : changed) {
      int at = IntStream.range(0, before.size())
          .filter(i -> before.get(i).msqid() == queue.msqid())
          .findFirst()
          .orElse(-1);
      if (at < 0) {
        after.add(queue);
      } else {
        after.set(at, queue);
      }
    }
    return after;
  }

  private static Event.Call with(Event.Call call, List<QueueState> queues) {
    return new Event.Call(
        call.seq(), call.entry(), call.time(), call.entryTime(), call.pid(), call.tid(), call.operation(),
        call.result(), call.pending(), call.stack(), queues);
  }

  /** A request without what is of the machine: how its container is made, and where. */
  private static RunRequest anywhere(RunRequest request) {
    return new RunRequest(
        List.of(),
        List.of(),
        0,
        request.container(),
        -1,
        request.schedule(),
        request.virtualTime(),
        request.limits());
  }

  /**
   * Reads what {@link #write} wrote, but for the commands.
   *
   * @throws IOException if the file is damaged; the message names it
   */
  static List<Trace> read(Path file) throws IOException {
    List<Trace> traces = new ArrayList<>();
    try (XZInputStream xz = new XZInputStream(Files.newInputStream(file), MEMORY_KIB);
        BufferedReader lines = new BufferedReader(new InputStreamReader(xz, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        traces.add(trace(TraceFormat.request(line), lines));
      }
      return traces;
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(file + ": the stored traces are damaged: " + e.getMessage(), e);
    }
  }

  private static Trace trace(RunRequest request, BufferedReader lines) throws IOException {
    List<Event> events = new ArrayList<>();
    List<QueueState> before = List.of();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      boolean changes = line.startsWith(CHANGES);
      switch (TraceFormat.answer(changes ? line.substring(CHANGES.length()) : line)) {
        case Answer.Happened(Event.Call call) -> {
          Event.Call whole = changes ? with(call, changed(before, call.queues())) : call;
          events.add(whole);
          before = whole.queues();
        }
        case Answer.Happened(Event event) -> events.add(event);
        case Answer.End end -> {
          return Trace.of(request, events, end);
        }
        case Answer.Left _ -> throw new EOFException("a run was left to a debugger");
      }
    }
    throw new EOFException("a run has no end");
  }
}
