package ipcgrade.sandbox.local;

import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.spec.Spec;
import ipcgrade.trace.EventLines;
import ipcgrade.trace.Frame;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.RunRequest;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import ipcgrade.trace.Trace;
import ipcgrade.trace.TraceFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds and runs on this machine, in bubblewrap containers, as root or as an ordinary user.
 *
 * <p>A build works in a copy of the submission; each run works in a copy of what the build left, in memory,
 * so that no run sees another's files or writes to the disk. A large tree is shown to its runs as it is,
 * read-only.
 */
public final class LocalSandbox implements Sandbox {
  private static final long LARGE = 16L << 20;
  private static final long MARGIN = 16L << 20;
  private static final Path TRUE = Path.of("/bin/true");

  private final WorkDirectory work;
  private final Kit kit;
  private final AgentClient agent;
  /** Not virtual: while it initialises a class, which waits for a process, none that reads might have a carrier. */
  private final Thread warming = Thread.ofPlatform().daemon().name("warming").unstarted(this::warm);

  private @Nullable Path directory;
  private @Nullable Built last;

  /**
   * The last program built.
   *
   * @param tree what the build left
   * @param bytes what that takes at most
   */
  private record Built(Path tree, Addr2line addr2line, Symboliser symboliser, long bytes) {
    boolean large() {
      return bytes > LARGE;
    }

    /** Where a container shows it. */
    String inside() {
      return large() ? Container.WORK : Container.SUBMISSION;
    }
  }

  private LocalSandbox(WorkDirectory work, Kit kit, AgentClient agent) {
    this.work = work;
    this.kit = kit;
    this.agent = agent;
  }

  /**
   * Opens a sandbox. Its agent is started at once, to be ready when the first build is.
   *
   * @throws SandboxException if java.io.tmpdir cannot be written, or the agent not be started
   */
  public static LocalSandbox open(Home home) throws SandboxException, InterruptedException {
    WorkDirectory work = WorkDirectory.open();
    try {
      AgentClient agent = AgentClient.forContainers(home);
      agent.start();
      LocalSandbox sandbox = new LocalSandbox(work, new Kit(work), agent);
      sandbox.warming.start();
      return sandbox;
    } catch (SandboxException e) {
      work.close();
      throw e;
    } catch (IOException e) {
      SandboxException fault = work.fault("Cannot write to java.io.tmpdir", e);
      work.close();
      throw fault;
    }
  }

  @Override
  public Build build(Path submission, Spec spec) throws SandboxException, InterruptedException {
    if (!Files.exists(submission)) {
      return new Failed("There is no file or directory " + submission + ".", "");
    }
    forget();
    Path copy;
    try {
      directory = work.directory("build");
      copy = directory.resolve("copy");
      Submission.copy(submission, copy);
    } catch (Tree.Unfit e) {
      return new Failed("The submission " + e.getMessage() + ".", "");
    } catch (IOException e) {
      throw work.fault("Cannot copy " + submission, e);
    }
    try {
      Build build = new Builder(kit, copy, spec).build();
      if (build instanceof Program program) {
        Path tree = program.directory();
        Addr2line addr2line = new Addr2line(kit, tree);
        last = new Built(tree, addr2line, new Symboliser(addr2line), Tree.of(tree).roundedBytes());
      }
      return build;
    } catch (IOException e) {
      throw work.fault("Cannot build " + submission, e);
    }
  }

  @Override
  public Trace run(Program program, Spec spec, Schedule schedule)
      throws SandboxException, InterruptedException {
    Built built = built(program);
    Trace trace = agent.run(Launch.request(container(built, spec), program, spec, schedule), _ -> {});
    requireSound(trace.end(), built, spec, schedule);
    return built.symboliser.resolve(trace);
  }

  /**
   * Runs a program once, and hands on its trace unread and callers unresolved.
   *
   * @param relay is given all lines but the last as they come
   * @return the last line
   * @throws SandboxException as {@link #run} does; what {@code relay} was given until then is void
   */
  public String relay(Program program, Spec spec, Schedule schedule, Relay relay)
      throws SandboxException, IOException, InterruptedException {
    Built built = built(program);
    RunRequest request = Launch.request(container(built, spec), program, spec, schedule);
    relay.begins(request);
    String last = agent.relay(request, relay::events);
    if (!TraceFormat.isFinished(last)) {
      requireSound(AgentClient.end(last).end(), built, spec, schedule);
    }
    return last;
  }

  /** Takes the lines of a trace. */
  public interface Relay {
    /** A run begins. */
    void begins(RunRequest request) throws IOException;

    /**
     * Some events of it: whole lines with their ends as {@link EventLines} has them, in UTF-8; on a thread of its own.
     */
    void events(byte[] buffer, int offset, int length) throws IOException;
  }

  /**
   * Looks up callers that a {@link #relay} left unresolved.
   *
   * @param program of the last {@link #build}
   */
  public List<Frame> frames(Program program, String object, List<Long> offsets)
      throws SandboxException, InterruptedException {
    return built(program).addr2line.frames(object, offsets);
  }

  /**
   * Runs a program up to the step of {@link Strategy.Until}, and ends the run as soon as {@code debugger} returns.
   *
   * @param program of the last {@link #build}
   * @return whether the run came to that step, and the process was there
   * @throws SandboxException if the harness fails
   */
  public boolean debug(Program program, Spec spec, Schedule schedule, AgentClient.Debugger debugger)
      throws SandboxException, IOException, InterruptedException {
    return agent.debug(Launch.request(container(built(program), spec), program, spec, schedule), debugger);
  }

  private Built built(Program program) {
    Built built = last;
    if (built == null || !built.tree.equals(program.directory())) {
      throw new IllegalArgumentException("not the last program that this sandbox built");
    }
    return built;
  }

  /** A container that shows what was built. */
  private Container container(Built built, Spec spec) {
    // so that the agent sees the limit exceeded before the file system is full
    long room = spec.run().limits().run().diskBytes() + MARGIN;
    Container container = kit.container(room).readOnly(built.tree, built.inside());
    return built.large() ? container : container.temporary(Container.WORK, built.bytes + room);
  }

  private void requireSound(RunEnd end, Built built, Spec spec, Schedule schedule)
      throws SandboxException, InterruptedException {
    if (end instanceof RunEnd.Refused) {
      requireTrue(built, spec, schedule);
    }
    if (end instanceof RunEnd.HarnessFault(String message)) {
      throw new SandboxException(message);
    }
  }

  /** That a program does not begin is its own fault only where true(1), shown in the same way, does. */
  private void requireTrue(Built built, Spec spec, Schedule schedule)
      throws SandboxException, InterruptedException {
    Path tree = WorkDirectory.fresh(built.tree.resolveSibling("true"));
    try {
      Submission.copy(TRUE, tree);
      Program program = new Program(tree, Tree.of(tree).files().keySet().iterator().next(), List.of());
      Container same = container(new Built(tree, built.addr2line, built.symboliser, built.bytes), spec);
      RunEnd end = agent.run(Launch.request(same, program, spec, schedule), _ -> {}).end();
      if (end instanceof RunEnd.Refused || end instanceof RunEnd.HarnessFault) {
        throw new SandboxException(
            "No program can be executed in a container, not even " + TRUE + "; is "
                + work.path().getParent() + " mounted noexec? " + end);
      }
    } catch (IOException e) {
      throw work.fault("Cannot copy " + TRUE, e);
    }
  }

  @Override
  public void close() {
    warming.interrupt();
    boolean interrupted = Thread.interrupted();
    try {
      warming.join(); // so that it starts no agent any more
    } catch (InterruptedException _) {
      interrupted = true;
    }
    agent.close();
    work.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** An agent's first run takes several times as long as the next ones: it is made while the first build goes on. */
  private void warm() {
    Path bin = Path.of("/usr/bin");
    try {
      agent.run(
          Launch.request(
              kit.container(MARGIN).readOnly(bin, Container.WORK),
              new Program(bin, Path.of("true"), List.of()),
              Prerequisites.plain(),
              new Schedule(new Strategy.Fair(), 1)),
          _ -> {});
    } catch (SandboxException _) {
      // What does not work is told when it is needed.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // The sandbox is closed.
    }
  }

  private void forget() throws InterruptedException {
    Path former = directory;
    directory = null;
    last = null;
    if (former != null) {
      try {
        WorkDirectory.remove(former);
      } catch (IOException _) {
        // It goes with the work directory.
      }
    }
  }
}
