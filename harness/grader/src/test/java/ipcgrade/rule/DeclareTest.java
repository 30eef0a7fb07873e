package ipcgrade.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The DECLARE templates")
class DeclareTest {
  /** Decides a template on a trace. */
  @FunctionalInterface
  private interface Template {
    boolean holds(Declare<Integer> declare, List<Integer> trace, List<Integer> a, List<Integer> b);
  }

  /** A template, the traces it accepts and those it rejects; "-" is an event that is neither a nor b. */
  private static Arguments template(String name, Template template, String accepted, String rejected) {
    return Arguments.of(name, template, accepted, rejected);
  }

  static Stream<Arguments> templates() {
    return Stream.of(
        template("existence(a, 1)", (d, _, a, _) -> d.existence(a, 1), "a ba aa", "∅ b -"),
        template("existence(a, 2)", (d, _, a, _) -> d.existence(a, 2), "aa aba", "∅ a ab"),
        template("absence(a, 1)", (d, _, a, _) -> d.absence(a, 1), "∅ b -", "a ba"),
        template("absence(a, 2)", (d, _, a, _) -> d.absence(a, 2), "∅ a ab", "aa aba"),
        template("exactly(a, 1)", (d, _, a, _) -> d.exactly(a, 1), "a ab b-a", "∅ aa b"),
        template("init(a)", (d, t, a, _) -> d.init(t, a), "a ab", "∅ b ba -a"),
        template("end(a)", (d, t, a, _) -> d.end(t, a), "a ba", "∅ b ab a-"),
        template(
            "responded_existence", (d, _, a, b) -> d.respondedExistence(a, b), "∅ b ab ba", "a aa a-"),
        template("co_existence", (d, _, a, b) -> d.coExistence(a, b), "∅ - ab ba", "a b"),
        template("not_co_existence", (d, _, a, b) -> d.notCoExistence(a, b), "∅ a b", "ab ba"),
        template("response", (d, _, a, b) -> d.response(a, b), "∅ b ab aab a-b bab", "a ba aba"),
        template(
            "alternate_response",
            (d, _, a, b) -> d.alternateResponse(a, b),
            "∅ b ab abab a-b abb",
            "a aab ba"),
        template(
            "chain_response",
            (d, t, a, b) -> d.chainResponse(t, a, b),
            "∅ b ab abab bab",
            "a a-b aab ba"),
        template("precedence", (d, _, a, b) -> d.precedence(a, b), "∅ a ab abb a-b", "b ba bab"),
        template(
            "alternate_precedence",
            (d, _, a, b) -> d.alternatePrecedence(a, b),
            "∅ a ab abab aab",
            "b abb ba"),
        template(
            "chain_precedence",
            (d, t, a, b) -> d.chainPrecedence(t, a, b),
            "∅ a ab aab abab",
            "b a-b abb"),
        template("succession", (d, _, a, b) -> d.succession(a, b), "∅ ab aabb abab", "a b ba aba"),
        template(
            "alternate_succession",
            (d, _, a, b) -> d.alternateSuccession(a, b),
            "∅ ab abab a-b",
            "a b aab abb"),
        template(
            "chain_succession",
            (d, t, a, b) -> d.chainSuccession(t, a, b),
            "∅ ab abab -ab",
            "a b a-b aab abb"),
        template("not_succession", (d, _, a, b) -> d.notSuccession(a, b), "∅ a b ba", "ab a-b bab"),
        template(
            "not_chain_succession",
            (d, t, a, b) -> d.notChainSuccession(t, a, b),
            "∅ a b ba a-b",
            "ab bab"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("templates")
  @DisplayName("mean on finite traces what their LTL formulas mean")
  void meaning(String name, Template template, String accepted, String rejected) {
    for (String trace : Splitter.on(' ').split(accepted)) {
      assertEquals(true, holds(template, trace), name + " of " + trace);
    }
    for (String trace : Splitter.on(' ').split(rejected)) {
      assertEquals(false, holds(template, trace), name + " of " + trace);
    }
  }

  private static boolean holds(Template template, String written) {
    String letters = written.equals("∅") ? "" : written;
    List<Integer> trace = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      trace.add(i);
    }
    List<Integer> a = trace.stream().filter(i -> letters.charAt(i) == 'a').toList();
    List<Integer> b = trace.stream().filter(i -> letters.charAt(i) == 'b').toList();
    return template.holds(new Declare<>((x, y) -> x < y), trace, a, b);
  }
}
