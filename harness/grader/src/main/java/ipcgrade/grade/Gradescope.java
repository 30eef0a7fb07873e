package ipcgrade.grade;

import ipcgrade.score.Result.Student;
import ipcgrade.spec.SpecException;
import ipcgrade.spec.YamlNodes;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * What Gradescope's "Export Submissions" says in {@code submission_metadata.yml}: for each {@code submission_123} its
 * {@code :submitters:}, each with {@code :name:}, {@code :sid:} and {@code :email:}, symbols of Ruby all.
 */
final class Gradescope {
  static final String METADATA = "submission_metadata.yml";

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(256 << 20).setMaxAliasesForCollections(Integer.MAX_VALUE)
          .build();

  private Gradescope() {}

  /**
   * Whose the submissions are, by the names of their directories.
   *
   * @throws SpecException if the file is not YAML of this kind
   */
  static Map<String, Student> students(Path file) throws IOException, SpecException {
    @Nullable
    Node root;
    try {
      root = YamlNodes.compose(Files.readString(file), SETTINGS);
    } catch (MalformedInputException e) {
      throw new SpecException(file, 0, 0, "the file is not UTF-8");
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw new SpecException(file, line, 1, "this is not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new SpecException(file, 0, 0, "this is not YAML: " + e.getMessage());
    }
    if (!(root instanceof MappingNode all)) {
      throw new SpecException(file, 1, 1,
          "the file must be a mapping of submissions to what is known of them");
    }
    Map<String, Student> students = new LinkedHashMap<>();
    for (NodeTuple each : all.getValue()) {
      students.put(text(each.getKeyNode()), student(member(each.getValueNode(), "submitters")));
    }
    return students;
  }

  private static Student student(@Nullable Node submitters) {
    List<Student> all = new ArrayList<>();
    if (submitters instanceof SequenceNode list) {
      for (Node each : list.getValue()) {
        all.add(
            new Student(
                text(member(each, "sid")), text(member(each, "name")), text(member(each, "email"))));
      }
    }
    return new Student(joined(all, Student::id), joined(all, Student::name), joined(all, Student::email));
  }

  private static String joined(List<Student> students, Function<Student, String> part) {
    return students.stream().map(part).filter(text -> !text.isEmpty()).collect(Collectors.joining(", "));
  }

  private static @Nullable Node member(@Nullable Node node, String name) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        String key = text(tuple.getKeyNode());
        if (key.equals(":" + name) || key.equals(name)) {
          return tuple.getValueNode();
        }
      }
    }
    return null;
  }

  private static String text(@Nullable Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue().strip() : "";
  }
}
