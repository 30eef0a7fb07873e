package ipcgrade.cli;

import ipcgrade.grade.Expected;
import ipcgrade.spec.SpecLoader;
import ipcgrade.wording.Words;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ipcgrade spec schema}: the JSON Schema by which an editor completes and checks a file. */
@Command(name = "schema")
final class SpecSchemaCommand implements Callable<Integer> {
  @Mixin
  private final Output output;

  @Option(names = "--expected", descriptionKey = "spec.schema.expected")
  private boolean expected;

  @Option(names = {"-o", "--output"}, paramLabel = "FILE", descriptionKey = "spec.schema.output")
  private @Nullable Path file;

  SpecSchemaCommand(Surroundings surroundings) {
    this.output = new Output(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    Words words = output.words();
    try (InputStream schema = expected ? Expected.schema() : SpecLoader.schema()) {
      if (file == null) {
        schema.transferTo(output.surroundings().out());
        return ExitCode.DONE;
      }
      Path directory = file.toAbsolutePath().getParent();
      if (directory != null && !Files.isDirectory(directory)) {
        throw new UsageException(words.get("error.no-parent", directory));
      }
      Files.copy(schema, file, StandardCopyOption.REPLACE_EXISTING);
      return ExitCode.DONE;
    }
  }
}
