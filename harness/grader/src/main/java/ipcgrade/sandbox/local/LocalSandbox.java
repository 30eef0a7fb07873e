package ipcgrade.sandbox.local;

import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.spec.Spec;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.RunRequest.Schedule;
import ipcgrade.trace.Trace;
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
  private @Nullable Path directory;
  private @Nullable Built last;

  /**
   * The last program built.
   *
   * @param tree what the build left
   * @param bytes what that takes at most
   */
  private record Built(Path tree, Symboliser symboliser, long bytes) {
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
      return new LocalSandbox(work, new Kit(work), agent);
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
        last = new Built(tree, new Symboliser(kit, tree), Tree.of(tree).roundedBytes());
      }
      return build;
    } catch (IOException e) {
      throw work.fault("Cannot build " + submission, e);
    }
  }

  @Override
  public Trace run(Program program, Spec spec, Schedule schedule)
      throws SandboxException, InterruptedException {
    Built built = last;
    if (built == null || !built.tree.equals(program.directory())) {
      throw new IllegalArgumentException("not the last program that this sandbox built");
    }
    Trace trace = agent.run(Launch.request(container(built, spec), program, spec, schedule), _ -> {});
    if (trace.end() instanceof RunEnd.Refused) {
      requireTrue(built, spec, schedule);
    }
    if (trace.end() instanceof RunEnd.HarnessFault(String message)) {
      throw new SandboxException(message);
    }
    return built.symboliser.resolve(trace);
  }

  /** A container that shows what was built. */
  private Container container(Built built, Spec spec) {
    // so that the agent sees the limit exceeded before the file system is full
    long room = spec.run().limits().run().diskBytes() + MARGIN;
    Container container = kit.container(room).readOnly(built.tree, built.inside());
    return built.large() ? container : container.temporary(Container.WORK, built.bytes + room);
  }

  /** That a program does not begin is its own fault only where true(1), shown in the same way, does. */
  private void requireTrue(Built built, Spec spec, Schedule schedule)
      throws SandboxException, InterruptedException {
    Path tree = WorkDirectory.fresh(built.tree.resolveSibling("true"));
    try {
      Submission.copy(TRUE, tree);
      Program program = new Program(tree, Tree.of(tree).files().keySet().iterator().next(), List.of());
      Container same = container(new Built(tree, built.symboliser, built.bytes), spec);
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
    agent.close();
    work.close();
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
