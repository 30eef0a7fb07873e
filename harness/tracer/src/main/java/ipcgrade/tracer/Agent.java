package ipcgrade.tracer;

import ipcgrade.trace.Answer;
import ipcgrade.trace.EventLines;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.RunRequest;
import ipcgrade.trace.TraceFormat;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The agent's main program: runs what it is asked to and answers with the trace.
 *
 * <p>{@code target/agent/bin/java -m ipcgrade.tracer/ipcgrade.tracer.Agent [--cpu N]} reads requests
 * from standard input and writes answers to standard output, lines as {@link TraceFormat} and {@link EventLines} have them:
 * for each request line any number of event lines, as they happen, and one end line. A run that fails
 * is answered with an end of type {@code harnessFault}; the next request is served all the same. When
 * standard input ends, everything that runs is killed and the agent exits with status 0.
 *
 * <p>{@code --cpu N} keeps runs on processor N; without it each stays on the one where it begins.
 */
public final class Agent {
  private final Output out = new Output();
  private final int cpu;

  /** Made while a program ran, for the next run of the same. */
  private @Nullable Standby spare;

  private Agent(int cpu) {
    this.cpu = cpu;
  }

  /** Serves requests until standard input ends. */
  public static void main(String[] arguments) throws InterruptedException {
    int cpu = arguments.length == 2 && arguments[0].equals("--cpu") ? Integer.parseInt(arguments[1]) : -1;
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(lines), "requests");
    reader.setDaemon(true);
    reader.start();
    Agent agent = new Agent(cpu);
    while (true) {
      agent.out.line(TraceFormat.line(agent.served(lines.take())));
      agent.out.flush();
    }
  }

  private Answer.End served(String line) throws InterruptedException {
    RunRequest request;
    try {
      request = TraceFormat.request(line);
    } catch (IllegalArgumentException e) {
      return fault("the request is not understood: " + e.getMessage());
    }
    // a thread of its own: it enters namespaces, and what it traces dies with it
    EventLines lines = new EventLines();
    Answer.End[] end = {fault("the run's thread died")};
    Optional<Standby> container = request.container() ? Optional.of(container(request)) : Optional.empty();
    Thread run =
        new Thread(
            () -> end[0] =
                Run.execute(
                    request,
                    container,
                    event -> out.line(lines.line(event)),
                    out::flush,
                    out::left,
                    cpu),
            "run");
    run.start();
    container.ifPresent(used -> spare = used.next());
    run.join();
    return end[0];
  }

  /** The container that stands ready if it suits, else a new one. */
  private Standby container(RunRequest request) {
    Standby ready = spare;
    spare = null;
    if (ready != null && ready.suits(request)) {
      return ready;
    }
    if (ready != null) {
      ready.close();
    }
    return Standby.of(request);
  }

  private static Answer.End fault(String message) {
    return new Answer.End(new RunEnd.HarnessFault(message), List.of(), 0);
  }

  private static void read(BlockingQueue<String> lines) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!line.isBlank()) {
          lines.add(line);
        }
      }
    } catch (IOException e) {
      // nobody can ask for anything any more, as at the end of input
    }
    // what runs is traced with EXITKILL and dies with us
    Runtime.getRuntime().halt(0);
  }

  /** Standard output, written in large pieces. */
  private static final class Output {
    private static final int LARGE = 1 << 16;

    private final OutputStream stream = new FileOutputStream(FileDescriptor.out);
    private final StringBuilder pending = new StringBuilder();

    void line(String line) {
      pending.append(line).append('\n');
      if (pending.length() > LARGE) {
        flush();
      }
    }

    void left(int pid) {
      line(TraceFormat.line(new Answer.Left(pid)));
      flush();
    }

    void flush() {
      try {
        stream.write(pending.toString().getBytes(StandardCharsets.UTF_8));
        pending.setLength(0);
      } catch (IOException e) {
        throw new UncheckedIOException("the grader does not listen any more", e);
      }
    }
  }
}
