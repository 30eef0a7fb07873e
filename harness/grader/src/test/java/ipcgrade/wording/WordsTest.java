package ipcgrade.wording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.trace.Strategy;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  private static final Path SOURCES = Path.of("src/main");
  private static final Pattern CODE = Pattern.compile(".*\\.(java|jte|js)");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)");

  @ParameterizedTest
  @ValueSource(strings = {"wording/words", "cli/help"})
  @DisplayName("both languages have the same texts, with the same placeholders")
  void same(String bundle) throws IOException {
    Properties en = load(bundle + "_en");
    Properties it = load(bundle + "_it");
    assertEquals(new TreeSet<>(en.stringPropertyNames()), new TreeSet<>(it.stringPropertyNames()));
    for (String key : en.stringPropertyNames()) {
      assertEquals(placeholders(en.getProperty(key)), placeholders(it.getProperty(key)), key);
    }
  }

  @Test
  @DisplayName("each text is used, and each text that is used exists")
  void used() throws IOException {
    String code = code();
    Set<String> used = new HashSet<>();
    Matcher gets = Pattern.compile("\"((?:[a-z]+\\.)+[a-z-]+)\"").matcher(code);
    while (gets.find()) {
      used.add(gets.group(1));
    }
    // these are put together: "end." + the kind of end
    for (String end : List.of("finished", "deadlock", "limit", "refused", "fault")) {
      used.add("end." + end);
      used.add("end.short." + end);
    }
    for (Class<?> strategy : Strategy.class.getPermittedSubclasses()) {
      used.add("strategy." + strategy.getSimpleName().toLowerCase(Locale.ROOT));
    }
    LimitsTest.named().forEach(limit -> used.add("limit." + limit));
    used.add("why.sent-other");
    used.add("why.received-other");
    Set<String> known = load("wording/words_en").stringPropertyNames();
    for (String key : known) {
      assertTrue(used.contains(key), () -> key + " is not used");
    }
    Matcher asked = Pattern.compile("words(?:\\(\\))?\\.get\\(\\s*\"([a-z-]+\\.[^\"]+[a-z])\"").matcher(code);
    while (asked.find()) {
      String key = asked.group(1);
      assertTrue(known.contains(key), () -> key + " does not exist");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wording/words_en", "wording/words_it"})
  @DisplayName("each text is a format, and no apostrophe swallows a placeholder")
  void formats(String bundle) throws IOException {
    load(bundle)
        .forEach(
            (key, text) -> {
              String shown =
                  new MessageFormat(text.toString(), Locale.ENGLISH).format(new Object[] {1, 1, 1, 1});
              assertTrue(!shown.contains("{") && !shown.isBlank(), key + ": " + shown);
              assertEquals(0, text.toString().replace("''", "").chars().filter(c -> c == '\'').count(),
                  key + "");
            });
  }

  @Test
  @DisplayName("the language is that of the locale, and English if that is another")
  void language() {
    assertEquals("it", Words.languageOf(Map.of("LANG", "it_IT.UTF-8")));
    assertEquals("en", Words.languageOf(Map.of("LANG", "it_IT.UTF-8", "LC_ALL", "C")));
    assertEquals("it", Words.languageOf(Map.of("LANG", "de_DE", "LC_MESSAGES", "it_CH", "LC_ALL", "")));
    assertEquals("it", Words.languageOf(Map.of("LANGUAGE", "it:en", "LANG", "C.UTF-8")));
    assertEquals("en", Words.languageOf(Map.of()));
    assertEquals("Runs", Words.in("de").get("runs.title"));
    assertEquals("23,67", Words.in("it").points(23 + 2 / 3.0));
    assertEquals("4 regole", Words.in("it").get("spec.good", "x", 4, 2).substring(3, 11));
  }

  private static Set<String> placeholders(String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = PLACEHOLDER.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static String code() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      StringBuilder code = new StringBuilder();
      for (Path file : files.filter(path -> CODE.matcher(path.toString()).matches()).toList()) {
        code.append(Files.readString(file));
      }
      return code.toString();
    }
  }

  private static Properties load(String bundle) throws IOException {
    Properties texts = new Properties();
    try (Reader in =
        new InputStreamReader(
            Words.class.getModule().getResourceAsStream("ipcgrade/" + bundle + ".properties"),
            StandardCharsets.UTF_8)) {
      texts.load(in);
    }
    return texts;
  }
}
