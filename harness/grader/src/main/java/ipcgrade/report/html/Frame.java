package ipcgrade.report.html;

import ipcgrade.wording.Words;

/**
 * What every page has.
 *
 * @param title of the browser's window
 * @param base the way to the report's directory: empty, or {@code ../}
 */
record Frame(Words words, String title, String base) {
  /** The language of its texts, as HTML names it. */
  String language() {
    return words.locale().getLanguage();
  }
}
