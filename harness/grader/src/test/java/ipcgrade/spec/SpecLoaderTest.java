package ipcgrade.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.spec.Spec.Claim;
import ipcgrade.spec.Spec.Expectation;
import ipcgrade.spec.Spec.Expression;
import ipcgrade.spec.Spec.Position;
import ipcgrade.spec.Spec.Rule;
import ipcgrade.spec.Spec.Seen;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SpecLoaderTest {
  static final Path FILE = Path.of("grading.yml");

  static String minimal() throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(SpecLoaderTest.class.getResourceAsStream("minimal.yml"))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theAssignmentOfTheRepositoryHasThirtyPoints() throws Exception {
    Spec spec = SpecLoader.load(Path.of("../../grading.yml"));

    assertEquals("registro-distribuito", spec.id());
    assertEquals(30, spec.maxScore());
    assertEquals(25, spec.rules().size());
    assertEquals(List.of("parent", "registry", "server", "client"), List.copyOf(spec.roles().keySet()));
    assertEquals("queries", Objects.requireNonNull(spec.kinds().get("query")).plural());
  }

  @Test
  void everyRuleAndExpressionOfTheAssignmentStandsWhereItsPositionSays() throws Exception {
    Path file = Path.of("../../grading.yml");
    List<String> lines = Files.readAllLines(file);
    for (Rule rule : SpecLoader.load(file).rules()) {
      assertEquals("id: " + rule.id(), from(lines, rule.position()));
      List<Expression> expressions = new ArrayList<>();
      expressions.add(rule.claim().expression());
      expressions.add(rule.evidence().orElseThrow());
      Seen seen = rule.seen().orElseThrow();
      Stream.of(seen.en(), seen.it())
          .flatMap(text -> text.parts().stream())
          .filter(Template.Part.Value.class::isInstance)
          .forEach(part -> expressions.add(((Template.Part.Value) part).expression()));
      for (Expression expression : expressions) {
        int offset = 0;
        for (String word : expression.source().split("[ \n]", -1)) {
          if (!word.isEmpty()) {
            String text = from(lines, expression.at(1, offset));
            assertEquals(word, text.substring(0, Math.min(word.length(), text.length())), rule.id());
          }
          offset += word.length() + 1;
        }
      }
    }
  }

  private static String from(List<String> lines, Position position) {
    return lines.get(position.line() - 1).substring(position.column() - 1);
  }

  @Test
  void aSpecBecomesRecords() throws Exception {
    Spec spec = SpecLoader.load(minimal(), FILE);

    assertEquals(3, spec.run().schedules());
    assertEquals(500, spec.run().limits().run().wallMillis());
    assertEquals(64L << 20, spec.run().limits().run().memoryBytes());
    assertEquals(new Spec.Role("server", "servers", 2, false), spec.roles().get("server"));
    assertEquals(new Spec.Channel("mailbox", Optional.of("server")), spec.channels().get("mailbox"));
    assertEquals(
        List.of(
            new Spec.Field("id", new Expectation.Range(1, 2)),
            new Spec.Field("queue", new Expectation.Msqid("mailbox"))),
        Objects.requireNonNull(spec.kinds().get("bind")).fields());
    assertEquals(
        new Claim.Varies(new Expression("binds.map(b, b.id)", new Position(42, 14))),
        spec.rules().get(1).claim());
    assertEquals(Optional.of("server"), spec.rules().getFirst().each());
  }

  @Test
  void aFieldMayHoldThePidOfARole() throws Exception {
    Spec spec = SpecLoader.load(minimal().replace("msqid: mailbox", "pid: server"), FILE);

    assertEquals(
        new Spec.Field("queue", new Expectation.Pid("server")),
        Objects.requireNonNull(spec.kinds().get("bind")).fields().getLast());
  }

  @Test
  void aPlaceInAFoldedExpressionIsFoundInTheFile() throws Exception {
    Expression claim = SpecLoader.load(minimal(), FILE).rules().getFirst().claim().expression();

    assertEquals("binds.by(server).size() == 1 && parent.present", claim.source());
    assertEquals(new Position(34, 7), claim.position());
    assertEquals(new Position(34, 13), claim.at(1, 6));
    assertEquals(new Position(35, 10), claim.at(1, claim.source().indexOf("parent")));
  }

  @Test
  void everyStyleOfYamlTextKeepsItsPlace() throws Exception {
    for (String style : List.of(
        "claim: a == 'b c' && d",
        "claim: a ==\n      'b c' && d",
        "claim: 'a == ''b c'' && d'",
        "claim: \"a == 'b c'\n      && d\"",
        "claim: >\n\n      a ==\n      'b c' && d\n",
        "claim: | # comment\n      a ==\n      'b c'\n        && d\n",
        "claim: &x a == 'b c' && d")) {
      String source = minimal().replaceFirst("claim: >-\n.*\n.*\n", style.replace("$", "\\$") + "\n");
      Expression claim = SpecLoader.load(source, FILE).rules().getFirst().claim().expression();
      int line = (int) claim.source().substring(0, claim.source().indexOf('d')).lines().count();
      int column = claim.source().lines().toList().get(line - 1).indexOf('d');
      assertEquals('d', from(source.lines().toList(), claim.at(line, column)).charAt(0), style);
      assertEquals('a', from(source.lines().toList(), claim.position()).charAt(0), style);
    }
  }

  @Test
  void theDefaultsOfTheSchemaAreThoseOfTheLoader() throws Exception {
    String source = minimal().replaceFirst("run:\n.*\n.*\n", "");
    Spec.Run run = SpecLoader.load(source, FILE).run();
    JsonNode defs;
    try (InputStream stream = SpecLoader.class.getResourceAsStream("grading.schema.json")) {
      defs = JsonMapper.shared().readTree(stream).path("$defs");
    }
    StringBuilder explicit = new StringBuilder("run:\n  limits:\n");
    defs.at("/limits/properties")
        .properties()
        .forEach(
            limit -> explicit.append(
                "    %s: %s\n".formatted(limit.getKey(), limit.getValue().path("default").asString())));
    for (String key : List.of("schedules", "time", "untimely", "seed")) {
      explicit.append("  %s: %s\n".formatted(key, defs.at("/run/properties/" + key + "/default").asString()));
    }

    assertEquals(run, SpecLoader.load(source + "\n" + explicit + "\n", FILE).run());
    assertEquals(Spec.Limits.DEFAULT, run.limits());
    assertEquals(20, run.schedules());
    assertFalse(run.untimely());
  }

  @Test
  void racesEarnWhatTheAssignmentOrTheRuleSays() throws Exception {
    String source = minimal();
    assertEquals(0.5, SpecLoader.load(source, FILE).rules().getFirst().racy());
    assertEquals(0.25, SpecLoader.load(source + "\nracy: 0.25\n", FILE).rules().getFirst().racy());
    String own = source.replaceFirst("( +)points: ", "$1racy: 0\n$1points: ");
    assertEquals(0, SpecLoader.load(own + "\nracy: 0.25\n", FILE).rules().getFirst().racy());
    assertTrue(
        SpecLoader.load(source.replaceFirst("run:\n", "run:\n  untimely: count\n"), FILE).run().untimely());
  }

  @Test
  void aliasesAreAllowed() throws Exception {
    String source =
        minimal()
            .replace("hint: { en: Send", "hint: &hint { en: Send")
            .replace("hint: { en: Draw., it: Estrai. }", "hint: *hint");

    assertEquals("Send it.", SpecLoader.load(source, FILE).rules().get(1).hint().en());
  }

  @Test
  void aFileThatIsNotUtf8IsRefusedWhereItEnds(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("latin1.yml");
    Files.write(file, "id: x\ntitle: perché\n".getBytes(StandardCharsets.ISO_8859_1));

    SpecException e = assertThrows(SpecException.class, () -> SpecLoader.load(file));
    assertEquals(
        file + ":2:13: the file is not UTF-8 from here on; save it in that encoding", e.getMessage());
  }

  @Test
  void aFileWithoutEndIsRefused(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("large.yml");
    Files.write(file, new byte[(1 << 20) + 1]);

    SpecException e = assertThrows(SpecException.class, () -> SpecLoader.load(file));
    assertEquals(file + ": the file is larger than 1 MiB, the most that is read", e.getMessage());
  }

  @Test
  void aByteOrderMarkIsIgnored(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("bom.yml");
    Files.writeString(file, "\uFEFF" + minimal());

    assertEquals(SpecLoader.load(minimal(), file), SpecLoader.load(file));
  }

  @Test
  void aFileThatIsNotThereIsNoFaultOfTheSpec(@TempDir Path directory) {
    assertThrows(IOException.class, () -> SpecLoader.load(directory.resolve("none.yml")));
  }
}
