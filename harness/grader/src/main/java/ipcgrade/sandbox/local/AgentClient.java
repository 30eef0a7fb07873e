package ipcgrade.sandbox.local;

import ipcgrade.sandbox.SandboxException;
import ipcgrade.trace.Answer;
import ipcgrade.trace.Event;
import ipcgrade.trace.EventLines;
import ipcgrade.trace.RunRequest;
import ipcgrade.trace.Trace;
import ipcgrade.trace.TraceFormat;
import ipcgrade.wording.Printable;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An agent, kept warm between runs, and started again after it failed. It dies with the grader: its
 * standard input ends then.
 */
public final class AgentClient implements AutoCloseable {
  /** How long an agent may take beyond the run's own limit: to start, and to end all processes. */
  private static final Duration GRACE = Duration.ofSeconds(45);

  /** What a JVM takes options from, and then says so on the standard output, between the answers: java(1). */
  private static final Set<String> JVM_OPTIONS =
      Set.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

  private final Home home;
  private final List<String> user;
  private final @Nullable Path directory;
  private final ReentrantLock turn = new ReentrantLock();
  private @Nullable Running running;

  private AgentClient(Home home, List<String> user, @Nullable Path directory) {
    this.home = home;
    this.user = user;
    this.directory = directory;
  }

  /**
   * An agent that runs containers; an ordinary user's has the power of root over its own namespaces. It
   * has a session of its own: a Ctrl-C is for the grader, which may want to end what it began.
   */
  static AgentClient forContainers(Home home) {
    List<String> user =
        User.isRoot()
            ? List.of("setsid", "--")
            : List.of("setsid", "--", "unshare", "--user", "--map-root-user", "--");
    return new AgentClient(home, user, Path.of("/"));
  }

  /** An agent that runs programs on the machine itself, in the grader's own working directory. */
  static AgentClient forHost(Home home) {
    return new AgentClient(home, List.of(), null);
  }

  /**
   * Runs a program; one after the other, if several threads ask.
   *
   * @param listener told of each event as it comes, on a thread of its own
   * @throws SandboxException if the agent fails, or does not answer in time
   */
  public Trace run(RunRequest request, Consumer<Event> listener)
      throws SandboxException, InterruptedException {
    List<Event> events = new ArrayList<>();
    EventLines reader = new EventLines();
    String last =
        relay(
            request,
            (buffer, offset, length) -> new String(buffer, offset, length, StandardCharsets.UTF_8)
                .lines()
                .map(reader::event)
                .forEach(
                    event -> {
                      events.add(event);
                      listener.accept(event);
                    }));
    return Trace.of(request, events, end(last));
  }

  /**
   * Runs a program, and hands on the lines that the agent answers, unread.
   *
   * @param events is given all lines but the last as they come, on a thread of its own
   * @return the last line, for {@link #end}
   * @throws SandboxException if the agent fails, or does not answer in time; {@code events} may be given lines all the
   *     same until the next run
   */
  String relay(RunRequest request, Answers.Lines events) throws SandboxException, InterruptedException {
    turn.lockInterruptibly();
    try {
      return relayAlone(request, events);
    } finally {
      turn.unlock();
    }
  }

  private String relayAlone(RunRequest request, Answers.Lines events)
      throws SandboxException, InterruptedException {
    Running agent = started();
    boolean answered = false;
    try {
      String last = last(agent, request, events);
      answered = true;
      return last;
    } finally {
      if (!answered) {
        close();
      }
    }
  }

  /**
   * Reads the last line of a run.
   *
   * @throws SandboxException if it is no end
   */
  static Answer.End end(String last) throws SandboxException {
    if (answer(last) instanceof Answer.End end) {
      return end;
    }
    throw new SandboxException("The agent left a process that nobody asked for.");
  }

  private static Answer answer(String last) throws SandboxException {
    try {
      return TraceFormat.answer(last);
    } catch (IllegalArgumentException e) {
      throw new SandboxException("The agent failed: " + e.getMessage() + ".", e);
    }
  }

  /**
   * Runs a program up to the step of its {@link ipcgrade.trace.Strategy.Until}, and ends it, and the agent, as soon as
   * {@code debugger} returns.
   *
   * @return whether the run came to that step, and the process was there
   * @throws SandboxException if the agent fails
   */
  boolean debug(RunRequest request, Debugger debugger)
      throws SandboxException, IOException, InterruptedException {
    turn.lockInterruptibly();
    try {
      Running agent = started();
      if (answer(last(agent, request, (_, _, _) -> {})) instanceof Answer.Left(int pid)) {
        debugger.at(pid);
        return true;
      }
      return false;
    } finally {
      close();
      turn.unlock();
    }
  }

  /** What is done while a process stands still. */
  @FunctionalInterface
  public interface Debugger {
    /**
     * Looks at a process that is stopped and that nobody traces.
     *
     * @param pid on this machine
     */
    void at(int pid) throws IOException, InterruptedException;
  }

  /** The line that ends the answer to a request. */
  private static String last(Running agent, RunRequest request, Answers.Lines events)
      throws SandboxException, InterruptedException {
    CompletableFuture<String> last = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> converse(agent, request, events, last));
    try {
      return last.get(request.limits().wallMillis() + GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new SandboxException("The agent does not answer" + agent.said() + ".", e);
    } catch (ExecutionException e) {
      throw new SandboxException("The agent failed: " + reason(e) + agent.said() + ".", e);
    }
  }

  @Override
  public void close() {
    if (running != null) {
      running.process.destroyForcibly();
      running = null;
    }
  }

  /** Starts the agent unless it runs; {@link #run} does so by itself. */
  void start() throws SandboxException, InterruptedException {
    started();
  }

  private Running started() throws SandboxException, InterruptedException {
    Running agent = running;
    if (agent == null || !agent.process.isAlive()) {
      ProcessBuilder builder = new ProcessBuilder(command());
      builder.environment().keySet().removeAll(JVM_OPTIONS);
      if (directory != null) {
        builder.directory(directory.toFile());
      }
      try {
        agent = new Running(Subprocess.start(builder));
      } catch (IOException e) {
        throw new SandboxException("Cannot start the agent: " + e.getMessage() + ".", e);
      }
      running = agent;
    }
    return agent;
  }

  private static void converse(
      Running agent, RunRequest request, Answers.Lines events, CompletableFuture<String> last) {
    try {
      agent.input.write(TraceFormat.line(request) + "\n");
      agent.input.flush();
      last.complete(agent.answers.last(events));
    } catch (IOException | RuntimeException e) {
      last.completeExceptionally(e);
    }
  }

  private static String reason(ExecutionException e) {
    Throwable cause = e.getCause();
    return cause == null ? "for no reason" : String.valueOf(cause.getMessage());
  }

  private List<String> command() throws SandboxException {
    Path java = home.agent();
    if (!Files.isExecutable(java)) {
      throw new SandboxException("The agent is not built: " + java + " is missing; run ./mvnw package.");
    }
    List<String> command = new ArrayList<>(user);
    command.add(java.toString());
    command.addAll(List.of("-m", "ipcgrade.tracer/ipcgrade.tracer.Agent"));
    return List.copyOf(command);
  }

  /** One process, and the last of what it says on standard error. */
  private static final class Running {
    private static final int KEPT = 2000;

    final Process process;
    final Writer input;
    final Answers answers;
    private String errors = "";
    private final Thread reader;

    Running(Process process) {
      this.process = process;
      input = process.outputWriter(StandardCharsets.UTF_8);
      answers = new Answers(process.getInputStream());
      reader = Thread.ofVirtual().start(this::listen);
    }

    /** What it said, to be put before the end of a sentence. */
    String said() throws InterruptedException {
      process.destroyForcibly();
      reader.join(Duration.ofSeconds(1));
      String text = Printable.text(errors()).strip();
      return text.isEmpty() ? "" : "; it says: " + text;
    }

    private synchronized String errors() {
      return errors;
    }

    private synchronized void keep(String more) {
      String all = errors + more;
      errors = all.substring(Math.max(0, all.length() - KEPT));
    }

    private void listen() {
      try (var lines = process.errorReader(StandardCharsets.UTF_8)) {
        char[] buffer = new char[KEPT];
        for (int read = lines.read(buffer); read >= 0; read = lines.read(buffer)) {
          keep(new String(buffer, 0, read));
        }
      } catch (IOException _) {
        // It was killed.
      }
    }
  }
}
