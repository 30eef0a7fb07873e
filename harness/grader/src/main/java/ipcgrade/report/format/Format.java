package ipcgrade.report.format;

import ipcgrade.score.Result;
import java.io.IOException;
import java.io.Writer;

/** A form of report. */
@FunctionalInterface
public interface Format {
  /**
   * Writes a result, and leaves the writer open.
   *
   * @throws UnfitException if the form cannot hold the result
   */
  void write(Result result, Settings settings, Writer out) throws IOException, UnfitException;
}
