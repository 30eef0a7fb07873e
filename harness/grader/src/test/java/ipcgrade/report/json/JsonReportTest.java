package ipcgrade.report.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.rule.Verdict;
import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.spec.Spec.Text;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class JsonReportTest {
  private static final String EXAMPLE =
      """
      {
        "schema" : "ipcgrade/result/1",
        "assignment" : "registro-distribuito",
        "title" : {
          "en" : "Distributed registry",
          "it" : "Registro distribuito"
        },
        "criteria" : [ {
          "id" : "selective-receive",
          "points" : 2,
          "title" : {
            "en" : "The client receives selectively",
            "it" : "Il client riceve in modo selettivo"
          },
          "quote" : "in modo selettivo",
          "hint" : {
            "en" : "Pass msgtyp.",
            "it" : "Passa msgtyp."
          },
          "expected" : {
            "en" : "",
            "it" : ""
          },
          "varies" : false
        } ],
        "submissions" : [ {
          "name" : "rossi",
          "outcome" : "GRADED",
          "message" : "",
          "score" : 28.6667,
          "maxScore" : 30,
          "rules" : [ {
            "id" : "selective-receive",
            "verdict" : "RACY",
            "points" : 1,
            "maxPoints" : 2,
            "instances" : [ {
              "name" : "client 2",
              "verdict" : "RACY",
              "brokenIn" : [ 1, 4 ],
              "unorderedIn" : [ 4 ],
              "seen" : {
                "en" : "received with msgtyp 0",
                "it" : "ha ricevuto con msgtyp 0"
              }
            } ],
            "evidence" : [ {
              "instance" : "client 2",
              "run" : 1,
              "seq" : 40,
              "process" : "client 2",
              "text" : "msgrcv(1376256, 24, msgtyp 0, 0) = 24",
              "file" : "client.c",
              "line" : 31,
              "function" : "chiedi",
              "key" : true
            } ],
            "replay" : {
              "seed" : 3,
              "timely" : true,
              "turns" : "1*2 1.2*0",
              "preemptions" : 2
            }
          } ],
          "runs" : [ {
            "strategy" : "random",
            "seed" : 9223372036854775807,
            "timely" : true,
            "decides" : true,
            "turns" : "1*3 1.2 1*2",
            "end" : "finished",
            "detail" : "",
            "virtualMillis" : 5000,
            "processes" : 7,
            "events" : 120,
            "roles" : [ {
              "pid" : 412,
              "role" : "client 2",
              "thread" : false,
              "extra" : "",
              "deeds" : [ {
                "what" : "sent",
                "msqid" : 1376256,
                "kind" : "query",
                "count" : 1
              } ]
            } ],
            "channels" : [ {
              "name" : "mailbox",
              "owner" : "server 1",
              "msqid" : 1376257,
              "creator" : "server 1",
              "carried" : [ {
                "kind" : "service",
                "count" : 3
              } ]
            } ],
            "rivals" : [ {
              "ahead" : -2,
              "instead" : [ {
                "pid" : 412,
                "role" : "server 2",
                "thread" : false,
                "extra" : "",
                "deeds" : [ ]
              } ]
            } ],
            "waits" : [ {
              "process" : "client 2",
              "call" : "msgrcv(1376257, 24, msgtyp 2, 0)",
              "on" : "mailbox of server 1",
              "what" : {
                "en" : "waits for a message",
                "it" : "attende un messaggio"
              },
              "unblockedBy" : [ "server 1" ],
              "file" : "client.c",
              "line" : 31
            } ],
            "circles" : [ [ "client 2", "server 1" ] ]
          } ],
          "fields" : [ {
            "kind" : "query",
            "name" : "id",
            "in" : "integer",
            "at" : 4,
            "width" : 2,
            "index" : 0
          } ],
          "advice" : [ {
            "id" : "polling",
            "what" : {
              "en" : "In client 2, it polls.",
              "it" : "In client 2 è attesa attiva."
            },
            "remedy" : {
              "en" : "Block.",
              "it" : "Attendi."
            },
            "processes" : [ "client 2" ],
            "evidence" : [ ],
            "run" : 0,
            "breaks" : [ ]
          } ]
        } ]
      }
      """;

  @TempDir
  Path directory;

  private static Result result(String text, Outcome outcome, Verdict verdict, String strategy) {
    return new Result(
        Result.SCHEMA,
        "registro-distribuito",
        new Text("Distributed registry", "Registro distribuito"),
        List.of(
            new Result.Criterion(
                "selective-receive",
                2,
                new Text("The client receives selectively", "Il client riceve in modo selettivo"),
                "in modo selettivo",
                new Text("Pass msgtyp.", "Passa msgtyp."),
                Text.NONE,
                false)),
        List.of(
            new Result.Submission(
                "rossi",
                outcome,
                "",
                28 + 2.0 / 3,
                30,
                List.of(
                    new Result.Rule(
                        "selective-receive",
                        verdict,
                        1.0,
                        2,
                        List.of(
                            new Result.Instance(
                                "client 2",
                                verdict,
                                List.of(1, 4),
                                List.of(4),
                                new Text("received with msgtyp 0", "ha ricevuto con msgtyp 0"))),
                        List.of(
                            new Result.Evidence(
                                "client 2", 1, 40, "client 2", text, "client.c", 31, "chiedi", true)),
                        new Result.Replay(3, true, "1*2 1.2*0", 2))),
                List.of(
                    new Result.Run(
                        strategy,
                        Long.MAX_VALUE,
                        true,
                        true,
                        "1*3 1.2 1*2",
                        "finished",
                        "",
                        5000,
                        7,
                        120,
                        List.of(
                            new Result.Player(
                                412,
                                "client 2",
                                false,
                                "",
                                List.of(new Result.Deed("sent", 1376256, "query", 1)))),
                        List.of(
                            new Result.Channel(
                                "mailbox",
                                "server 1",
                                1376257,
                                "server 1",
                                List.of(new Result.Carried("service", 3)))),
                        List.of(
                            new Result.Rival(-2, List.of(new Result.Player(412, "server 2")))),
                        List.of(
                            new Result.Wait(
                                "client 2",
                                "msgrcv(1376257, 24, msgtyp 2, 0)",
                                "mailbox of server 1",
                                new Text("waits for a message", "attende un messaggio"),
                                List.of("server 1"),
                                "client.c",
                                31)),
                        List.of(List.of("client 2", "server 1")))),
                List.of(new Result.Field("query", "id", "integer", 4, 2, 0)),
                List.of(
                    new Result.Advice(
                        "polling",
                        new Text("In client 2, it polls.", "In client 2 è attesa attiva."),
                        new Text("Block.", "Attendi."),
                        List.of("client 2"),
                        List.of())))));
  }

  private static Result result(String text) {
    return result(text, Outcome.GRADED, Verdict.RACY, "random");
  }

  private static String written(Result result) throws IOException {
    StringWriter writer = new StringWriter();
    JsonReport.write(result, writer);
    return writer.toString();
  }

  private static List<String> problems(String json) {
    return JsonReport.problems(JsonMapper.shared().readTree(json));
  }

  @Test
  void aResultIsWrittenByteForByte() throws Exception {
    assertEquals(EXAMPLE, written(result("msgrcv(1376256, 24, msgtyp 0, 0) = 24")));
  }

  @Test
  void everyOutcomeVerdictAndStrategyIsInTheSchema() throws Exception {
    for (Outcome outcome : Outcome.values()) {
      assertEquals(
          List.of(), problems(written(result("", outcome, Verdict.PASS, "fair"))));
    }
    for (Verdict verdict : Verdict.values()) {
      assertEquals(
          List.of(), problems(written(result("", Outcome.GRADED, verdict, "fair"))));
    }
    for (String strategy : List.of("natural", "fair", "random", "pct", "surw", "directed", "replay")) {
      assertEquals(
          List.of(), problems(written(result("", Outcome.GRADED, Verdict.PASS, strategy))));
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          "GRADED"   | "Graded"    | /submissions/0/outcome: 'outcome' must be an outcome: GRADED, BUILD_FAILED, LIMIT_EXCEEDED or INFRASTRUCTURE, not 'Graded'
          "random"   | "RANDOM"    | /submissions/0/runs/0/strategy: 'strategy' must be a strategy: natural, fair, random, pct, surw, directed or replay, not 'RANDOM'
          28.6667    | -1          | /submissions/0/score: 'score' must be a number from 0, not -1
          result/1   | result/2    | /schema: 'schema' must be ipcgrade/result/1, the version of this format, not 'ipcgrade/result/2'
          "maxScore" | "max-score" | /submissions/0: unknown key 'max-score' in a submission; did you mean 'maxScore'?
          """)
  void aWrongResultIsNotValid(String from, String to, String expected) {
    assertEquals(List.of(), problems(EXAMPLE));
    assertEquals(List.of(expected), problems(EXAMPLE.replace(from, to)));
  }

  static Stream<String> hostileTexts() {
    return Stream.of(
        "\0\1\b\t\n\f\r",
        "\u001b[2J\u001b]0;30/30\u0007",
        "\u009b2J\u007f",
        "\ufffe\uffff\ufdd0\ud83f\udfff",
        "\"},{\"id\":\"x\\",
        "</script>\u2028\u2029",
        "\u202e03/03\u2066",
        "è \ud83d\ude00 […]",
        "A".repeat(1 << 20));
  }

  @ParameterizedTest
  @MethodSource("hostileTexts")
  void aHostileTextComesBackAsItWas(String text) throws Exception {
    Path file = directory.resolve("result.json");
    JsonReport.write(result(text), file);

    Result read = JsonReport.read(file);
    assertEquals(
        text, read.submissions().getFirst().rules().getFirst().evidence().getFirst().text());
    assertFalse(
        Files.readString(file)
            .codePoints()
            .anyMatch(c -> (c < ' ' && c != '\n') || (c >= 0x7f && c < 0xa0) || c == 0x202e));
  }

  @ParameterizedTest
  @CsvSource({"\ud800, \ufffd", "\udc00\ud800x, \ufffd\ufffdx", "a\ud83d, a\ufffd"})
  void aLoneSurrogateIsReplaced(String text, String expected) throws Exception {
    Path file = directory.resolve("result.json");
    JsonReport.write(result(text), file);

    assertEquals(
        expected,
        JsonReport.read(file).submissions().getFirst().rules().getFirst().evidence().getFirst().text());
  }

  @Test
  void whatIsWrittenIsReadBack() throws Exception {
    Path file = directory.resolve("result.json");
    Files.writeString(file, EXAMPLE);
    Path again = directory.resolve("again.json");
    JsonReport.write(JsonReport.read(file), again);

    assertEquals(EXAMPLE, Files.readString(again));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          {          | this is not JSON
          {}         | this is no result of ipcgrade: : a result needs 'schema'
          []         | this is no result of ipcgrade: : the file must be a result, not an empty list
          """)
  void whatIsNoResultIsRefusedInASentence(String content, String sentence) throws Exception {
    Path file = directory.resolve("result.json");
    Files.write(file, content.getBytes(StandardCharsets.UTF_8));

    IOException e = assertThrows(IOException.class, () -> JsonReport.read(file));
    assertTrue(String.valueOf(e.getMessage()).startsWith(file + ": " + sentence), e::getMessage);
  }
}
