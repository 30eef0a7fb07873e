package ipcgrade.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** Where things are in a store. */
final class Layout {
  static final String HEAD = "class.json";
  static final String RESULT = "result.json";
  static final String SPEC = "grading.yml";

  /** What the runs were made by, where {@link #SPEC} has become another since. */
  static final String RUN_SPEC = "grading.runs.yml";

  static final String SUBMISSIONS = "submissions";
  static final String PROVENANCE = "provenance.json";
  static final String TRACES = "traces.jsonl.xz";
  static final String SOURCES = "sources";

  /** Results on their way; a name that no submission has. */
  static final String STAGING = ".staging";

  static final String LOCK = ".lock";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern OTHER = Pattern.compile("[^A-Za-z0-9._-]");
  private static final int LONGEST = 80;
  private static final int HASH = 4;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(SafeText.factory())
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
          .addModule(new ResultModule())
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
          .build();

  private Layout() {}

  /**
   * The directory of a submission: its name where that is plain, else what is plain of it and a hash, so that names
   * that a file system or a web server would confuse stay apart.
   */
  static String directory(String name) {
    if (PLAIN.matcher(name).matches()) {
      return name;
    }
    byte[] digest = Fingerprint.sha256().digest(name.getBytes(StandardCharsets.UTF_8));
    String hash = HexFormat.of().formatHex(Arrays.copyOf(digest, HASH));
    String plain = OTHER.matcher(name).replaceAll("_");
    return "_" + plain.substring(0, Math.min(LONGEST, plain.length())) + "-" + hash;
  }

  /** Writes a record as JSON. A reader sees what was there before, or all of it. */
  static void write(Record value, Path file) throws IOException {
    replace(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n");
  }

  /** Replaces a file in one step. */
  static void replace(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Reads a record.
   *
   * @throws IOException if it is damaged; the message names the file
   */
  static <T extends Record> T read(Class<T> type, Path file) throws IOException {
    try {
      return MAPPER.readValue(Files.readAllBytes(file), type);
    } catch (JacksonException e) {
      throw new IOException(file + ": this file of a class is damaged: " + e.getOriginalMessage(), e);
    }
  }
}
