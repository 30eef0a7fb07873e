package ipcgrade.score;

import static ipcgrade.rule.Claims.Truth.BROKEN;
import static ipcgrade.rule.Claims.Truth.HELD;
import static ipcgrade.rule.Claims.Truth.NOT_REACHED;
import static ipcgrade.rule.Claims.Truth.UNDECIDED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ipcgrade.rule.Verdict;
import ipcgrade.spec.Spec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A tally")
class TallyTest {
  @Test
  @DisplayName("calls racy what half of the deciding runs break, and failed what more do")
  void half() {
    assertEquals(Verdict.RACY, Tally.verdict(List.of(BROKEN, HELD)));
    assertEquals(Verdict.FAIL, Tally.verdict(List.of(BROKEN, HELD, BROKEN)));
    assertEquals(Verdict.FAIL, Tally.verdict(List.of(BROKEN, NOT_REACHED, UNDECIDED)));
  }

  @Test
  @DisplayName("passes what no run breaks, once one decides")
  void undecided() {
    assertEquals(Verdict.PASS, Tally.verdict(List.of(NOT_REACHED, HELD, UNDECIDED)));
    assertEquals(Verdict.INCONCLUSIVE, Tally.verdict(List.of(NOT_REACHED, UNDECIDED)));
    assertEquals(Verdict.NOT_REACHED, Tally.verdict(List.of(NOT_REACHED)));
    assertEquals(Verdict.NOT_REACHED, Tally.verdict(List.of()));
  }

  @Test
  @DisplayName("lets the instances share the points, and the worst give the verdict")
  void instances() {
    List<Verdict> instances = List.of(Verdict.PASS, Verdict.RACY, Verdict.NOT_REACHED, Verdict.PASS);
    assertEquals(5, Tally.points(worth(8, 0.5), instances));
    assertEquals(4, Tally.points(worth(8, 0), instances));
    assertEquals(4.5, Tally.points(worth(8, 0.25), instances));
    assertEquals(Verdict.RACY, Tally.worst(instances));
  }

  private static Spec.Rule worth(int points, double racy) {
    Spec.Position position = new Spec.Position(1, 1);
    return new Spec.Rule(
        "rule",
        points,
        Spec.Text.NONE,
        "",
        Spec.Text.NONE,
        Optional.empty(),
        Optional.empty(),
        new Spec.Claim.Holds(new Spec.Expression("true", position)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        racy,
        position);
  }
}
