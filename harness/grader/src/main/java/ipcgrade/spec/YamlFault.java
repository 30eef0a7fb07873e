package ipcgrade.spec;

import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** What the YAML parser complains of, as a sentence for someone who writes a spec. */
final class YamlFault {
  private YamlFault() {}

  static String sentence(MarkedYamlEngineException fault) {
    String problem = String.valueOf(fault.getProblem());
    String context = String.valueOf(fault.getContext());
    if (problem.contains("(TAB)")) {
      return "a tab cannot indent YAML; use spaces";
    }
    if (problem.contains("cannot start any token")) {
      return "a text cannot begin with this character; put it in quotes";
    }
    if (problem.startsWith("mapping values are not allowed")) {
      return "a colon is not expected here; check the indentation, or put a text that has ': ' in quotes";
    }
    if (problem.startsWith("could not find expected ':'")) {
      return "a key needs a colon after it";
    }
    if (context.contains("quoted scalar") && problem.contains("end of stream")) {
      return "a text in quotes does not end; close its quotes";
    }
    if (context.contains("block mapping") || context.contains("block collection")) {
      return "this is not indented like the lines before it; align it with them";
    }
    if (context.contains("flow sequence")) {
      return "a list in brackets does not go on like this; expected ',' or ']'";
    }
    if (context.contains("flow mapping")) {
      return "a mapping in braces does not go on like this; expected ',' or '}'";
    }
    if (problem.startsWith("found undefined alias")) {
      return "no anchor &" + problem.substring("found undefined alias ".length()) + " stands before it";
    }
    if (problem.contains("another document")) {
      return "a second document begins here; the file must hold one";
    }
    return "the YAML cannot be read: " + problem.replace('\n', ' ');
  }
}
