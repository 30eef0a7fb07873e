package ipcgrade.report.telling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A place in the source")
class PlacesTest {
  @Test
  @DisplayName("that is long is cut at its beginning, between characters")
  void end() {
    assertEquals("src/a.c:7", Places.end("src/a.c:7", 9));
    assertEquals("...a.c:7", Places.end("src/a.c:7", 8));
    assertEquals("...\ud83d\ude00.c", Places.end("src/\ud83d\ude00.c", 7));
    assertEquals("....c", Places.end("src/\ud83d\ude00.c", 6));
    assertEquals("...b\\n", Places.end("aaaab\n", 6));
  }
}
