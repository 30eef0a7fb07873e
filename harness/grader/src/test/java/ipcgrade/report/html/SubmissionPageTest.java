package ipcgrade.report.html;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.grade.Graded;
import ipcgrade.grade.Grader;
import ipcgrade.grade.Progress;
import ipcgrade.sandbox.archive.Unpacking;
import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.LocalSandbox;
import ipcgrade.score.Scorer;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.wording.Words;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page of a submission in a real browser: really graded ones, one of which attacks its reader. */
@Tag("kernel")
@DisplayName("The page of a submission")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SubmissionPageTest {
  private static final Path FIXTURES = Path.of("../../fixtures/registro-distribuito/submissions");

  /** The line of the racy fixture's source that deadlocks, made to mean harm to whoever shows it. */
  private static final String ATTACK =
      " /* </script><script>window.attacked=1</script><img src=x onerror=window.attacked=2> ]]> <![CDATA["
          + " &lt;b&gt; ${1+1} {{1+1}} \u001b[2J\u001b]0;x\u0007 \u202Eesrever\u202C \u2066 \u0000 */";

  private Path reports;
  private Browser browser;

  @BeforeAll
  void report(@TempDir Path directory) throws Exception {
    reports = directory;
    Path file = Path.of("../../grading.yml");
    Spec spec = SpecLoader.load(file);
    try (LocalSandbox sandbox = LocalSandbox.open(Home.find())) {
      Grader grader = new Grader(spec, Scorer.of(spec, file), sandbox);
      Path racy = FIXTURES.resolve("racy-drops-result-of-another");
      Graded graded = show(grader, "racy", racy);
      for (String language : List.of("en", "it")) {
        write(language, graded, racy, spec, language);
      }
      Path hostile = hostile(directory, racy);
      write("hostile", show(grader, hostile.getFileName().toString(), hostile), hostile, spec, "en");
      Path broken = Files.createDirectories(directory.resolve("broken-sources"));
      Files.writeString(broken.resolve("main.c"),
          "#error " + ATTACK.replace("/*", "").replace("*/", "") + "\n");
      write("broken", show(grader, "broken", broken), broken, spec, "en");
    }
    browser = Browser.start();
  }

  private static Graded show(Grader grader, String name, Path submission) throws Exception {
    try (Unpacking.Opened opened = Unpacking.open(submission)) {
      return grader.show(name, opened, Progress.NONE);
    }
  }

  private void write(String name, Graded graded, Path sources, Spec spec, String language) throws Exception {
    HtmlReport.in(reports.resolve(name), spec, Words.in(language)).only(graded, SourceFiles.of(sources));
  }

  /** The same program under hostile names, with hostile comments beside the calls that decide. */
  private static Path hostile(Path directory, Path program) throws Exception {
    Path target = Files.createDirectories(directory.resolve("<img src=x onerror=alert(1)>\u202E&amp;\"'"));
    try (Stream<Path> files = Files.list(program)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".c")).toList()) {
        StringBuilder source = new StringBuilder();
        for (String line : Files.readString(file).lines().toList()) {
          boolean call = line.contains("msgrcv(") || line.contains("waitpid(");
          source.append(line).append(call && line.endsWith(";") ? ATTACK : "").append('\n');
        }
        byte[] text = source.toString().replaceFirst("waitpid\\(clienti", "/*" + "x".repeat(1 << 20) + "*/$0")
            .getBytes(UTF_8);
        Files.write(target.resolve("<b>&'.c"), text);
        Files.write(target.resolve("latin.h"), "/* perch\u00e9 */\n".getBytes(ISO_8859_1));
      }
    }
    return target;
  }

  @AfterAll
  void close() {
    browser.close();
  }

  private Path page(String report) {
    return reports.resolve(report).resolve("index.html");
  }

  @Test
  @DisplayName("says what was lost, with the sentence, the line, the hint and the way to see it again")
  void says() throws Exception {
    browser.open(page("en"));
    browser.awaitDiagram();
    String all = browser.one("main").getText();
    assertTrue(all.contains("28.83 of 30 points"), all);
    assertTrue(all.contains("Every process ends by itself, with status 0"), all);
    assertTrue(all.contains("ipcgrade replay --rule clean-end racy"), all);
    assertTrue(browser.texts(".source li.marked").stream().anyMatch(line -> line.contains("waitpid")), all);
    assertEquals(25, browser.all("table.rules tbody tr").size());
    assertFalse(browser.all(".wait-graph .circle").isEmpty());
    browser.assertClean(reports.resolve("en"));
  }

  @Test
  @DisplayName("reads the same without scripts")
  void withoutScripts() {
    browser.scripts(false);
    try {
      browser.open(page("en"));
      String all = browser.one("main").getText();
      assertTrue(all.contains("28.83 of 30 points") && all.contains("waitpid"), all);
      assertTrue(all.contains("needs JavaScript"), all);
    } finally {
      browser.scripts(true);
    }
  }

  @Test
  @DisplayName("steps through a run with the keyboard alone: ipcs and the queues follow")
  void steps() throws Exception {
    browser.open(page("en"));
    browser.awaitDiagram();
    browser.tabTo("input[type=range]");
    browser.press(Keys.HOME);
    String count = browser.one(".controls .count").getText();
    assertTrue(count.matches("event 1 of \\d+"), count);
    int events = Integer.parseInt(count.substring(count.lastIndexOf(' ') + 1));
    assertTrue(events > 20, count);
    assertTrue(browser.one(".moment").getText().contains("no queues"));
    JsonNode story = story("button[data-story][aria-pressed=true]");
    Set<String> moments = new TreeSet<>();
    Set<String> waiting = new TreeSet<>();
    for (int i = 1; i < events; i++) {
      browser.press(Keys.ARROW_RIGHT);
      moments.add(browser.one(".moment").getText());
      String spoken = Browser.attribute(browser.one("input[type=range]"), "aria-valuetext");
      assertTrue(browser.one(".moment code").getText().length() > 3 && spoken.contains(": "), spoken);
      List<String> held = browser.texts(".moment .queue li");
      assertEquals(held(story, i), held, "at event " + (i + 1));
      waiting.addAll(held);
    }
    assertEquals("event " + events + " of " + events, browser.one(".controls .count").getText());
    assertEquals(events - 1, moments.size());
    assertTrue(waiting.size() > 2, waiting.toString());
    browser.tabTo(".lifelines");
    browser.press(Keys.ARROW_UP);
    assertEquals("event " + (events - 1) + " of " + events, browser.one(".controls .count").getText());
    browser.assertClean(reports.resolve("en"));
  }

  /** What the queues hold after a row: sent until then, and received later or never. */
  private static List<String> held(JsonNode story, int row) {
    List<String> held = new ArrayList<>();
    for (JsonNode line : story.at("/tables/" + story.at("/rows/" + row + "/table").asInt())) {
      for (JsonNode letter : story.path("letters")) {
        int received = letter.path("received").asInt();
        if (letter.path("queue").asInt() == line.path("queue").asInt()
            && letter.path("sent").asInt() <= row
            && (received < 0 || received > row)) {
          String fields =
              letter.path("fields").values().stream().map(JsonNode::asString).collect(joining(" "));
          held.add(
              (letter.path("kind").asString() + " mtype " + letter.path("mtype").asString() + " "
                  + (fields.isEmpty() ? letter.path("bytes").asString() : fields)).strip());
        }
      }
    }
    return held;
  }

  /** The run that a button shows, as the page loads it. */
  private JsonNode story(String button) throws Exception {
    String name = Browser.attribute(browser.one(button), "data-story");
    String data = Files.readString(reports.resolve("en/data/" + name + ".js")).strip();
    String call = "ipcgrade.data(\"" + name + "\",";
    assertTrue(data.startsWith(call) && data.endsWith(");"), data);
    return JsonMapper.shared().readTree(data.substring(call.length(), data.length() - ");".length()));
  }

  @Test
  @DisplayName("has a message for each msgsnd and each msgrcv that succeeded, from the one to the other")
  void messages() throws Exception {
    browser.open(page("en"));
    browser.awaitDiagram();
    JsonNode story = story("button[data-story][aria-pressed=true]");
    assertEquals(0, story.path("before").asInt() + story.path("after").asInt(), "it is whole");
    Map<Integer, String> sent = new TreeMap<>();
    Map<Integer, String> received = new TreeMap<>();
    for (int row = 0; row < story.path("rows").size(); row++) {
      String call = story.at("/rows/" + row + "/text").asString();
      if (call.startsWith("msgsnd(") && call.endsWith(" = 0")) {
        sent.put(row, mtype(call));
      } else if (call.startsWith("msgrcv(") && call.endsWith("}")) {
        received.put(row, mtype(call));
      }
    }
    assertTrue(sent.size() > 5 && received.size() > 5, sent + " " + received);
    for (JsonNode letter : story.path("letters")) {
      int from = letter.path("sent").asInt();
      int to = letter.path("received").asInt();
      assertEquals(sent.remove(from), letter.path("mtype").asString(), letter::toString);
      if (to >= 0) {
        assertTrue(to > from, letter::toString);
        assertEquals(received.remove(to), letter.path("mtype").asString(), letter::toString);
      }
    }
    assertEquals(Map.of(), sent, "sent without a message");
    assertEquals(Map.of(), received, "received without a message");
  }

  /** What stands after mtype in a call, or first in the message of msgsnd. */
  private static String mtype(String call) {
    Matcher mtype = Pattern.compile("\\{(?:mtype )?(\\d+)").matcher(call);
    assertTrue(mtype.find(), call);
    return mtype.group(1);
  }

  @Test
  @DisplayName("what a queue holds is what ipcs counts, at every step")
  void agrees() throws Exception {
    browser.open(page("en"));
    browser.awaitDiagram();
    long steps = Long.parseLong(Browser.attribute(browser.one("input[type=range]"), "max"));
    long compared = 0;
    for (long step = 0; step <= steps; step++) {
      browser.run(
          "const s = document.querySelector('input[type=range]'); s.value = arguments[0];"
              + " s.dispatchEvent(new Event('input'))",
          step);
      List<String> counted = browser.texts(".ipcs tbody td:nth-child(5)");
      List<String> held =
          browser.all(".moment .queue").stream()
              .map(queue -> Integer
                  .toString(queue.findElements(org.openqa.selenium.By.cssSelector("li")).size()))
              .toList();
      assertEquals(counted, held, "at step " + step);
      compared += counted.size();
    }
    assertTrue(compared > 40, compared + " queues were compared");
  }

  @Test
  @DisplayName("shows the run that keeps the rule beside the one that breaks it")
  void parting() throws Exception {
    browser.open(page("en"));
    browser.awaitDiagram();
    browser.one("details.parting summary").click();
    assertEquals(
        List.of("Both runs, until there", "The run that breaks the rule", "The run that keeps it"),
        browser.texts("#rule-services-three table.calls caption"));
    List<String> breaking = browser.texts("#rule-services-three table.breaks tbody tr");
    List<String> keeping = browser.texts("#rule-services-three table.keeps tbody tr");
    assertFalse(breaking.getFirst().equals(keeping.getFirst()), "they do not part");
    String rows = " of " + story("button.keeps").path("rows").size();
    String before = browser.one(".moment").getText();
    browser.one("button.keeps").click();
    browser.await("the other run",
        () -> "true".equals(browser.one("button.keeps").getAttribute("aria-pressed"))
            && browser.one(".controls .count").getText().endsWith(rows)
            && !browser.one(".moment").getText().equals(before));
    assertFalse(browser.all("line.parts").isEmpty());
    browser.assertClean(reports.resolve("en"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  @DisplayName("on paper has no slider, dark ink, the whole run in pieces that fit, and what was folded away")
  void paper(String scheme) throws Exception {
    browser.open(page("en"));
    browser.awaitDiagram();
    int rows = story("button[data-story][aria-pressed=true]").path("rows").size();
    assertTrue(browser.all("svg.sheet").isEmpty());
    browser.paper(718, scheme);
    try {
      assertEquals(0, browser.overflow());
      for (String left : List.of(".controls", ".choices", "details.text", ".skip")) {
        assertFalse(browser.one(left).isDisplayed(), left);
      }
      assertEquals((rows + 23) / 24, browser.all("svg.sheet").size());
      assertEquals(
          true,
          browser.run(
              "return [...document.querySelectorAll('svg.sheet')].every(each => {"
                  + " const box = each.getBoundingClientRect();"
                  + " return box.width > 600 && box.right <= 718 && box.height < 950 })"));
      assertEquals(
          true,
          browser.run(
              "return [...document.querySelectorAll('svg.sheet use')].every(each => each.getBBox().height > 100)"),
          "the pieces are empty");
      assertTrue(browser.texts("svg.sheet .name").contains("registry"));
      assertTrue(browser.one("details.parting table.calls").isDisplayed());
      assertEquals("rgb(255, 255, 255)", browser.one("body").getCssValue("background-color")
          .replace("rgba(255, 255, 255, 1)", "rgb(255, 255, 255)"));
      assertEquals("rgba(28, 32, 38, 1)", browser.one("h1").getCssValue("color").replace("rgb(28, 32, 38)",
          "rgba(28, 32, 38, 1)"));
    } finally {
      browser.screen();
    }
    assertTrue(browser.all("svg.sheet").isEmpty());
    assertFalse(browser.one("details.parting table.calls").isDisplayed());
    browser.assertClean(reports.resolve("en"));
  }

  @Test
  @DisplayName("opens from a web server too")
  void served() throws Exception {
    Process server =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString(),
            "-p", "0", "-d", reports.resolve("en").toRealPath().toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said = server.inputReader()) {
      Matcher address = Pattern.compile("(?s).*(http://\\S+)").matcher("");
      for (String line = said.readLine(); line != null && !address.reset(line).find();) {
        line = said.readLine();
      }
      browser.open(address.group(1));
      browser.awaitDiagram();
      assertEquals(List.of(), browser.complaints());
      assertTrue(
          browser.requests().stream()
              .allMatch(
                  url -> url.startsWith(address.group(1)) || url.equals("about:blank")
                      || url.equals("data:,")));
    } finally {
      server.destroy();
    }
  }

  @ParameterizedTest
  @CsvSource({"en,light", "en,dark", "it,light", "it,dark", "hostile,light", "broken,dark"})
  @DisplayName("axe finds no serious fault, with everything open")
  void accessible(String report, String scheme) throws Exception {
    browser.scheme(scheme);
    try {
      browser.open(page(report));
      browser.run("document.querySelectorAll('details').forEach(each => each.open = true)");
      if (!report.equals("broken")) {
        browser.awaitDiagram();
      }
      assertEquals(List.of(), browser.violations());
    } finally {
      browser.scheme("light");
    }
  }

  @ParameterizedTest
  @CsvSource({"en,390", "it,390", "hostile,390", "broken,390", "en,320", "it,768", "hostile,1280",
    "broken,1280"})
  @DisplayName("never scrolls sideways as a whole")
  void fits(String report, int width) throws Exception {
    browser.size(width, 844);
    try {
      browser.open(page(report));
      browser.run("document.querySelectorAll('details').forEach(each => each.open = true)");
      if (!report.equals("broken")) {
        browser.awaitDiagram();
      }
      assertEquals(0, browser.overflow());
    } finally {
      browser.size(1280, 800);
    }
  }

  @Test
  @DisplayName("shows what a hostile submission holds, and does nothing of it")
  void attacked() throws Exception {
    browser.open(page("hostile"));
    browser.awaitDiagram();
    browser.run("document.querySelectorAll('details').forEach(each => each.open = true)");
    assertEquals("<img src=x onerror=alert(1)>\\u202e&amp;\"'", browser.one("h1").getText());
    assertEquals(false, browser.run("return 'attacked' in window"));
    assertTrue(browser.all("img").isEmpty());
    String marked = String.join("\n", browser.texts(".source li.marked"));
    assertTrue(marked.contains("</script><script>window.attacked=1</script>"), marked);
    assertTrue(marked.contains("\\x1b[2J"), marked);
    browser.assertClean(reports.resolve("hostile"));
    try (Stream<Path> files = Files.walk(reports.resolve("hostile"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file);
        assertFalse(
            text.chars().anyMatch(c -> (c < ' ' && c != '\n') || c == 0x7F || c == 0x202E || c == 0x2066),
            file + " holds a character that is obeyed");
        assertTrue(Files.size(file) < 1 << 20, file + " is large");
        assertFalse(file.toString().endsWith(".html") && text.contains("<script>"),
            file + " was broken into");
      }
    }
  }

  @Test
  @DisplayName("shows what the compiler said, and does nothing of it")
  void notBuilt() {
    browser.open(page("broken"));
    assertTrue(browser.one(".outcome").getText().contains("<script>window.attacked=1</script>"));
    assertEquals(false, browser.run("return 'attacked' in window"));
    browser.assertClean(reports.resolve("broken"));
  }

  @Test
  @DisplayName("speaks one language, with no key left in it")
  void translated() throws Exception {
    for (String language : List.of("en", "it")) {
      browser.open(page(language));
      browser.awaitDiagram();
      browser.run("document.querySelectorAll('details').forEach(each => each.open = true)");
      assertEquals(language, browser.run("return document.documentElement.lang"));
      String all = Browser.attribute(browser.one("html"), "textContent");
      assertFalse(all.matches("(?s).*\\b(js|page)\\.[a-z-]+.*"), "a key is left");
      assertEquals(language.equals("it"), all.contains("Esegui") || all.contains("esecuzioni"));
      assertEquals(language.equals("it") ? "28,83 punti su 30" : "28.83 of 30 points",
          browser.one(".score").getText());
    }
  }

  @Test
  @DisplayName("may load and send nothing but its own scripts and style")
  void policy() {
    browser.open(page("en"));
    browser.run("const i = new Image(); i.src = 'http://127.0.0.1:9/x.png'; document.body.append(i)");
    browser.run(
        "const s = document.createElement('script'); s.textContent = 'window.inline = 1'; document.body.append(s)");
    assertEquals(false, browser.run("return 'inline' in window"));
    assertTrue(browser.complaints().stream().anyMatch(each -> each.contains("Content Security Policy")));
  }
}
