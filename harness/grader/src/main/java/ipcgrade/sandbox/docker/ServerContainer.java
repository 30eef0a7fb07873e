package ipcgrade.sandbox.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.DockerObjectAccessor;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.StreamType;
import com.github.dockerjava.api.model.Ulimit;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.sandbox.served.Connection;
import ipcgrade.trace.RunRequest;
import ipcgrade.wording.Printable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A container with a {@link ipcgrade.sandbox.served.Server} in it, and its standard streams.
 *
 * <p>Its standard input ends when the grader does, and then the server does; the engine removes it at its
 * end. So nothing is left of a grader that was killed. Only one that is killed between making a container
 * and attaching to it leaves one, which the next {@link Sweep} removes.
 */
final class ServerContainer implements Connection {
  /** The label of containers and images; of a container its value is the {@link Owner}. */
  static final String LABEL = "ipcgrade";

  private static final String USER = "1000:1000";
  private static final long MEMORY = 4L << 30;

  /** Of the server, the agent, and what a build left. */
  private static final long OWN_MEMORY = 2L << 30;

  private static final long PROCESSES = 4096;
  private static final long CPUS = 2;

  /** Of processor time, beside others who want it: the usual of docker-run(1), and the least. */
  private static final int SHARES = 1024;

  private static final int SPARE_SHARES = 2;
  private static final String TEMPORARY = "rw,exec,nosuid,nodev,mode=1777,size=" + (3L << 30);
  private static final int KEPT = 2000;

  private final DockerClient client;
  private final String id;
  private final Pipe fromServer;
  private final Pipe toServer;
  private final Attached attached;

  private ServerContainer(DockerClient client, String id, Pipe fromServer, Pipe toServer) {
    this.client = client;
    this.id = id;
    this.fromServer = fromServer;
    this.toServer = toServer;
    this.attached = new Attached(Channels.newOutputStream(fromServer.sink()));
  }

  /**
   * Starts a container of an image that {@link Image} made.
   *
   * @param spare whether it is for later: then it gets what processor time nobody else wants, until {@link #hasten}
   */
  static ServerContainer start(Engine engine, String image, boolean spare)
      throws SandboxException, InterruptedException {
    DockerClient client = engine.client();
    try {
      String id =
          client
              .createContainerCmd(image)
              .withEntrypoint("/ipcgrade/serve")
              .withCmd(List.of())
              .withWorkingDir("/tmp")
              .withEnv("PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/tmp", "LANG=C.UTF-8")
              .withUser(USER)
              .withHostName("ipcgrade")
              .withLabels(Map.of(LABEL, Owner.self().toString()))
              .withStdinOpen(true)
              .withStdInOnce(true)
              .withAttachStdin(true)
              .withAttachStdout(true)
              .withAttachStderr(true)
              .withHostConfig(confined(engine).withCpuShares(spare ? SPARE_SHARES : SHARES))
              .exec()
              .getId();
      ServerContainer container = new ServerContainer(client, id, Pipe.open(), Pipe.open());
      container.attachAndStart();
      return container;
    } catch (DockerException | IOException e) {
      throw new SandboxException("Cannot start a container: " + e.getMessage() + ".", e);
    }
  }

  /** Gives it more memory where a run may use so much that the usual would not do. */
  void makeRoom(RunRequest.Limits limits) throws SandboxException {
    long memory = limits.memoryBytes() + OWN_MEMORY;
    if (memory > MEMORY) {
      try {
        client.updateContainerCmd(id).withMemory(memory).withMemorySwap(memory).exec();
      } catch (DockerException e) {
        throw new SandboxException("A container cannot have " + memory + " bytes: " + e.getMessage() + ".",
            e);
      }
    }
  }

  /** Gives a spare as much of the processors as others have, from now on. */
  void hasten() {
    try {
      client.updateContainerCmd(id).withCpuShares(SHARES).exec();
    } catch (DockerException _) {
      // It has ended, which who speaks with it is told; or it is slow.
    }
  }

  @Override
  public InputStream input() {
    return Channels.newInputStream(fromServer.source());
  }

  @Override
  public OutputStream output() {
    return Channels.newOutputStream(toServer.sink());
  }

  @Override
  public String said() {
    return attached.said();
  }

  @Override
  public void close() {
    try {
      client.killContainerCmd(id).exec();
    } catch (RuntimeException _) {
      // It has ended.
    }
    closeStreams();
  }

  private void attachAndStart() throws InterruptedException {
    boolean started = false;
    try {
      client
          .attachContainerCmd(id)
          .withStdIn(new UntilClosed(Channels.newInputStream(toServer.source())))
          .withStdOut(true)
          .withStdErr(true)
          .withFollowStream(true)
          .exec(attached)
          .awaitStarted();
      client.startContainerCmd(id).exec();
      started = true;
    } finally {
      if (!started) {
        client.removeContainerCmd(id).withForce(true).exec();
        closeStreams();
      }
    }
  }

  private void closeStreams() {
    for (AutoCloseable each : List.of(attached, toServer.sink(), toServer.source(), fromServer.sink(),
        fromServer.source())) {
      try {
        each.close();
      } catch (Exception _) {
        // Nobody reads or writes any more.
      }
    }
  }

  private static HostConfig confined(Engine engine) {
    List<String> security =
        new ArrayList<>(List.of("no-new-privileges", "seccomp=" + Resources.text("seccomp.json")));
    if (engine.hasAppArmor()) {
      security.add("apparmor=unconfined"); // the usual profile denies mount(2), also in a user namespace
    }
    HostConfig config =
        new HostConfig()
            .withNetworkMode("none")
            .withCapDrop(Capability.ALL)
            .withSecurityOpts(security)
            .withReadonlyRootfs(true)
            .withTmpFs(Map.of("/tmp", TEMPORARY))
            .withMemory(MEMORY)
            .withMemorySwap(MEMORY)
            .withPidsLimit(PROCESSES)
            .withNanoCPUs(Math.min(CPUS, processors(engine)) * 1_000_000_000)
            .withUlimits(List.of(new Ulimit("core", 0L, 0L)))
            .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
            .withAutoRemove(true);
    // systempaths=unconfined: with parts of /proc masked, the kernel allows no other proc(5) in a user namespace
    DockerObjectAccessor.overrideRawValue(config, "MaskedPaths", List.of());
    DockerObjectAccessor.overrideRawValue(config, "ReadonlyPaths", List.of());
    return config;
  }

  private static long processors(Engine engine) {
    Integer count = engine.info().getNCPU();
    return count == null ? 1 : count;
  }

  /** A stream that ends when it is closed: the thread that reads it has nobody to tell of a fault. */
  private static final class UntilClosed extends FilterInputStream {
    UntilClosed(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      try {
        return in.read(buffer, offset, length);
      } catch (IOException _) {
        return -1;
      }
    }
  }

  /** What comes from the container. */
  private static final class Attached extends ResultCallback.Adapter<Frame> {
    private final OutputStream output;
    private String errors = "";

    Attached(OutputStream output) {
      this.output = output;
    }

    @Override
    public void onNext(Frame frame) {
      if (frame.getStreamType() == StreamType.STDERR) {
        keep(new String(frame.getPayload(), StandardCharsets.UTF_8));
        return;
      }
      try {
        output.write(frame.getPayload());
      } catch (IOException _) {
        // Nobody reads any more.
      }
    }

    @Override
    public void onError(Throwable e) {
      closeOutput();
      super.onError(e);
    }

    @Override
    public void onComplete() {
      closeOutput();
      super.onComplete();
    }

    synchronized String said() {
      String text = Printable.text(errors).strip();
      return text.isEmpty() ? "" : "; it says: " + text;
    }

    private synchronized void keep(String more) {
      String all = errors + more;
      errors = all.substring(Math.max(0, all.length() - KEPT));
    }

    private void closeOutput() {
      try {
        output.close();
      } catch (IOException _) {
        // It is closed already.
      }
    }
  }
}
