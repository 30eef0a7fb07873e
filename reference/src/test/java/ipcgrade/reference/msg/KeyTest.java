package ipcgrade.reference.msg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ipcgrade.reference.libc.Errno;
import ipcgrade.reference.libc.ErrnoException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
@DisplayName("A key")
class KeyTest {
  @TempDir private Path directory;

  @Test
  @DisplayName("of ftok has the project in its top byte and the inode in its lower half")
  void ftok() throws Exception {
    Key key = Key.ftok(directory, 'r');
    long inode = ((Number) Files.getAttribute(directory, "unix:ino")).longValue();
    assertEquals('r', key.value() >>> 24);
    assertEquals(inode & 0xffff, key.value() & 0xffff);
    assertNotEquals(key, Key.ftok(directory, 's'));
  }

  @Test
  @DisplayName("of ftok needs a file: ENOENT")
  void ftokOfNothing() {
    Path nothing = directory.resolve("nothing");
    var e = assertThrows(ErrnoException.class, () -> Key.ftok(nothing, 1));
    assertEquals(Errno.ENOENT, e.errno());
    assertEquals("ftok: ENOENT (2)", e.getMessage());
  }

  @Test
  @DisplayName("leads to one queue: ENOENT before it is made, EEXIST after")
  void leadsToOneQueue() {
    Key key = Key.ftok(directory, 'q');
    assertEquals(
        Errno.ENOENT, assertThrows(ErrnoException.class, () -> MessageQueue.open(key)).errno());
    MessageQueue queue = MessageQueue.create(key, 0600);
    try {
      assertEquals(queue, MessageQueue.open(key));
      assertEquals(queue, MessageQueue.openOrCreate(key, 0600));
      assertEquals(key.value(), queue.stat().key());
      assertEquals(
          Errno.EEXIST,
          assertThrows(ErrnoException.class, () -> MessageQueue.create(key, 0600)).errno());
    } finally {
      queue.remove();
    }
  }
}
