package ipcgrade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ipcgrade.score.Result;
import ipcgrade.score.Result.Outcome;
import ipcgrade.wording.Words;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassMarkTest {
  @ParameterizedTest
  @CsvSource({"18,18,true", "18,17.99,false", "60%,18,true", "60%,17.9,false", "'17,5',17.5,true",
    "0,0,true"})
  @DisplayName("a pass mark in points or in percent is reached or not")
  void reached(String mark, double score, boolean reached) throws UsageException {
    Result.Submission submission =
        new Result.Submission("x", Outcome.GRADED, "", score, 30, List.of(), List.of());
    assertEquals(reached, PassMark.parse(mark, Words.in("en")).isReached(submission));
  }
}
