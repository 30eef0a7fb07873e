package ipcgrade.sandbox.local;

import ipcgrade.wording.Printable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Runs a command to its end, within a time, and keeps the start of what it says. */
final class Subprocess {
  /** How much of the output is kept, bytes. */
  static final int KEPT = 64 << 10;

  /**
   * Starts all processes: PR_SET_PDEATHSIG, which bubblewrap's --die-with-parent sets, strikes when the
   * thread ends that made the process, so that thread must be one that does not.
   */
  private static final ExecutorService STARTER =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("starter").factory());

  /**
   * Taken whole to start a process, shared to write a program. A new process has for a moment all files that
   * are open here, and the kernel executes none that anybody could write to: execve(2), ETXTBSY.
   */
  private static final ReadWriteLock FILES = new ReentrantReadWriteLock(true);

  /** Writes a file. */
  @FunctionalInterface
  interface Writing {
    void run() throws IOException;
  }

  /** Why it ended. */
  enum End {
    EXITED,
    OUT_OF_TIME
  }

  /**
   * What became of a command.
   *
   * @param status its exit status, or 128 and the signal that killed it
   * @param output the first {@link #KEPT} bytes of its output and errors, made printable
   */
  record Result(End end, int status, String output) {
    boolean succeeded() {
      return end == End.EXITED && status == 0;
    }
  }

  private Subprocess() {}

  static Result run(List<String> command, Duration limit) throws IOException, InterruptedException {
    return run(command, "", limit);
  }

  /**
   * Runs a command with nothing in its environment but PATH.
   *
   * @throws IOException if it cannot be started
   */
  static Result run(List<String> command, String input, Duration limit)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", path());
    if (input.isEmpty()) {
      builder.redirectInput(new File("/dev/null"));
    }
    Process process = start(builder);
    try {
      CompletableFuture<String> output = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> output.complete(read(process.getInputStream())));
      if (!input.isEmpty()) {
        Thread.ofVirtual().start(() -> write(process, input));
      }
      End end = process.waitFor(limit) ? End.EXITED : End.OUT_OF_TIME;
      // Process.destroyForcibly would also close the output, before all is read.
      process.toHandle().destroyForcibly();
      return new Result(end, process.waitFor(), output.get(10, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("Cannot read what " + command.getFirst() + " says.", e);
    } finally {
      process.toHandle().destroyForcibly();
    }
  }

  /** Writes a file that will be executed: while no process is started. */
  static void write(Writing program) throws IOException {
    FILES.readLock().lock();
    try {
      program.run();
    } finally {
      FILES.readLock().unlock();
    }
  }

  /** Starts a process from a thread that never ends. */
  static Process start(ProcessBuilder builder) throws IOException, InterruptedException {
    try {
      return STARTER.submit(() -> startAlone(builder)).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }
  }

  /** Returns when the process has executed its program, and so has none of our files any more. */
  private static Process startAlone(ProcessBuilder builder) throws IOException {
    FILES.writeLock().lock();
    try {
      return builder.start();
    } finally {
      FILES.writeLock().unlock();
    }
  }

  static String path() {
    return System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
  }

  private static String read(InputStream output) {
    byte[] kept = new byte[KEPT];
    int length = 0;
    try (output) {
      length = output.readNBytes(kept, 0, KEPT);
      output.transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // The process was killed: what was read until then counts.
    }
    return Printable.text(new String(kept, 0, length, StandardCharsets.UTF_8));
  }

  private static void write(Process process, String input) {
    try (var writer = process.outputWriter(StandardCharsets.UTF_8)) {
      writer.write(input);
    } catch (IOException _) {
      // It ended before it had read all.
    }
  }
}
