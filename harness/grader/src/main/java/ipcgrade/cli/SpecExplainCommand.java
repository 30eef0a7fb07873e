package ipcgrade.cli;

import ipcgrade.report.rubric.RubricMarkdown;
import ipcgrade.report.rubric.RubricScreen;
import ipcgrade.report.screen.Screen;
import ipcgrade.spec.Spec;
import ipcgrade.wording.Words;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ipcgrade spec explain}: the rubric as a student would read it. */
@Command(name = "explain")
final class SpecExplainCommand implements Callable<Integer> {
  @Mixin
  private final Output output;

  @Parameters(arity = "0..1", paramLabel = "FILE", descriptionKey = "spec.explain.file")
  private @Nullable Path file;

  @Option(names = "--markdown", descriptionKey = "spec.explain.markdown")
  private boolean markdown;

  SpecExplainCommand(Surroundings surroundings) {
    this.output = new Output(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    Words words = output.words();
    Assignment assignment = Assignment.load(file, Path.of(""), words);
    Notices.spec(output, assignment);
    Spec spec = assignment.spec();
    if (markdown) {
      Writer writer = new OutputStreamWriter(output.surroundings().out(), StandardCharsets.UTF_8);
      writer.write(RubricMarkdown.of(spec, words));
      writer.flush();
    } else {
      Screen screen = output.screen();
      new RubricScreen(screen).print(spec, words);
      screen.flush();
    }
    return ExitCode.DONE;
  }
}
