package ipcgrade.wording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A command for the shell")
class ShellTest {
  @Test
  @DisplayName("quotes only what needs it")
  void plain() {
    assertEquals(
        "replay --spec ../grading.yml '' 'l'\\''esame di Aldo'",
        Shell.command(List.of("replay", "--spec", "../grading.yml", "", "l'esame di Aldo")));
  }

  @Test
  @DisplayName("is read by a shell as the words that it is of")
  void read() throws Exception {
    List<String> words = List.of("a b", "$HOME", "`id`", "it's", "\\", "\"", "*", "perché", ";", "-n", "~");
    Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\n' " + Shell.command(words)).start();
    String read = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(words, read.lines().toList());
  }
}
