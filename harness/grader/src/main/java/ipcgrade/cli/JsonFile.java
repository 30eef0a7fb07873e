package ipcgrade.cli;

import ipcgrade.report.json.JsonReport;
import ipcgrade.score.Result;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where {@code --json} writes: a file, or standard output for {@code -}. */
final class JsonFile {
  private JsonFile() {}

  static boolean isStandardOutput(@Nullable String target) {
    return "-".equals(target);
  }

  /** Writes the result; does nothing without a target. */
  static void write(@Nullable String target, Result result, Output output) throws IOException {
    if (target == null) {
      return;
    }
    if (isStandardOutput(target)) {
      Writer writer = new OutputStreamWriter(output.surroundings().out(), StandardCharsets.UTF_8);
      JsonReport.write(result, writer);
      writer.flush();
    } else {
      JsonReport.write(result, Path.of(target));
    }
  }
}
