package ipcgrade.report.screen;

import ipcgrade.grade.Progress;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.io.PrintStream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A line on a terminal that says how far grading is, and vanishes when it is closed. */
public final class ProgressLine implements Progress, AutoCloseable {
  private static final int WIDTH = 78;
  private static final int MOST_NAME = 24;
  private static final int REFRESH_MILLIS = 100;

  private final PrintStream terminal;
  private final Words words;
  private final boolean single;
  private final ProgressBar bar;

  /**
   * A line that counts submissions; the runs, if there is but one submission.
   *
   * @param terminal where it is drawn
   */
  public ProgressLine(PrintStream terminal, Words words, int submissions) {
    this.terminal = terminal;
    this.words = words;
    this.single = submissions == 1;
    this.bar =
        new ProgressBarBuilder()
            .setInitialMax(submissions)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .hideEta()
            .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
            .build();
  }

  @Override
  public void at(String submission, Step step, int done, int total) {
    if (single && step == Step.RUN) {
      bar.maxHint(total);
      bar.stepTo(done);
    }
    String what =
        switch (step) {
          case BUILD -> words.get("progress.build");
          case RUN -> words.get("progress.run", done + 1, total);
          case JUDGE -> words.get("progress.judge");
        };
    bar.setExtraMessage(Printable.line(submission, MOST_NAME) + ": " + what);
  }

  /** A submission is done. */
  public void done() {
    if (!single) {
      bar.step();
    }
  }

  @Override
  public void close() {
    bar.close();
    terminal.print("\r" + " ".repeat(WIDTH) + "\r");
    terminal.flush();
  }

  private void draw(String line) {
    terminal.print("\r" + line);
    terminal.flush();
  }
}
