package ipcgrade.tracer;

import ipcgrade.trace.RunRequest;
import ipcgrade.tracer.ptrace.Child;
import ipcgrade.tracer.ptrace.KernelFault;
import ipcgrade.tracer.ptrace.ProcFile;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A container that is made, and whose shell waits to be told to execute the program. Nothing of that is traced,
 * and nothing depends on the schedule: it can be made while another one's program runs.
 *
 * <p>The shell is the second process of the container's pid namespace, after bubblewrap's own. On the descriptor
 * that {@link RunRequest#descriptor} names it says a line when all is ready, and gets one: the pid for
 * /proc/sys/kernel/ns_last_pid. Then it makes a process that executes the program. Where the stream ends
 * instead, because the agent did, so does the shell, and the container with it.
 */
final class Standby implements AutoCloseable {
  private static final int LOWEST_PID = 300;
  private static final int HIGHEST_PID = 30_000;
  private static final RandomGeneratorFactory<RandomGenerator> PIDS =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private final List<String> command;
  private final List<String> environment;
  private final int descriptor;

  /** Its shell's pid. */
  private final CompletableFuture<Integer> shell = new CompletableFuture<>();

  private final CompletableFuture<Child> child = new CompletableFuture<>();
  private volatile boolean over;

  private Standby(List<String> command, List<String> environment, int descriptor) {
    this.command = command;
    this.environment = environment;
    this.descriptor = descriptor;
  }

  /** Begins to make the container of a request. */
  static Standby of(RunRequest request) {
    Standby standby = new Standby(request.command(), request.environment(), request.descriptor());
    standby.begin();
    return standby;
  }

  /** Begins to make another one like it, as soon as this one is ready. */
  Standby next() {
    Standby next = new Standby(command, environment, descriptor);
    var _ = shell.whenComplete(
        (_, fault) -> {
          if (fault == null) {
            next.begin();
          } else {
            next.shell.completeExceptionally(fault);
          }
        });
    return next;
  }

  private void begin() {
    // a thread of its own: it has to wait for what it started, and nobody else may
    Thread.ofPlatform().daemon().name("container").start(this::keep);
  }

  /** Whether it is there, and the request's program can run in it. */
  boolean suits(RunRequest request) {
    return request.container()
        && request.descriptor() == descriptor
        && request.command().equals(command)
        && request.environment().equals(environment)
        && !shell.isCompletedExceptionally()
        && !over
        && !hasEnded();
  }

  /** What {@link #over} says as soon as the thread that waits for it has heard. */
  private boolean hasEnded() {
    char state = child.isDone() ? Status.of(child.join().pid()).state() : 'R';
    return state == 'X' || state == 'Z';
  }

  /**
   * The pid of its shell, as soon as that waits.
   *
   * @throws KernelFault if the container cannot be made, or takes longer than {@code millis}
   */
  int shell(long millis) {
    try {
      return shell.get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KernelFault fault ? fault : new IllegalStateException(e);
    } catch (TimeoutException e) {
      throw new KernelFault("the container did not start the program within " + millis + " ms");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Has its shell, which is traced now, execute the program; the seed chooses its pid. */
  void launch(long seed) {
    child.join().tell(Integer.toString(lastPid(seed)));
  }

  /** Ends it if it was not used; who was told to launch, is ended by who traces it. */
  @Override
  public void close() {
    var _ = child.thenAccept(Child::hangUp);
  }

  /** The pid before the program's own, such as a machine in use would have. */
  private static int lastPid(long seed) {
    return PIDS.create(seed).nextInt(LOWEST_PID, HIGHEST_PID);
  }

  private void keep() {
    try (Child made = Child.start(command, environment, descriptor)) {
      child.complete(made);
      try {
        if (made.hear()) {
          shell.complete(onlyChild(onlyChild(made.pid())));
        }
      } catch (KernelFault e) {
        shell.completeExceptionally(e);
        made.hangUp();
      }
      shell.completeExceptionally(ended(made.await()));
    } catch (KernelFault e) {
      shell.completeExceptionally(e);
    } finally {
      over = true;
    }
  }

  private KernelFault ended(int status) {
    return new KernelFault(
        "the command ended with status " + status + " before the program itself was started: "
            + String.join(" ", command));
  }

  /** proc_tid_children(5). */
  private static int onlyChild(int pid) {
    String children = ProcFile.read("/proc/" + pid + "/task/" + pid + "/children").strip();
    if (children.isEmpty() || children.contains(" ")) {
      throw new KernelFault(
          "the container's shell is not found: process " + pid + " has made [" + children + "]");
    }
    return Integer.parseInt(children);
  }
}
