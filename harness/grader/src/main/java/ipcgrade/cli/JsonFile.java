package ipcgrade.cli;

import ipcgrade.score.Result;
import ipcgrade.spec.Spec;
import ipcgrade.store.ResultJson;
import ipcgrade.store.Store;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Where {@code --json} writes: a file, or standard output for {@code -}. */
final class JsonFile {
  private JsonFile() {}

  static boolean isStandardOutput(@Nullable String target) {
    return "-".equals(target);
  }

  /** Writes the result; does nothing without a target. */
  static void write(@Nullable String target, Result result, Output output) throws IOException {
    write(target, writer -> ResultJson.write(result, writer), output);
  }

  /** Writes another report; does nothing without a target. */
  static void write(@Nullable String target, JsonNode report, Output output) throws IOException {
    write(target, writer -> ResultJson.write(report, writer), output);
  }

  /** Writes what there is of some submissions in a store, one after the other; does nothing without a target. */
  static void write(@Nullable String target, Spec spec, Store store, List<String> names, Output output)
      throws IOException {
    write(
        target,
        writer -> {
          try (ResultJson.Lines lines = ResultJson.lines(spec, writer)) {
            for (String name : names) {
              lines.add(store.result(name));
            }
          }
        },
        output);
  }

  @FunctionalInterface
  private interface Writing {
    void to(Writer writer) throws IOException;
  }

  private static void write(@Nullable String target, Writing writing, Output output) throws IOException {
    if (target == null) {
      return;
    }
    if (isStandardOutput(target)) {
      Writer writer = new OutputStreamWriter(output.surroundings().out(), StandardCharsets.UTF_8);
      writing.to(writer);
      writer.flush();
    } else {
      try (Writer writer = Files.newBufferedWriter(Path.of(target), StandardCharsets.UTF_8)) {
        writing.to(writer);
      }
    }
  }
}
