package ipcgrade.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cel.common.types.StructType;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.spec.Words;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The words that the loader keeps a spec from using are those that claims know. */
class WordsTest {
  @Test
  void theLoaderKnowsTheWordsOfClaims() throws Exception {
    Spec spec = SpecLoader.load(Path.of("../../grading.yml"));
    Vocabulary vocabulary = new Vocabulary(spec);

    Set<String> ofProcess = new HashSet<>(Words.OF_PROCESS);
    ofProcess.add("mailbox");
    assertEquals(ofProcess, fields(vocabulary, "Process"));
    assertEquals(Words.OF_MESSAGE, fields(vocabulary, "message.stop"));
    Set<String> ofClaims = new HashSet<>(Words.VARIABLES);
    ofClaims.remove(Vocabulary.RUNS);
    assertEquals(
        ofClaims, Set.copyOf(vocabulary.variables().keySet().asList().subList(0, ofClaims.size())));
  }

  private static Set<String> fields(Vocabulary vocabulary, String type) {
    return Set.copyOf(((StructType) vocabulary.findType(type).orElseThrow()).fieldNames());
  }
}
