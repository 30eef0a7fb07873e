package ipcgrade.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelValue;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("map and filter")
class GatheringTest {
  private static final List<Long> NUMBERS = LongStream.range(0, 20).boxed().toList();

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {
    "list.map(x, x * 2)",
    "list.map(x, string(x))",
    "list.map(x, x % 3 == 0, x * x)",
    "list.filter(x, x > 7)",
    "list.filter(x, false)",
    "[].map(x, x)",
    "list.map(x, [x, -x])",
    "list.map(x, list.filter(y, y < x).size())",
    "list.filter(x, list.map(y, y * y).exists(z, z == x))",
    "list.map(x, list.map(x, x + 1)[0] + x)",
    "list.filter(x, x > 3).map(x, x - 3).map(x, x > 10, string(x)) + ['end']",
    "list.map(x, x + 1)[3] + list.filter(x, x > 5)[0]",
    "{'a': 1, 'b': 2}.map(k, k).size()",
  })
  @DisplayName("give what CEL's own give")
  void asStandard(String expression) throws Exception {
    assertEquals(value(standard(), expression, NUMBERS), value(ours(), expression, NUMBERS));
  }

  @Test
  @DisplayName("fail where the variable is no name, as CEL's own do")
  void noName() {
    for (CelCompilerBuilder compiler : List.of(standard(), ours())) {
      var fault = assertThrows(CelValidationException.class, () -> type(compiler, "list.map(x.y, 1)"));
      assertTrue(String.valueOf(fault.getMessage()).contains("must be a simple name"), fault::getMessage);
    }
  }

  @Test
  @DisplayName("have the types of CEL's own")
  void types() throws Exception {
    for (String expression : List.of("list.map(x, x > 1)", "list.filter(x, x > 1)", "list.map(x, [x])")) {
      assertEquals(type(standard(), expression), type(ours(), expression));
    }
    assertThrows(CelValidationException.class, () -> type(ours(), "list.filter(x, x)"));
    assertThrows(CelValidationException.class, () -> type(ours(), "list.map(x, x, x)"));
  }

  @Test
  @DisplayName("look at each thing as often in a long list as in a short one")
  void linear() throws Exception {
    for (String expression : List.of("list.map(x, x)", "list.filter(x, true)", "list.map(x, true, x)")) {
      long few = looks(ours(), expression, 10) / 10;
      assertTrue(few > 0, expression);
      assertEquals(few, looks(ours(), expression, 1000) / 1000, expression);
      // And so does not CEL: else nobody needs all this.
      assertTrue(looks(standard(), expression, 1000) / 1000 > 10 * few, expression);
    }
  }

  /** Counts how often CEL looks into it. */
  @SuppressWarnings("Immutable") // counting is what it is for
  private static final class Watched extends CelValue {
    private long looks;

    @Override
    public Object value() {
      looks++;
      return this;
    }

    @Override
    public boolean isZeroValue() {
      return false;
    }

    @Override
    public CelType celType() {
      return SimpleType.DYN;
    }
  }

  private static long looks(CelCompilerBuilder compiler, String expression, int length) throws Exception {
    Watched watched = new Watched();
    Object all =
        value(compiler.addVar("list", ListType.create(SimpleType.DYN)), expression,
            Collections.nCopies(length, watched));
    assertEquals(length, ((List<?>) all).size());
    return watched.looks;
  }

  private static CelCompilerBuilder standard() {
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
  }

  private static CelCompilerBuilder ours() {
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setStandardMacros(Gathering.STANDARD)
        .addMacros(Gathering.MACROS)
        .addFunctionDeclarations(Gathering.DECLARATIONS);
  }

  private static CelType type(CelCompilerBuilder compiler, String expression) throws CelValidationException {
    return compiler
        .addVar("list", ListType.create(SimpleType.INT))
        .build()
        .compile(expression)
        .getAst()
        .getResultType();
  }

  private static Object value(CelCompilerBuilder compiler, String expression, List<?> list) throws Exception {
    if (list.getFirst() instanceof Long) {
      compiler.addVar("list", ListType.create(SimpleType.DYN));
    }
    return CelRuntimeFactory.plannerRuntimeBuilder()
        .addFunctionBindings(Gathering.BINDINGS)
        .build()
        .createProgram(compiler.build().compile(expression).getAst())
        .eval(Map.of("list", list));
  }
}
