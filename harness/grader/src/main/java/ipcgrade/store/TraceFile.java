package ipcgrade.store;

import ipcgrade.trace.Answer;
import ipcgrade.trace.Event;
import ipcgrade.trace.EventLines;
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
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/**
 * The traces of a submission in one file: of each run its request, its events and its end, as {@link TraceFormat} and
 * {@link EventLines} have them, a line each, compressed with xz. The runs of a program resemble each other, and the
 * window of xz spans them: the registry's take about 2 KiB each, a thirtieth of their lines and half of what gzip
 * leaves.
 */
final class TraceFile {
  /** As small as level 6, to a tenth, in a tenth of its time. */
  private static final int LEVEL = 2;

  /** What reading may use, KiB: far more than {@link #LEVEL} asks for, and no more than a machine has. */
  private static final int MEMORY_KIB = 64 << 10;

  private TraceFile() {}

  static void write(List<Trace> traces, Path file) throws IOException {
    try (XZOutputStream xz = new XZOutputStream(Files.newOutputStream(file), new LZMA2Options(LEVEL));
        Writer lines = new BufferedWriter(new OutputStreamWriter(xz, StandardCharsets.UTF_8))) {
      for (Trace trace : traces) {
        lines.write(TraceFormat.line(anywhere(trace.request())) + '\n');
        EventLines events = new EventLines();
        for (Event event : trace.events()) {
          lines.write(events.line(event) + '\n');
        }
        lines.write(TraceFormat.line(trace.ended()) + '\n');
      }
    }
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
    EventLines reader = new EventLines();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      switch (reader.answer(line)) {
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
