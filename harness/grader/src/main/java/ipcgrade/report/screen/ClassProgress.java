package ipcgrade.report.screen;

import ipcgrade.grade.ClassGrading;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * How far a class is: on a terminal a line that is drawn again and vanishes in the end, elsewhere a line from time to
 * time.
 */
public final class ClassProgress implements ClassGrading.Listener, AutoCloseable {
  private static final int WIDTH = 79;
  private static final int BAR = 16;
  private static final int MOST_NAME = 24;
  private static final long REDRAW_MILLIS = 200;
  private static final long SAY_MILLIS = 10_000;

  private final PrintStream out;
  private final Words words;
  private final boolean terminal;
  private final int total;
  private final long begun = System.nanoTime();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("progress").factory());
  private final Map<String, String> running = new ConcurrentSkipListMap<>();
  private int graded;
  private int settled;
  private int failed;
  private String said = "";

  /**
   * A view of so many submissions.
   *
   * @param out where it is drawn; {@code terminal}, whether that is one
   */
  public ClassProgress(PrintStream out, Words words, boolean terminal, int total) {
    this.out = out;
    this.words = words;
    this.terminal = terminal;
    this.total = total;
    long period = terminal ? REDRAW_MILLIS : SAY_MILLIS;
    var _ = clock.scheduleAtFixedRate(this::show, period, period, TimeUnit.MILLISECONDS);
  }

  @Override
  public void at(String submission, Step step, int done, int of) {
    running.put(
        submission,
        switch (step) {
          case BUILD -> words.get("progress.build");
          case RUN -> words.get("progress.run", done + 1, of);
          case JUDGE -> words.get("progress.judge");
        });
  }

  @Override
  public void again(String name, ClassGrading.Again why) {
    // told in the end
  }

  @Override
  public synchronized void graded(Result.Submission result) {
    running.remove(result.name());
    graded++;
    settled(result);
  }

  @Override
  public synchronized void same(Result.Submission result, String original) {
    settled(result);
  }

  @Override
  public synchronized void kept(Result.Submission result) {
    settled(result);
  }

  @Override
  public synchronized void unchanged(String name) {
    settled++;
  }

  private void settled(Result.Submission result) {
    settled++;
    failed += result.outcome() == Outcome.GRADED ? 0 : 1;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    synchronized (this) {
      if (terminal) {
        out.print("\r" + " ".repeat(WIDTH) + "\r");
        out.flush();
      } else {
        say(text(System.nanoTime() - begun));
      }
    }
  }

  private synchronized void show() {
    if (clock.isShutdown()) {
      return;
    }
    String text = text(System.nanoTime() - begun);
    if (!terminal) {
      say(text);
      return;
    }
    int filled = total == 0 ? BAR : BAR * settled / total;
    String line = "[" + "=".repeat(filled) + " ".repeat(BAR - filled) + "] " + text;
    String first =
        running.entrySet().stream()
            .findFirst()
            .map(one -> "  " + Printable.line(one.getKey(), MOST_NAME) + ": " + one.getValue())
            .orElse("");
    String whole = line + first;
    String fit = Printable.start(whole, WIDTH);
    out.print("\r" + fit + " ".repeat(WIDTH - fit.length()));
    out.flush();
  }

  private void say(String text) {
    if (!text.equals(said)) {
      said = text;
      out.println(text);
      out.flush();
    }
  }

  /** "120/300, 2 running, 3 failed, 62 a minute, 2:54 left"; what is not known yet is left out. */
  String text(long nanos) {
    StringBuilder text = new StringBuilder(words.get("progress.done", settled, total));
    if (!running.isEmpty()) {
      text.append(", ").append(words.get("progress.running", running.size()));
    }
    if (failed > 0) {
      text.append(", ").append(words.get("progress.failed", failed));
    }
    if (graded > 0) {
      double perMinute = graded * (double) TimeUnit.MINUTES.toNanos(1) / Math.max(1, nanos);
      text.append(", ").append(words.get("progress.rate", Math.round(perMinute)));
      if (settled < total) {
        Duration left = Duration.ofNanos((long) (nanos / (double) graded * (total - settled)));
        text.append(", ").append(words.get("progress.left", clock(left)));
      }
    }
    return text.toString();
  }

  private static String clock(Duration time) {
    return time.toHours() > 0
        ? "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
        : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
  }
}
