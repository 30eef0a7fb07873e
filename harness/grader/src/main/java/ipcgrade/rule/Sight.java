package ipcgrade.rule;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import ipcgrade.reading.Reading;
import ipcgrade.spec.Spec.Text;
import ipcgrade.wording.Printable;
import ipcgrade.wording.Words;
import java.util.List;
import java.util.Map;

/** What a rule says was seen, in both languages, ready to be filled in. */
record Sight(List<Part> en, List<Part> it) {
  private static final Words EN = Words.in("en");
  private static final Words IT = Words.in("it");
  private static final int MOST_LENGTH = 400;

  Sight {
    en = List.copyOf(en);
    it = List.copyOf(it);
  }

  /** A part of the text. */
  sealed interface Part {
    record Fixed(String text) implements Part {}

    record Filled(CelRuntime.Program program) implements Part {}
  }

  /** The text for a run, a printable line; none where a value cannot be told. */
  Text of(Map<String, Object> variables, Reading reading) {
    try {
      return new Text(
          line(en, variables, new Values(EN, reading)), line(it, variables, new Values(IT, reading)));
    } catch (CelEvaluationException _) {
      return Text.NONE;
    }
  }

  private static String line(List<Part> parts, Map<String, Object> variables, Values values)
      throws CelEvaluationException {
    StringBuilder line = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Fixed fixed -> line.append(fixed.text);
        case Part.Filled filled -> line.append(values.text(filled.program.eval(variables)));
      }
    }
    return Printable.line(line.toString().strip(), MOST_LENGTH);
  }
}
