package ipcgrade.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.rule.Verdict;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Instance;
import ipcgrade.score.Result.Outcome;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.wording.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The page of a class in a real browser: made-up classes of 100 and 1000, hostile names among them. */
@DisplayName("The page of a class")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClassPageTest {
  private static final String HOSTILE = "</script><img src=x onerror=window.attacked=1>\u202E\u0000";

  private Path reports;
  private Spec spec;
  private Browser browser;
  private List<Result.Submission> hundred;

  @BeforeAll
  void report(@TempDir Path directory) throws Exception {
    reports = directory;
    spec = SpecLoader.load(Path.of("../../grading.yml"));
    hundred = submissions(100);
    HtmlReport.in(reports.resolve("en"), spec, Words.in("en")).finish(hundred);
    HtmlReport.in(reports.resolve("it"), spec, Words.in("it")).finish(hundred);
    HtmlReport.in(reports.resolve("thousand"), spec, Words.in("en")).finish(submissions(1000));
    HtmlReport.in(reports.resolve("none"), spec, Words.in("en")).finish(List.of());
    browser = Browser.start();
  }

  @AfterAll
  void close() {
    browser.close();
  }

  /** Every tenth is not graded in one way or another; the mistakes of the others are by chance, always the same. */
  private List<Result.Submission> submissions(int count) {
    Random random = new Random(7);
    List<Result.Submission> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = i == 13 ? HOSTILE : "student-%04d".formatted(i);
      all.add(
          i % 10 == 9
              ? new Result.Submission(
                  name,
                  i % 20 == 9 ? Outcome.BUILD_FAILED : Outcome.INFRASTRUCTURE,
                  i % 20 == 9 ? "The compiler reports an error.\nx" : HOSTILE,
                  0,
                  spec.maxScore(),
                  List.of(),
                  List.of())
              : graded(name, random));
    }
    return all;
  }

  private Result.Submission graded(String name, Random random) {
    double weakness = random.nextDouble() * random.nextDouble() / 2;
    List<Result.Rule> rules = new ArrayList<>();
    for (Spec.Rule rule : spec.rules()) {
      double luck = random.nextDouble();
      Verdict verdict =
          luck > weakness ? Verdict.PASS
              : luck > weakness / 2 ? Verdict.FAIL : luck > weakness / 6 ? Verdict.RACY : Verdict.NOT_REACHED;
      double points =
          verdict == Verdict.PASS ? rule.points() : verdict == Verdict.RACY ? rule.points() / 2.0 : 0;
      rules.add(
          new Result.Rule(
              rule.id(), verdict, points, rule.points(), List.of(new Instance("", verdict, List.of())),
              List.of()));
    }
    double score = rules.stream().mapToDouble(Result.Rule::points).sum();
    return new Result.Submission(name, Outcome.GRADED, "", score, spec.maxScore(), rules, List.of());
  }

  private void open(String report) throws Exception {
    browser.open(reports.resolve(report).resolve("index.html"));
    browser.await("the table", () -> !browser.one("#found").getText().isEmpty());
  }

  private List<String> names() {
    return browser.texts("#table tbody th");
  }

  @Test
  @DisplayName("sums up: how many, mean and median, who needs a person and why")
  void sums() throws Exception {
    open("en");
    assertEquals("100", browser.texts(".figures dd").getFirst());
    assertEquals(10, browser.all("ul.person li").size());
    assertTrue(browser.one("ul.person").getText().contains("The compiler reports an error."));
    double sum = hundred.stream().filter(each -> each.outcome() != Outcome.INFRASTRUCTURE)
        .mapToDouble(Result.Submission::score).sum();
    assertEquals(Words.in("en").points(sum / 95), browser.texts(".figures dd").get(1));
    assertEquals(
        95,
        browser.all(".histogram td").stream()
            .mapToInt(each -> Integer.parseInt(Browser.attribute(each, "textContent"))).sum());
    browser.assertClean(reports.resolve("en"));
  }

  @Test
  @DisplayName("names the commonest mistakes, the commonest first, and leads to who made them")
  void mistakes() throws Exception {
    open("en");
    // those after the first are folded away
    List<Integer> counts =
        browser.all(".mistakes .count").stream()
            .map(each -> Integer.valueOf(Browser.attribute(each, "textContent").split(" ", -1)[0]))
            .toList();
    assertEquals(counts.stream().sorted(Comparator.reverseOrder()).toList(), counts);
    browser.one(".mistakes a.filter").click();
    browser.await("the filter", () -> browser.one("#found").getText().equals(counts.getFirst() + " of 100"));
    String href = Browser.attribute(browser.one(".mistakes .links a"), "href");
    assertTrue(href.contains("/submissions/student-") && href.contains("#rule-"), href);
  }

  @Test
  @DisplayName("sorts by every column, with the keyboard, and says which one it is")
  void sorts() throws Exception {
    open("en");
    List<String> byName = names();
    browser.tabTo("th.score button");
    browser.press(Keys.ENTER);
    assertEquals("ascending", browser.one("th.score").getAttribute("aria-sort"));
    browser.press(Keys.ENTER);
    assertEquals("descending", browser.one("th.score").getAttribute("aria-sort"));
    List<Double> scores =
        browser.texts("#table td.score").stream().filter(text -> !text.equals("–")).map(Double::valueOf)
            .toList();
    assertEquals(scores.stream().sorted(Comparator.reverseOrder()).toList(), scores);
    assertTrue(scores.getFirst() > scores.getLast());
    assertFalse(byName.equals(names()));
    browser.one("th.rule button").sendKeys(Keys.ENTER);
    List<String> verdicts = browser.all("#table tbody tr").stream()
        .map(row -> Browser.attribute(row.findElements(By.tagName("td")).get(2), "class")).toList();
    assertEquals("fail", verdicts.getFirst());
    assertEquals(
        verdicts.stream().sorted(Comparator.comparingInt(List.of("fail", "racy", "none", "pass")::indexOf))
            .toList().indexOf("pass"),
        verdicts.indexOf("pass"));
    browser.assertClean(reports.resolve("en"));
  }

  @Test
  @DisplayName("filters by name, by rule and by need of a person, together")
  void filters() throws Exception {
    open("en");
    browser.one("#search").sendKeys("-007");
    browser.await("the filter", () -> browser.one("#found").getText().equals("10 of 100"));
    browser.one("#only-person").click();
    browser.await("the filter", () -> browser.one("#found").getText().equals("1 of 100"));
    assertEquals(List.of("student-0079"), names());
    browser.one("#only-person").click();
    browser.one("#rule option[value=bind-once]").click();
    long expected =
        hundred.stream()
            .filter(each -> each.name().contains("-007"))
            .filter(
                each -> each.rules().stream()
                    .anyMatch(rule -> rule.id().equals("bind-once")
                        && (rule.verdict() == Verdict.FAIL || rule.verdict() == Verdict.RACY)))
            .count();
    browser.await("the filter", () -> browser.one("#found").getText().equals(expected + " of 100"));
  }

  @Test
  @DisplayName("makes rows as they are looked at, and all of them in the end")
  void scrolls() throws Exception {
    open("thousand");
    int first = browser.all("#table tbody tr").size();
    assertTrue(first < 300, first + " rows at once");
    browser.await(
        "the last row",
        () -> {
          browser.run("const t = document.getElementById('table'); t.scrollTop = t.scrollHeight");
          return browser.all("#table tbody tr").size() == 1000;
        });
    assertEquals("student-0999", names().getLast());
    browser.assertClean(reports.resolve("thousand"));
  }

  @Test
  @DisplayName("a class of 1000 opens nearly as fast as one of 100")
  void scales() throws Exception {
    double hundred = opening("en");
    double thousand = opening("thousand");
    assertTrue(thousand < 3 * hundred + 150, thousand + " ms for 1000, " + hundred + " ms for 100");
  }

  /** The best of some, milliseconds from the start of navigation to the first rows. */
  private double opening(String report) throws Exception {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      open(report);
      Number time =
          (Number) Objects.requireNonNull(
              browser.run("return performance.getEntriesByType('navigation')[0].loadEventEnd"));
      best = Math.min(best, time.doubleValue());
    }
    return best;
  }

  @ParameterizedTest
  @CsvSource({"en,light,1280", "en,dark,1280", "it,light,390", "it,dark,390", "none,light,1280",
    "thousand,light,1280"})
  @DisplayName("axe finds no serious fault, and nothing scrolls sideways as a whole")
  void accessible(String report, String scheme, int width) throws Exception {
    browser.scheme(scheme);
    browser.size(width, 844);
    try {
      open(report);
      browser.run("document.querySelectorAll('details').forEach(each => each.open = true)");
      assertEquals(List.of(), browser.violations());
      assertEquals(0, browser.overflow());
    } finally {
      browser.scheme("light");
      browser.size(1280, 800);
    }
  }

  @Test
  @DisplayName("on paper has all rows and all columns")
  void paper() throws Exception {
    open("thousand");
    browser.paper(718, "light");
    try {
      assertEquals(1000, browser.all("#table tbody tr").size());
      assertEquals(0, browser.overflow());
      assertEquals(
          true,
          browser.run("return document.querySelector('#table table').getBoundingClientRect().right <= 718"));
      assertFalse(browser.one("#filters").isDisplayed());
    } finally {
      browser.screen();
    }
  }

  @Test
  @DisplayName("shows a hostile name, and does nothing of it")
  void attacked() throws Exception {
    open("en");
    browser.one("#search").sendKeys("<img");
    browser.await("the filter", () -> browser.one("#found").getText().equals("1 of 100"));
    assertEquals(List.of("</script><img src=x onerror=window.attacked=1>\\u202e\\0"), names());
    assertTrue(Browser.attribute(browser.one("#table tbody a"), "href")
        .matches(".*/submissions/script-img-src-x-[a-z0-9-]+\\.html"));
    assertTrue(browser.all("img").isEmpty());
    assertEquals(false, browser.run("return 'attacked' in window"));
    browser.assertClean(reports.resolve("en"));
    assertFalse(Files.readString(reports.resolve("en/data/class.js")).contains("<"));
  }

  @Test
  @DisplayName("speaks Italian where it is asked to, numbers included, with no key left in it")
  void italian() throws Exception {
    open("it");
    assertEquals("100 di 100", browser.one("#found").getText());
    String all = Browser.attribute(browser.one("html"), "textContent");
    assertFalse(all.matches("(?s).*\\b(js|page)\\.[a-z-]+.*"), "a key is left");
    assertTrue(browser.texts(".figures dd").get(1).contains(","), browser.texts(".figures dd").toString());
  }
}
