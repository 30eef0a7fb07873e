package ipcgrade.cli;

import ipcgrade.report.format.Formats;
import ipcgrade.report.format.Settings;
import ipcgrade.report.format.Settings.Visibility;
import ipcgrade.report.format.UnfitException;
import ipcgrade.report.format.Worksheet;
import ipcgrade.report.format.Worksheet.Filled;
import ipcgrade.report.format.Worksheet.Platform;
import ipcgrade.score.Result;
import ipcgrade.store.ResultJson;
import ipcgrade.store.Store;
import ipcgrade.wording.Words;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ipcgrade report}: a result in the form that another program reads. */
@Command(name = "report")
final class ReportCommand implements Callable<Integer> {
  private static final String RESULT = "result.json";

  @Mixin
  private final Output output;

  @Option(names = {"-f",
    "--format"}, paramLabel = "FORMAT", descriptionKey = "report.format")
  private String format = "";

  @Option(names = {"-o", "--output"}, paramLabel = "FILE", descriptionKey = "report.output")
  private @Nullable Path file;

  @Option(names = "--html", paramLabel = "DIR", descriptionKey = "report.html")
  private @Nullable Path html;

  @Option(names = "--submission", paramLabel = "NAME", descriptionKey = "report.submission")
  private @Nullable String submission;

  @Option(names = "--root", paramLabel = "DIR", descriptionKey = "report.root")
  private String root = "";

  @Option(names = "--visibility", paramLabel = "WHEN", defaultValue = "visible", descriptionKey = "report.visibility")
  private String visibility = "visible";

  @Option(names = "--worksheet", paramLabel = "FILE", descriptionKey = "report.worksheet")
  private @Nullable Path worksheet;

  @Option(names = "--column", paramLabel = "HEADER", descriptionKey = "report.column")
  private @Nullable String column;

  @Parameters(arity = "1..*", paramLabel = "RESULT", descriptionKey = "report.result")
  private List<Path> results = List.of();

  ReportCommand(Surroundings surroundings) {
    this.output = new Output(surroundings);
  }

  @Override
  public Integer call() throws Exception {
    Words words = output.words();
    if (html != null) {
      pages(html, words);
    }
    if (format.isEmpty()) {
      if (html == null) {
        throw new UsageException(words.get("report.needs-format", String.join(", ", names())));
      }
      return ExitCode.DONE;
    }
    Optional<Platform> platform =
        Arrays.stream(Platform.values()).filter(each -> name(each).equals(format)).findFirst();
    Result all = read(words);
    Result result = submission == null ? all : all.with(Chosen.named(all, submission, words));
    try {
      if (platform.isPresent()) {
        fill(platform.get(), result, words);
      } else {
        write(result, words);
      }
    } catch (UnfitException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return ExitCode.DONE;
  }

  /** Pages of what one directory keeps; judged by what is kept beside it. */
  private void pages(Path directory, Words words) throws Exception {
    if (results.size() > 1) {
      throw new UsageException(words.get("report.html-one"));
    }
    Store store = Stores.read(results.getFirst(), words);
    Pages pages = new Pages(Assignment.load(store.spec()), words);
    String wanted = submission;
    if (wanted == null) {
      pages.all(directory, store, store.submissions());
    } else {
      Chosen.known(wanted, store.submissions(), words);
      pages.one(directory, store, wanted);
    }
  }

  private void write(Result result, Words words) throws IOException, UsageException, UnfitException {
    Formats form =
        Formats.of(format)
            .orElseThrow(
                () -> new UsageException(words.get("report.no-format", format, String.join(", ", names()))));
    Settings settings =
        new Settings(
            words,
            Version.text(),
            Instant.now(),
            output.surroundings().environment(),
            root.endsWith("/") ? root.substring(0, root.length() - 1) : root,
            visibility(words));
    // all of it, before anything of the file that is there is gone
    StringWriter text = new StringWriter();
    form.format().write(result, settings, text);
    if (file == null) {
      Writer out = new OutputStreamWriter(output.surroundings().out(), StandardCharsets.UTF_8);
      out.write(text.toString());
      out.flush();
    } else {
      replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void fill(Platform platform, Result result, Words words)
      throws IOException, UsageException, UnfitException {
    Path sheet = worksheet;
    if (sheet == null) {
      throw new UsageException(words.get("report.needs-worksheet", format));
    }
    Filled filled =
        Worksheet.fill(Files.readAllBytes(sheet), platform, result, words, Optional.ofNullable(column));
    replace(file == null ? sheet : file, filled.text().getBytes(filled.charset()));
    Notices.say(output, words.get("report.filled", filled.rows(), file == null ? sheet : file));
    filled
        .scaledTo()
        .ifPresent(most -> Notices.say(output, words.get("report.scaled", words.points(most.doubleValue()))));
    if (!filled.unmatched().isEmpty()) {
      Notices.say(output, words.get("report.unmatched", words.list(filled.unmatched())));
    }
    if (!filled.ungraded().isEmpty()) {
      Notices.say(output, words.get("report.left-out", words.list(filled.ungraded())));
    }
  }

  /** In one step, so that a file is never half written. */
  private static void replace(Path target, byte[] bytes) throws IOException {
    Path whole = target.toAbsolutePath();
    Path fresh = Files.createTempFile(whole.getParent(), "." + whole.getFileName(), ".new");
    try {
      Files.write(fresh, bytes);
      if (Files.exists(whole)) {
        Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(whole));
      }
      Files.move(fresh, whole, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** The submissions of all results that were named, which are of one assignment. */
  private Result read(Words words) throws IOException, UsageException {
    List<Result.Submission> all = new ArrayList<>();
    Result first = null;
    for (Path each : results) {
      Result result = ResultJson.read(Files.isDirectory(each) ? each.resolve(RESULT) : each);
      first = first == null ? result : first;
      if (!result.assignment().equals(first.assignment())) {
        throw new UsageException(
            words.get("report.assignments", each, result.assignment(), results.getFirst(),
                first.assignment()));
      }
      all.addAll(result.submissions());
    }
    if (first == null) {
      throw new IllegalStateException("picocli asks for one result at least");
    }
    return first.with(all);
  }

  private Visibility visibility(Words words) throws UsageException {
    return Arrays.stream(Visibility.values())
        .filter(each -> each.toString().equals(visibility))
        .findFirst()
        .orElseThrow(
            () -> new UsageException(
                words.get(
                    "report.no-visibility",
                    visibility,
                    String.join(", ",
                        Arrays.stream(Visibility.values()).map(Visibility::toString).toList()))));
  }

  private static List<String> names() {
    return Stream.concat(
        Arrays.stream(Formats.values()).map(Formats::toString),
        Arrays.stream(Platform.values()).map(ReportCommand::name))
        .toList();
  }

  private static String name(Platform platform) {
    return platform.name().toLowerCase(Locale.ROOT);
  }
}
