package ipcgrade.rule;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypes;
import dev.cel.common.types.StructType;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.spec.Words;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of docs/writing-an-assignment.md list the words of claims, all of them and no others. */
class VocabularyPageTest {
  private static Vocabulary vocabulary;
  private static List<String> page;

  @BeforeAll
  static void load() throws Exception {
    Spec spec = SpecLoader.load(Path.of("../../fixtures/ping-pong/grading.yml"));
    vocabulary = new Vocabulary(spec);
    page = Files.readAllLines(Path.of("../../docs/writing-an-assignment.md"));
  }

  @ParameterizedTest
  @CsvSource({"Process, Process", "Queue, Queue", "Event, Event", "Message, message.serve"})
  void theFieldsOfAThingWithTheirTypes(String heading, String type) {
    StructType struct = (StructType) vocabulary.findType(type).orElseThrow();
    Map<String, String> fields = new TreeMap<>();
    struct.fieldNames().stream()
        .filter(name -> !name.equals("number"))
        .forEach(name -> fields.put(name, shown(struct.findField(name).orElseThrow().type())));
    assertEquals(fields, types(heading));
  }

  @Test
  void theVariablesOfEverySpecWithTheirTypes() {
    Map<String, String> variables =
        Words.VARIABLES.stream()
            .filter(vocabulary.variables()::containsKey)
            .collect(
                toMap(
                    name -> name,
                    name -> shown(Objects.requireNonNull(vocabulary.variables().get(name))),
                    (a, _) -> a,
                    TreeMap::new));
    assertEquals(variables, types("Variables"));
  }

  @Test
  void theFunctionsWithTheirParameters() {
    Set<String> functions = new TreeSet<>();
    for (CelFunctionDecl function : new Functions().declarations()) {
      CelOverloadDecl overload = function.overloads().iterator().next();
      functions.add(
          function.name() + "/"
              + (overload.parameterTypes().size() - (overload.isInstanceFunction() ? 1 : 0)));
    }
    Set<String> listed = new TreeSet<>();
    for (String call : rows("Functions").keySet()) {
      String parameters = call.substring(call.indexOf('(') + 1, call.indexOf(')'));
      int count = parameters.isEmpty() ? 0 : parameters.split(",", -1).length;
      listed.add(call.substring(call.startsWith("list.") ? 5 : 0, call.indexOf('(')) + "/" + count);
    }
    assertEquals(functions, listed);
  }

  private static String shown(CelType type) {
    return CelTypes.format(type).replace("google.protobuf.Duration", "duration");
  }

  private static Map<String, String> types(String heading) {
    Map<String, String> types = new TreeMap<>();
    rows(heading).forEach((word, cells) -> types.put(word, cells.getFirst()));
    return types;
  }

  /** The rows of the tables under a heading, by the word in their first cell. */
  private static Map<String, List<String>> rows(String heading) {
    Map<String, List<String>> rows = new TreeMap<>();
    for (String line : page.subList(page.indexOf("### " + heading) + 1, page.size())) {
      if (line.startsWith("#")) {
        break;
      }
      if (line.startsWith("| `")) {
        List<String> cells = List.of(line.split("\\|", -1)).stream().map(String::strip).toList();
        rows.put(cells.get(1).replace("`", ""), cells.subList(2, cells.size()));
      }
    }
    return rows;
  }
}
