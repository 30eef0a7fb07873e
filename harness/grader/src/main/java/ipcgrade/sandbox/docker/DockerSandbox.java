package ipcgrade.sandbox.docker;

import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.served.ServedSandbox;
import ipcgrade.spec.Spec;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Trace;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Builds and runs each submission in a Docker container of its own. */
public final class DockerSandbox implements Sandbox {
  private final Docker docker;
  private Start next;
  private @Nullable ServedSandbox current;

  /** Removes the container of the build before. */
  private @Nullable Thread leaving;
  private int builds;

  /** Opens a sandbox; the container of the first build is started at once. */
  DockerSandbox(Docker docker) {
    this.docker = docker;
    this.next = new Start(false);
    next.begin();
  }

  @Override
  public Build build(Path submission, Spec spec) throws SandboxException, InterruptedException {
    leave();
    ServerContainer container = next.get();
    if (next.spare) {
      Thread.ofPlatform().daemon().name("hastening").start(container::hasten);
    }
    ServedSandbox sandbox = new ServedSandbox(container);
    current = sandbox;
    container.makeRoom(spec.run().limits().run());
    next = new Start(++builds > 1);
    if (next.spare) {
      next.begin(); // who has a second submission has a third: its container starts while this one is graded
    }
    return sandbox.build(submission, spec);
  }

  @Override
  public Trace run(Program program, Spec spec, Schedule schedule)
      throws SandboxException, InterruptedException {
    if (current == null) {
      throw new IllegalArgumentException("nothing was built");
    }
    return current.run(program, spec, schedule);
  }

  @Override
  public void close() {
    leave();
    next.close();
    if (leaving != null) {
      join(leaving);
    }
  }

  /** Nobody waits for the removal but {@link #close}. */
  private void leave() {
    ServedSandbox former = current;
    if (former != null) {
      current = null;
      leaving = Thread.ofPlatform().name("removal").start(former::close);
    }
  }

  private static void join(Thread thread) {
    boolean interrupted = Thread.interrupted();
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The start of a container: on a thread of its own, or else when it is needed. */
  private final class Start {
    private final boolean spare;
    private final FutureTask<ServerContainer> task;
    private boolean begun;

    Start(boolean spare) {
      this.spare = spare;
      this.task =
          new FutureTask<>(() -> ServerContainer.start(docker.engine(), docker.image(), spare));
    }

    void begin() {
      begun = true;
      Thread.ofPlatform().daemon().name("container").start(task);
    }

    ServerContainer get() throws SandboxException, InterruptedException {
      begun = true;
      task.run(); // does nothing where it runs already
      try {
        return task.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof SandboxException fault) {
          throw fault;
        }
        throw new SandboxException("Cannot start a container: " + e.getCause() + ".", e);
      }
    }

    void close() {
      if (!begun) {
        return;
      }
      boolean interrupted = Thread.interrupted();
      try {
        get().close();
      } catch (SandboxException _) {
        // There is none.
      } catch (InterruptedException _) {
        interrupted = true;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
