package ipcgrade.wording;

import java.text.MessageFormat;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeMap;

/** The texts of reports in one language: {@code words_en.properties} and {@code words_it.properties}. */
public final class Words {
  private static final Set<String> LANGUAGES = Set.of("en", "it");

  /** Of a list; more are only counted. */
  private static final int MOST_ITEMS = 8;

  private final Locale locale;
  private final ResourceBundle texts;

  private Words(Locale locale) {
    this.locale = locale;
    this.texts = ResourceBundle.getBundle("ipcgrade.wording.words", locale);
  }

  /** The texts in a language: {@code it}, else English. */
  public static Words in(String language) {
    return new Words(Locale.of(LANGUAGES.contains(language) ? language : "en"));
  }

  /** The language of a process with these environment variables, locale(7); LANGUAGE as gettext reads it. */
  public static String languageOf(Map<String, String> environment) {
    for (String variable : new String[] {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"}) {
      String value = environment.getOrDefault(variable, "");
      if (!value.isEmpty()) {
        return value.startsWith("it") ? "it" : "en";
      }
    }
    return "en";
  }

  /** The language, for texts that come from elsewhere. */
  public Locale locale() {
    return locale;
  }

  /** A text. */
  public String get(String key, Object... arguments) {
    return new MessageFormat(texts.getString(key), locale).format(arguments);
  }

  /**
   * All texts whose keys begin alike, by key; a placeholder stands in them as {@code {0}}. For
   * those who format them elsewhere.
   */
  public Map<String, String> all(String prefix) {
    Object[] placeholders = {"{0}", "{1}", "{2}", "{3}"};
    Map<String, String> all = new TreeMap<>();
    for (String key : texts.keySet()) {
      if (key.startsWith(prefix)) {
        all.put(key, get(key, placeholders));
      }
    }
    return all;
  }

  /** An enumeration: "client 1, client 2 and client 3"; of many the first, and how many more. */
  public String list(List<String> items) {
    if (items.isEmpty()) {
      return get("value.none");
    }
    int first = items.size() > MOST_ITEMS ? MOST_ITEMS - 1 : items.size() - 1;
    String last = items.size() > MOST_ITEMS ? get("value.more", items.size() - first) : items.getLast();
    return first == 0 ? last : get("value.and", String.join(", ", items.subList(0, first)), last);
  }

  /** Points, with up to two decimals. */
  public String points(double points) {
    NumberFormat format = NumberFormat.getNumberInstance(locale);
    format.setMaximumFractionDigits(2);
    format.setGroupingUsed(false);
    return format.format(points);
  }
}
