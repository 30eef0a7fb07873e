package ipcgrade.report.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import ipcgrade.report.Golden;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.wording.Words;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The formats of other programs")
class FormatsTest {
  private static final Map<String, String> RUNNER =
      Map.of(
          "CLASSROOM", "os-2026",
          "ASSIGNMENT", "registro",
          "SUBMISSION_TAG", "submit/2026-11-22",
          "COMMIT_URL", "https://example.org/commit/1",
          "RELEASE_URL", "https://example.org/release/1");

  @Test
  @DisplayName("junit: a suite for each submission, valid for Jenkins, with what lost points as failures")
  void junit() throws Exception {
    Result result = Graded.result(Graded.rossi(), Graded.unbuilt());

    Document document = xml(Graded.written(new JUnit(), "en", result));

    Element rossi = (Element) document.getElementsByTagName("testsuite").item(0);
    assertEquals("3", rossi.getAttribute("tests"));
    assertEquals("2", rossi.getAttribute("failures"));
    assertEquals("0", rossi.getAttribute("errors"));
    Element failure = (Element) rossi.getElementsByTagName("failure").item(0);
    assertEquals("RACY", failure.getAttribute("type"));
    assertTrue(failure.getAttribute("message").contains("client 2 received with msgtyp 0 (client.c:41)"));
    assertTrue(failure.getTextContent().contains("Pass msgtyp."));
    Element bianchi = (Element) document.getElementsByTagName("testsuite").item(1);
    assertEquals("1", bianchi.getAttribute("tests"));
    assertEquals("1", bianchi.getAttribute("errors"));
    assertTrue(bianchi.getTextContent().contains("main.c:3: error: `x`"));
  }

  @Test
  @DisplayName("sarif: the line, the message, and the way there")
  void sarif() throws Exception {
    JsonNode log = json(Graded.written(new Sarif(), "en", Graded.result(Graded.rossi())));

    assertEquals(List.of(), problems(log, "/schema/sarif-schema-2.1.0.json", SpecificationVersion.DRAFT_7));
    JsonNode result = log.at("/runs/0/results/0");
    assertEquals("selective-receive", result.at("/ruleId").asString());
    assertEquals(1, result.at("/ruleIndex").asInt());
    assertEquals("warning", result.at("/level").asString());
    assertEquals("client.c", result.at("/locations/0/physicalLocation/artifactLocation/uri").asString());
    assertEquals(41, result.at("/locations/0/physicalLocation/region/startLine").asInt());
    assertEquals(2, result.at("/codeFlows/0/threadFlows").size());
    assertEquals(2, result.at("/codeFlows/0/threadFlows/1/locations/0/executionOrder").asInt());
    assertEquals("advice/sleeping", log.at("/runs/0/results/2/ruleId").asString());
    int advice = log.at("/runs/0/results/2/ruleIndex").asInt();
    assertEquals("advice/sleeping", log.at("/runs/0/tool/driver/rules/" + advice + "/id").asString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b.c", "è.c", "c:d.c", "100%.c", "src/main.c"})
  @DisplayName("sarif: any file name is a URI reference that leads back to it")
  void uris(String file) throws Exception {
    Result result = Graded.result(Graded.submission("rossi", file, "msgrcv()", "seen"));

    JsonNode log = json(Graded.written(new Sarif(), "en", result));

    assertEquals(List.of(), problems(log, "/schema/sarif-schema-2.1.0.json", SpecificationVersion.DRAFT_7));
    String uri = log.at("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri").asString();
    assertEquals(file, URI.create(uri).normalize().getPath().replaceFirst("^\\./", ""));
  }

  @Test
  @DisplayName("files lie under the root, and of several submissions under their names, however long these are")
  void root() throws Exception {
    Settings there =
        new Settings(
            Words.in("en"), "1", Instant.EPOCH, Map.of(), "hand in", Settings.Visibility.VISIBLE);
    String file = "sources/of/a/registry/that/is/distributed/client.c";
    Result one = Graded.result(Graded.submission("rossi", file, "msgrcv()", "seen"));
    Result two =
        Graded.result(Graded.submission("rossi", file, "msgrcv()", "seen"), Graded.unbuilt());

    String sarif = Graded.written(new Sarif(), there, one);
    assertTrue(sarif.contains("\"hand%20in/" + file + "\""), sarif);
    sarif = Graded.written(new Sarif(), there, two);
    assertTrue(sarif.contains("\"hand%20in/rossi/" + file + "\""), sarif);
    String commands = Graded.written(new Annotations(), there, one);
    assertTrue(commands.contains(" file=hand in/" + file + ",line=41,title="), commands);
    commands = Graded.written(new Annotations(), there, two);
    assertTrue(commands.contains(" file=hand in/rossi/" + file + ",line=41,title="), commands);
    assertEquals("hand in/" + file, Autograding.payload(one, there).at("/tests/1/filename").asString());
  }

  @Test
  @DisplayName("gradescope: points, visibility, what to do")
  void gradescope() throws Exception {
    JsonNode graded = json(Graded.written(new Gradescope(), "it", Graded.result(Graded.rossi())));

    assertEquals(List.of(), problems(graded, "gradescope.schema.json", SpecificationVersion.DRAFT_2020_12));
    assertEquals(3.5, graded.at("/score").asDouble());
    assertEquals("failed", graded.at("/tests/1/status").asString());
    assertTrue(graded.at("/tests/1/output").asString().contains("Passa msgtyp."));
    JsonNode unbuilt = json(Graded.written(new Gradescope(), "en", Graded.result(Graded.unbuilt())));
    assertEquals(List.of(), problems(unbuilt, "gradescope.schema.json", SpecificationVersion.DRAFT_2020_12));
    assertEquals(0, unbuilt.at("/score").asDouble());
    assertTrue(unbuilt.at("/tests/0/output").asString().contains("main.c:3"));
  }

  @Test
  @DisplayName("classroom50: whole points that add up to the score")
  void classroom50() throws Exception {
    Settings runner = Graded.settings("en", RUNNER);

    JsonNode graded = json(Graded.written(new Classroom50(), runner, Graded.result(Graded.rossi())));

    assertEquals(List.of(), problems(graded, "classroom50.schema.json", SpecificationVersion.DRAFT_2020_12));
    assertEquals("2026-11-22T08:30:00Z", graded.at("/datetime").asString());
    assertEquals(4, graded.at("/score").asInt());
    int sum = 0;
    for (JsonNode test : graded.at("/tests")) {
      sum += test.at("/score").asInt();
    }
    assertEquals(4, sum);
    assertEquals(0.5, graded.at("/tests/1/exact-score").asDouble());
  }

  @Test
  @DisplayName("classroom50: outside its runner, a sentence says which variable is missing")
  void classroom50Alone() {
    UnfitException e =
        assertThrows(
            UnfitException.class,
            () -> Graded.written(new Classroom50(), "en", Graded.result(Graded.rossi())));

    assertTrue(String.valueOf(e.getMessage()).contains("CLASSROOM"));
  }

  @Test
  @DisplayName("github-autograding: base64 of what the reporter takes")
  void autograding() throws Exception {
    String line = Graded.written(new Autograding(), "en", Graded.result(Graded.rossi()));

    JsonNode graded =
        json(new String(Base64.getDecoder().decode(line.strip()), StandardCharsets.UTF_8));

    assertEquals(List.of(), problems(graded, "autograding.schema.json", SpecificationVersion.DRAFT_2020_12));
    assertEquals(1, line.lines().count());
    assertEquals("fail", graded.at("/status").asString());
    assertEquals("client.c", graded.at("/tests/1/filename").asString());
    assertEquals(41, graded.at("/tests/1/line_no").asInt());
    JsonNode unbuilt = Autograding.payload(Graded.result(Graded.unbuilt()), Graded.settings("en", Map.of()));
    assertEquals("error", unbuilt.at("/status").asString());
    assertEquals("error", unbuilt.at("/tests/0/status").asString());
    JsonNode kept = Autograding.payload(Graded.result(Graded.perfect()), Graded.settings("en", Map.of()));
    assertEquals("pass", kept.at("/status").asString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x"})
  @DisplayName("github-annotations: what is too long ends in dots, and within no character")
  void cut(String first) throws Exception {
    String line = first + "\ud83d\ude00".repeat(180) + "\n";
    Result result = Graded.result(Graded.ungraded("neri", Outcome.BUILD_FAILED, line.repeat(20)));

    String command = Graded.written(new Annotations(), "en", result);

    assertTrue(command.length() > 2000, command);
    assertTrue(command.endsWith("\ud83d\ude00...\n"), command);
  }

  @Test
  @DisplayName("points have the decimals that they have in result.json")
  void points() throws Exception {
    Result result = Graded.result(Graded.thirds());

    JsonNode gradescope = json(Graded.written(new Gradescope(), "en", result));
    assertEquals("0.3333", gradescope.at("/score").asString());
    assertEquals("0.3333", gradescope.at("/tests/0/score").asString());
    JsonNode check50 = json(Graded.written(new Check50(), "en", result));
    assertEquals("0.3333", check50.at("/results/1/data/points").asString());
    JsonNode sarif = json(Graded.written(new Sarif(), "en", result));
    assertEquals("0.3333", sarif.at("/runs/0/results/0/properties/points").asString());
    Settings runner = Graded.settings("en", RUNNER);
    JsonNode classroom50 = json(Graded.written(new Classroom50(), runner, result));
    assertEquals("0.3333", classroom50.at("/tests/0/exact-score").asString());
    assertEquals("0.3333", Autograding.payload(result, runner).at("/tests/0/score").asString());
    Document junit = xml(Graded.written(new JUnit(), "en", result));
    Element score = (Element) junit.getElementsByTagName("property").item(1);
    assertEquals("0.3333", score.getAttribute("value"));
  }

  @Test
  @DisplayName("check50: passed, failed, or could not be checked")
  void check50() throws Exception {
    JsonNode graded = json(Graded.written(new Check50(), "en", Graded.result(Graded.rossi())));

    assertEquals(List.of(), problems(graded, "check50.schema.json", SpecificationVersion.DRAFT_2020_12));
    assertTrue(graded.at("/results/0/passed").asBoolean());
    assertTrue(graded.at("/results/1/passed").asBoolean());
    assertFalse(graded.at("/results/2/passed").asBoolean());
    assertEquals("Pass msgtyp.", graded.at("/results/2/cause/help").asString());
    assertTrue(graded.at("/results/3/passed").isNull());
    JsonNode unbuilt = json(Graded.written(new Check50(), "en", Graded.result(Graded.unbuilt())));
    assertFalse(unbuilt.at("/results/0/passed").asBoolean());
  }

  @ParameterizedTest
  @EnumSource(names = {"MARKDOWN", "ANNOTATIONS", "CSV"})
  @DisplayName("for people, in both languages: as the golden files have them")
  void golden(Formats form) throws Exception {
    for (String language : new String[] {"en", "it"}) {
      String one = Graded.written(form.format(), language, Graded.result(Graded.rossi()));
      Golden.check("format/" + form + "_" + language + ".txt", one);
      String several =
          Graded.written(form.format(), language, Graded.result(Graded.rossi(), Graded.unbuilt()));
      Golden.check("format/" + form + "_class_" + language + ".txt", several);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SUMMARY", mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("every verdict, fault and place: as the golden files have them")
  void verdicts(Formats form) throws Exception {
    Settings settings =
        new Settings(
            Words.in("en"), "1.2.3", Instant.parse("2026-11-22T08:30:00.5Z"), RUNNER, "hand in",
            Settings.Visibility.AFTER_PUBLISHED);

    String written = Graded.written(form.format(), settings, Graded.verdicts());
    if (form == Formats.AUTOGRADING) {
      written = new String(Base64.getDecoder().decode(written.strip()), StandardCharsets.UTF_8);
    }

    Golden.check("format/" + form + "_verdicts.txt", written);
  }

  @Test
  @DisplayName("gradescope: whatever is in it is as visible as it was asked for")
  void visibility() throws Exception {
    Settings hidden =
        new Settings(Words.in("en"), "1", Instant.EPOCH, Map.of(), "", Settings.Visibility.HIDDEN);
    for (Result result : List.of(Graded.verdicts(), Graded.result(Graded.unbuilt()))) {
      JsonNode graded = json(Graded.written(new Gradescope(), hidden, result));
      assertEquals(Set.of("hidden"), Set.copyOf(graded.findValuesAsString("visibility")));
      assertEquals(graded.at("/tests").size() + 1, graded.findValues("visibility").size());
      assertEquals("hidden", graded.at("/stdout_visibility").asString());
    }
  }

  @ParameterizedTest
  @CsvSource({"INFRASTRUCTURE,false", "BUILD_FAILED,true", "LIMIT_EXCEEDED,true"})
  @DisplayName("sarif: what was not simply graded is a notification, and a failure where that is ipcgrade's own")
  void notification(Outcome outcome, boolean sound) throws Exception {
    Result result = Graded.result(Graded.ungraded("verdi", outcome, "pids: 64\nmore"));

    JsonNode run = json(Graded.written(new Sarif(), "en", result)).at("/runs/0/invocations/0");

    assertEquals(sound, run.at("/executionSuccessful").asBoolean());
    assertEquals(1, run.at("/toolExecutionNotifications").size());
    String message = run.at("/toolExecutionNotifications/0/message/text").asString();
    assertTrue(message.startsWith("verdi: "), message);
  }

  @Test
  @DisplayName("csv: what could not be graded has no points, and no name is a formula")
  void ungraded() throws Exception {
    String name = "=HYPERLINK(1)";
    Result result =
        Graded.result(
            Graded.ungraded("verdi", Outcome.INFRASTRUCTURE, "no image"),
            Graded.submission(name, "a.c", "b", "c"));

    String written = Graded.written(new Spreadsheet(), "en", result);

    assertTrue(written.contains("\r\nverdi,not graded,,9,,,,"), written);
    assertTrue(written.contains("\r\n'" + name + ",graded,3.5,9,3,0.5,0,"), written);
  }

  @Test
  @DisplayName("github-summary: no more than a summary may have, and it says so")
  void summary() throws Exception {
    String line = "x".repeat(300);
    Result.Submission[] many =
        Stream.generate(() -> Graded.submission(line, "a.c", "b", "c")).limit(5000)
            .toArray(Result.Submission[]::new);

    String text = Graded.written(Formats.SUMMARY.format(), "en", Graded.result(many));

    assertTrue(text.getBytes(StandardCharsets.UTF_8).length <= 1 << 20);
    assertTrue(text.length() > 1_000_000, "there was room for more");
    assertTrue(text.endsWith("no room for more.*\n"), text.substring(text.length() - 80));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GRADESCOPE", "CLASSROOM50", "AUTOGRADING", "CHECK50"})
  @DisplayName("of one submission: several are refused in a sentence that names them")
  void one(String name) {
    Result several = Graded.result(Graded.rossi(), Graded.unbuilt());

    UnfitException e =
        assertThrows(
            UnfitException.class,
            () -> Graded.written(Formats.valueOf(name).format(), Graded.settings("en", RUNNER), several));

    assertTrue(String.valueOf(e.getMessage()).contains("rossi and bianchi"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GRADESCOPE", "CLASSROOM50", "CHECK50"})
  @DisplayName("what could not be graded gets no grade")
  void notGraded(String name) {
    Result result = Graded.result(Graded.ungraded("verdi", Outcome.INFRASTRUCTURE, "no image"));

    assertThrows(
        UnfitException.class,
        () -> Graded.written(Formats.valueOf(name).format(), Graded.settings("en", RUNNER), result));
  }

  static Stream<Formats> forms() {
    return Stream.of(Formats.values());
  }

  @ParameterizedTest
  @MethodSource("forms")
  @DisplayName("hold what a hostile submission wrote, and obey none of it")
  void hostile(Formats form) throws Exception {
    String text = Graded.HOSTILE;
    Result result = Graded.result(Graded.submission(text, text, text, text));

    String written = Graded.written(form.format(), Graded.settings("en", RUNNER), result);
    if (form == Formats.AUTOGRADING) {
      written = new String(Base64.getDecoder().decode(written.strip()), StandardCharsets.UTF_8);
    }

    assertTrue(written.contains("reversed"), "what it wrote is shown");
    for (int character : new int[] {0, 0x1b, 0x202E, 0xFFFE, '\uD800'}) {
      assertEquals(-1, written.indexOf(character), () -> "U+%04X".formatted(character));
    }
    switch (form) {
      case JUNIT -> xml(written);
      case SARIF ->
          assertEquals(
              List.of(),
              problems(json(written), "/schema/sarif-schema-2.1.0.json", SpecificationVersion.DRAFT_7));
      case GRADESCOPE, CLASSROOM50, AUTOGRADING, CHECK50 -> json(written);
      case MARKDOWN, SUMMARY ->
          assertFalse(written.replaceAll("(?s)```+text.*?\n```+\n", "").replace("\\<", "").contains("<"));
      case ANNOTATIONS -> assertTrue(
          written.lines().allMatch(line -> line.startsWith("::") && !line.startsWith("::error file=/etc")));
      case CSV ->
          assertFalse(written.lines().anyMatch(line -> line.startsWith("=") || line.startsWith("\"=")));
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  @DisplayName("a line of a megabyte does not make a report of a megabyte")
  void megabyte(Formats form) throws Exception {
    String line = "a".repeat(1 << 20);
    Result result = Graded.result(Graded.submission(line, line, line, line));

    String written = Graded.written(form.format(), Graded.settings("en", RUNNER), result);

    assertTrue(written.length() < 40_000, () -> written.length() + " characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=HYPERLINK(1)", "+1", "-1", "@SUM", "\t=1", "\r=1"})
  @DisplayName("csv: no cell is a formula")
  void formulas(String text) {
    assertTrue(Spreadsheet.cell(text).startsWith(text.strip().equals(text) ? "'" : "\\")
        || Spreadsheet.cell(text).startsWith("'"));
  }

  @Test
  @DisplayName("whole points add up to the rounded sum")
  void whole() {
    assertEquals(List.of(1, 0, 0), Numbers.whole(List.of(1 / 3.0, 1 / 3.0, 1 / 3.0)));
    assertEquals(List.of(2, 3), Numbers.whole(List.of(2.0, 3.0)));
    assertEquals(List.of(1, 3), Numbers.whole(List.of(1.4, 2.6)));
    assertEquals(List.of(), Numbers.whole(List.of()));
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private static List<String> problems(JsonNode node, String schema, SpecificationVersion version)
      throws Exception {
    try (InputStream in = Objects.requireNonNull(resource(schema), schema)) {
      return SchemaRegistry.withDefaultDialect(version)
          .getSchema(JsonMapper.shared().readTree(in))
          .validate(node)
          .stream()
          .map(Object::toString)
          .toList();
    }
  }

  private static InputStream resource(String name) {
    return name.startsWith("/")
        ? ClassLoader.getSystemResourceAsStream(name.substring(1))
        : FormatsTest.class.getResourceAsStream(name);
  }

  private static Document xml(String text) throws Exception {
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(FormatsTest.class.getResource("junit.xsd"))
        .newValidator()
        .validate(new StreamSource(new StringReader(text)));
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
  }
}
