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
import org.jspecify.annotations.Nullable;

/**
 * Builds and runs on this machine, in bubblewrap containers, as root or as an ordinary user.
 *
 * <p>A build works in a copy of the submission; each run works in a copy of what the build left, so that
 * no run sees another's files. A large tree is shown to its runs as it is, read-only.
 */
public final class LocalSandbox implements Sandbox {
  private static final long LARGE = 16L << 20;

  private final WorkDirectory work;
  private final Kit kit;
  private final AgentClient agent;
  private @Nullable Built last;

  /** The last build, and what is known of its program. */
  private record Built(Path copy, Symboliser symboliser, boolean large) {}

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
      work.close();
      throw new SandboxException("Cannot write to java.io.tmpdir: " + e.getMessage() + ".", e);
    }
  }

  @Override
  public Build build(Path submission, Spec spec) throws SandboxException, InterruptedException {
    if (!Files.exists(submission)) {
      return new Failed("There is no file or directory " + submission + ".", "");
    }
    forget();
    Path copy = work.fresh("build");
    try {
      Submission.copy(submission, copy);
    } catch (Tree.Unfit e) {
      return new Failed("The submission " + e.getMessage() + ".", "");
    } catch (IOException e) {
      throw new SandboxException("Cannot copy " + submission + ": " + e + ".", e);
    }
    try {
      Build build = new Builder(kit, copy, spec).build();
      boolean large = build instanceof Program && Tree.of(copy).bytes() > LARGE;
      last = new Built(copy, new Symboliser(kit, copy), large);
      return build;
    } catch (IOException e) {
      throw new SandboxException("Cannot build " + submission + ": " + e + ".", e);
    }
  }

  @Override
  public Trace run(Program program, Spec spec, Schedule schedule)
      throws SandboxException, InterruptedException {
    Built built = last;
    if (built == null || !built.copy.equals(program.directory())) {
      throw new IllegalArgumentException("not the last program that this sandbox built");
    }
    Path copy = built.large ? built.copy : work.fresh("run");
    try {
      Container container = kit.container();
      if (built.large) {
        container.readOnly(copy, Container.WORK);
      } else {
        Tree.of(built.copy).copyTo(copy, true);
        container.writable(copy, Container.WORK);
      }
      Trace trace = agent.run(Launch.request(container, program, spec, schedule), _ -> {});
      if (trace.end() instanceof RunEnd.HarnessFault(String message)) {
        throw new SandboxException(message);
      }
      return built.symboliser.resolve(trace);
    } catch (IOException e) {
      throw new SandboxException("Cannot prepare a run: " + e + ".", e);
    } finally {
      if (!built.large) {
        discard(copy);
      }
    }
  }

  @Override
  public void close() {
    agent.close();
    work.close();
  }

  private void forget() throws InterruptedException {
    Built built = last;
    last = null;
    if (built != null) {
      discard(built.copy);
    }
  }

  private static void discard(Path tree) throws InterruptedException {
    try {
      WorkDirectory.remove(tree);
    } catch (IOException _) {
      // It goes with the work directory.
    }
  }
}
