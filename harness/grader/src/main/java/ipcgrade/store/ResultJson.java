package ipcgrade.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import ipcgrade.score.Result;
import ipcgrade.spec.SchemaCheck;
import ipcgrade.spec.Spec;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes and reads result.json: UTF-8, keys in the order of {@link Result}, valid under its schema. */
public final class ResultJson {
  private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
  private static final JsonMapper MAPPER =
      JsonMapper.builder(SafeText.factory())
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .addModule(new ResultModule())
          .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
          .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(INDENTER))
          .build();

  private ResultJson() {}

  /** Points as they are written, with four decimals at most: a third is told from a rounding error, and 28 is 28. */
  public static BigDecimal points(double points) {
    BigDecimal rounded = BigDecimal.valueOf(points).setScale(4, RoundingMode.HALF_EVEN);
    return new BigDecimal(rounded.stripTrailingZeros().toPlainString());
  }

  /** Writes a result, and leaves the writer open. */
  public static void write(Result result, Writer writer) throws IOException {
    writeAny(result, writer);
  }

  /** Writes another report, and leaves the writer open. */
  public static void write(JsonNode report, Writer writer) throws IOException {
    writeAny(report, writer);
  }

  private static void writeAny(Object report, Writer writer) throws IOException {
    try {
      MAPPER.writerWithDefaultPrettyPrinter().writeValue(writer, report);
    } catch (JacksonException e) {
      throw unwrapped(e, "the result cannot be written");
    }
    writer.write('\n');
    writer.flush();
  }

  /** Writes a result to a file, which is replaced if it exists. */
  public static void write(Result result, Path file) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      write(result, writer);
    }
  }

  /**
   * Reads a result.
   *
   * @throws IOException if the file cannot be read or holds no result; the message names the file
   */
  public static Result read(Path file) throws IOException {
    try {
      JsonNode tree = MAPPER.readTree(Files.readAllBytes(file));
      List<String> problems = problems(tree);
      if (!problems.isEmpty()) {
        throw new IOException(file + ": this is no result of ipcgrade: " + problems.getFirst());
      }
      return MAPPER.treeToValue(tree, Result.class);
    } catch (JacksonException e) {
      throw new IOException(file + ": this is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** Reads a result that this program wrote, without the time that its schema takes. */
  static Result readOwn(Path file) throws IOException {
    try {
      return MAPPER.readValue(Files.readAllBytes(file), Result.class);
    } catch (JacksonException e) {
      throw new IOException(file + ": this result is damaged: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Begins a result of which submissions are added one after the other, a line each, so that they need not be in
   * memory together.
   *
   * @param writer left open
   */
  public static Lines lines(Spec spec, Writer writer) throws IOException {
    return new Lines(spec, writer);
  }

  /** A result that is being written. */
  public static final class Lines implements AutoCloseable {
    private static final String END = "]}";
    private static final String EMPTY = "\"submissions\":[" + END;

    private final Writer writer;
    private String before = "\n";

    private Lines(Spec spec, Writer writer) throws IOException {
      this.writer = writer;
      String empty = MAPPER.writeValueAsString(Result.of(spec, List.of()));
      if (!empty.endsWith(EMPTY)) {
        throw new IllegalStateException("the submissions of a result are not its last part");
      }
      writer.write(empty, 0, empty.length() - END.length());
    }

    /** Adds a submission. */
    public void add(Result.Submission submission) throws IOException {
      writer.write(before);
      before = ",\n";
      try {
        MAPPER.writeValue(writer, submission);
      } catch (JacksonException e) {
        throw unwrapped(e, "the result cannot be written");
      }
    }

    /** Ends the result. */
    @Override
    public void close() throws IOException {
      writer.write("\n" + END + "\n");
      writer.flush();
    }
  }

  /** What is wrong with a result by its schema: a sentence each, after the JSON pointer of the place. */
  public static List<String> problems(JsonNode result) {
    return PublishedSchema.CHECK.problems(result);
  }

  private static IOException unwrapped(JacksonException e, String sentence) {
    return e.getCause() instanceof IOException cause ? cause : new IOException(sentence, e);
  }

  /** Read once, when first needed. */
  private static final class PublishedSchema {
    static final SchemaCheck CHECK =
        new SchemaCheck(
            Objects.requireNonNull(ResultJson.class.getResourceAsStream("result.schema.json")));
  }
}
