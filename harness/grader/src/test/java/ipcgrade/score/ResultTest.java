package ipcgrade.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.reading.Layout;
import ipcgrade.reading.Layout.FieldName;
import ipcgrade.reading.Location;
import ipcgrade.rule.Verdict;
import ipcgrade.score.Result.Field;
import ipcgrade.score.Result.Instance;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Text;
import ipcgrade.spec.SpecLoader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A result")
class ResultTest {
  @Test
  @DisplayName("tells whether order alone broke a rule in some run, or kept it in some")
  void order() {
    Instance lost = instance(List.of(1), List.of(1));
    assertTrue(lost.lostByOrder());
    assertFalse(lost.keptByOrder());
    Instance kept = instance(List.of(1), List.of(0));
    assertFalse(kept.lostByOrder());
    assertTrue(kept.keptByOrder());
    Instance neither = instance(List.of(0, 1), List.of());
    assertFalse(neither.lostByOrder());
    assertFalse(neither.keptByOrder());
  }

  @Test
  @DisplayName("is of this version's schema, and says what the rules ask for")
  void whole() throws Exception {
    Spec spec = SpecLoader.load(Path.of("../../grading.yml"));

    Result result = Result.of(spec, List.of());

    assertEquals("ipcgrade/result/1", result.schema());
    assertEquals(spec.title(), result.title());
    assertEquals(spec.rules().size(), result.criteria().size());
    for (int i = 0; i < spec.rules().size(); i++) {
      Spec.Rule rule = spec.rules().get(i);
      Result.Criterion criterion = result.criteria().get(i);
      assertEquals(rule.id(), criterion.id());
      assertEquals(rule.points(), criterion.points());
      assertEquals(rule.expected().orElse(Text.NONE), criterion.expected());
      assertEquals(rule.claim() instanceof Spec.Claim.Varies, criterion.varies());
    }
  }

  @Test
  @DisplayName("tells where the fields were found, in the order of the spec, and how they are encoded")
  void fields() throws Exception {
    Spec spec = SpecLoader.load(Path.of("../../grading.yml"));
    Layout layout =
        Layout.UNKNOWN.with(new FieldName("query", "id"), new Location.Text(3, 1))
            .with(new FieldName("bind", "queue"), new Location.Swapped(4, 2))
            .with(new FieldName("bind", "id"), new Location.Mtype(100));
    assertEquals(
        List.of(
            new Field("bind", "id", "mtype", 100, 0, 0), new Field("bind", "queue", "swapped", 4, 2, 0),
            new Field("query", "id", "text", 3, 0, 1)),
        Explanation.fields(spec, layout));
  }

  private static Instance instance(List<Integer> broken, List<Integer> unordered) {
    return new Instance("", Verdict.FAIL, broken, unordered, Text.NONE);
  }
}
