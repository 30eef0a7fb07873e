package ipcgrade.reference.process;

import static ipcgrade.reference.libc.CFunction.INT;
import static ipcgrade.reference.libc.CFunction.POINTER;

import ipcgrade.reference.libc.CFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A call made by a thread of its own, which the kernel keeps waiting inside it. */
public final class Blocked<T> {
  /** A system call that waits, and its number. */
  public enum Call {
    MSGSND(69, 189),
    MSGRCV(70, 188);

    private final int number;

    Call(int x86, int arm) {
      number = System.getProperty("os.arch").equals("amd64") ? x86 : arm;
    }
  }

  private static final int SIGUSR1 = 10;
  private static final MethodHandle GETTID = CFunction.plain("gettid", INT);
  private static final MethodHandle GETPID = CFunction.plain("getpid", INT);
  private static final MethodHandle TGKILL = CFunction.plain("tgkill", INT, INT, INT, INT);
  private static final MethodHandle SYSV_SIGNAL = CFunction.plain("sysv_signal", POINTER, INT, POINTER);

  private final CompletableFuture<Integer> tid = new CompletableFuture<>();
  private final CompletableFuture<T> result = new CompletableFuture<>();

  /** Starts {@code body} and returns once the kernel keeps it waiting in {@code call}. */
  public static <T> Blocked<T> in(Call call, Callable<T> body) {
    Blocked<T> blocked = new Blocked<>();
    Thread.ofPlatform().daemon().start(() -> blocked.run(body));
    Path state = Path.of("/proc/self/task/" + blocked.tid.join() + "/syscall");
    while (!read(state).startsWith(call.number + " ")) {
      if (blocked.result.isDone()) {
        throw new AssertionError("it did not wait: " + blocked.result);
      }
      Thread.onSpinWait();
    }
    return blocked;
  }

  /** What it returned; waits for it. */
  public T result() throws Exception {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** Sends its thread SIGUSR1 and has that handled, by abs(3), which does no harm. */
  public void interrupt() {
    try {
      var _ =
          (MemorySegment)
              SYSV_SIGNAL.invokeExact(SIGUSR1, CFunction.address("abs"));
      int _ = (int) TGKILL.invokeExact((int) GETPID.invokeExact(), (int) tid.join(), SIGUSR1);
    } catch (Throwable thrown) {
      throw new AssertionError(thrown);
    }
  }

  private void run(Callable<T> body) {
    try {
      tid.complete((int) GETTID.invokeExact());
      result.complete(body.call());
    } catch (Throwable thrown) {
      tid.completeExceptionally(thrown);
      result.completeExceptionally(thrown);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
