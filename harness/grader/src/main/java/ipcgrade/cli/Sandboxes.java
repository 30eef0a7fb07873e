package ipcgrade.cli;

import ipcgrade.grade.Batch;
import ipcgrade.sandbox.Sandbox;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.docker.Docker;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.sandbox.local.Prerequisites;
import ipcgrade.spec.Spec;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The sandboxes of a command: which they are, and the first of them, which is started at once. */
final class Sandboxes implements AutoCloseable {
  private final SandboxOption.Kind kind;
  private final Home home;
  private final Output output;
  private final FutureTask<LocalSandbox> first;
  private final AtomicBoolean taken = new AtomicBoolean();

  Sandboxes(SandboxOption.Kind kind, Home home, Output output) {
    this.kind = kind;
    this.home = home;
    this.output = output;
    this.first =
        new FutureTask<>(
            () -> kind == SandboxOption.Kind.auto ? Prerequisites.tried(home) : LocalSandbox.open(home));
    if (kind != SandboxOption.Kind.docker) {
      Thread.ofPlatform().daemon().name("sandbox").start(first);
    }
  }

  /**
   * Chooses, and makes what is missing for Docker.
   *
   * @throws SandboxException if none that was asked for works
   */
  Batch.Opening of(Spec spec) throws SandboxException, InterruptedException {
    return switch (kind) {
      case local -> local(started());
      case docker -> docker(spec)::open;
      case auto -> {
        try {
          yield local(started());
        } catch (SandboxException e) {
          yield elsewhere(spec, e);
        }
      }
    };
  }

  /** The same, but chooses when the first sandbox is opened; which may be never. */
  Batch.Opening later(Spec spec) {
    return new Batch.Opening() {
      private Batch.@Nullable Opening chosen;

      @Override
      public Sandbox open() throws SandboxException, InterruptedException {
        return choose().open();
      }

      private synchronized Batch.Opening choose() throws SandboxException, InterruptedException {
        Batch.Opening known = chosen;
        if (known == null) {
          known = of(spec);
          chosen = known;
        }
        return known;
      }
    };
  }

  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      if (kind != SandboxOption.Kind.docker && !taken.get()) {
        first.get().close();
      }
    } catch (ExecutionException _) {
      // It was never open.
    } catch (InterruptedException _) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Batch.Opening elsewhere(Spec spec, SandboxException here)
      throws SandboxException, InterruptedException {
    Docker docker;
    try {
      docker = Docker.find(home, spec.image());
    } catch (SandboxException there) {
      throw new SandboxException(
          output.words().get("error.no-sandbox", String.valueOf(here.getMessage()),
              String.valueOf(there.getMessage())),
          here);
    }
    Notices.say(output, output.words().get("notice.docker", String.valueOf(here.getMessage())));
    return ready(docker)::open;
  }

  private Docker docker(Spec spec) throws SandboxException, InterruptedException {
    return ready(Docker.find(home, spec.image()));
  }

  private Docker ready(Docker docker) throws SandboxException, InterruptedException {
    if (!docker.isReady()) {
      ImageBuild.run(docker, docker.isFromDebian(), output);
    }
    return docker;
  }

  private Batch.Opening local(LocalSandbox sandbox) {
    return () -> taken.getAndSet(true) ? LocalSandbox.open(home) : sandbox;
  }

  private LocalSandbox started() throws SandboxException, InterruptedException {
    try {
      return first.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SandboxException fault) {
        throw fault;
      }
      throw new SandboxException("The local sandbox failed: " + e.getCause() + ".", e);
    }
  }
}
