package ipcgrade.report.html;

import gg.jte.TemplateOutput;
import gg.jte.html.HtmlInterceptor;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.WriterOutput;
import ipcgrade.grade.Graded;
import ipcgrade.score.Result;
import ipcgrade.spec.Spec;
import ipcgrade.wording.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Writes a report for a browser into a directory: {@code index.html}, which is the page of the class or of the only
 * submission; {@code submissions/NAME.html}; {@code data/}, what pages load when it is looked at; {@code assets/},
 * what they are drawn with. Nothing in it refers to anything outside the directory.
 *
 * <p>Thread-safe but for {@link #finish}, which comes last.
 */
public final class HtmlReport {
  private static final List<String> ASSETS =
      List.of("page.css", "core.js", "diagram.js", "player.js", "matrix.js");

  /** What the templates say is what is written. */
  private static final HtmlInterceptor PLAIN =
      new HtmlInterceptor() {
        @Override
        public void onHtmlTagOpened(
            String name, Map<String, Object> attributes, TemplateOutput output) {}

        @Override
        public void onHtmlTagClosed(String name, TemplateOutput output) {}
      };

  private final Path directory;
  private final Spec spec;
  private final Words words;

  private HtmlReport(Path directory, Spec spec, Words words) {
    this.directory = directory;
    this.spec = spec;
    this.words = words;
  }

  /**
   * Begins a report.
   *
   * @param directory is made if it is not there; files of a report in it are replaced
   */
  public static HtmlReport in(Path directory, Spec spec, Words words) throws IOException {
    Files.createDirectories(directory.resolve("data"));
    Files.createDirectories(directory.resolve("assets"));
    for (String name : ASSETS) {
      try (InputStream asset =
          Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name), name)) {
        Files.copy(
            asset, directory.resolve("assets").resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Data.write(directory.resolve("data/words.js"), "words", words.all("js."));
    return new HtmlReport(directory, spec, words);
  }

  /** Writes the report on one submission, whole. */
  public void only(Graded graded, SourceFiles sources) throws IOException {
    write(directory.resolve("index.html"), graded, sources, "", false);
  }

  /** Writes the page of one submission of a class. */
  public void add(Graded graded, SourceFiles sources) throws IOException {
    Files.createDirectories(directory.resolve("submissions"));
    Path page = directory.resolve("submissions").resolve(Slug.of(graded.result().name()) + ".html");
    write(page, graded, sources, "../", true);
  }

  /** Writes the page of the class, each of whose submissions was added. */
  public void finish(List<Result.Submission> submissions) throws IOException {
    ClassPage page = new ClassPageMaker(spec, words, submissions).page();
    Data.write(directory.resolve("data/class.js"), "class", page.table());
    render(
        directory.resolve("index.html"),
        output -> JteclassGenerated.render(output, PLAIN, page));
  }

  private void write(Path file, Graded graded, SourceFiles sources, String base, boolean inClass)
      throws IOException {
    Exhibits exhibits = new Exhibits(graded, words, Slug.of(graded.result().name()));
    SubmissionPage page =
        new PageMaker(spec, words, graded, sources, exhibits).page(base, inClass);
    for (Map.Entry<String, Story> story : exhibits.stories().entrySet()) {
      Data.write(
          directory.resolve("data").resolve(story.getKey() + ".js"), story.getKey(), story.getValue());
    }
    render(file, output -> JtesubmissionGenerated.render(output, PLAIN, page));
  }

  private static void render(Path file, Consumer<OwaspHtmlTemplateOutput> template)
      throws IOException {
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      template.accept(new OwaspHtmlTemplateOutput(new WriterOutput(out)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
