package ipcgrade.report.html;

import ipcgrade.rule.Verdict;
import ipcgrade.wording.Words;

/**
 * How a verdict is shown: by a sign, a word and a colour, so that no one of them is needed.
 *
 * @param style the class in the style sheet
 */
record Sign(String style, String sign, String word) {
  static Sign of(Words words, Verdict verdict) {
    return switch (verdict) {
      case PASS -> new Sign("pass", "✓", words.get("page.pass"));
      case FAIL -> new Sign("fail", "✗", words.get("page.fail"));
      case RACY -> new Sign("racy", "~", words.get("page.racy"));
      case INCONCLUSIVE -> new Sign("open", "?", words.get("page.inconclusive"));
      case NOT_REACHED -> new Sign("none", "–", words.get("page.not-reached"));
    };
  }
}
