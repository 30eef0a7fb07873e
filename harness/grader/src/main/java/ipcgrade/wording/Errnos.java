package ipcgrade.wording;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The names of Linux's error numbers, errno(3). They are the same on x86-64 and arm64. */
public final class Errnos {
  private static final Properties TABLE = load();

  private Errnos() {}

  /** Its name, such as ENOMSG; {@code errno 4711} if it has none. */
  public static String name(int errno) {
    String entry = TABLE.getProperty(Integer.toString(errno));
    return entry == null ? "errno " + errno : entry.substring(0, entry.indexOf(' '));
  }

  /** What strerror(3) says of it, such as "No message of desired type"; may be empty. */
  public static String meaning(int errno) {
    String entry = TABLE.getProperty(Integer.toString(errno));
    return entry == null ? "" : entry.substring(entry.indexOf(' ') + 1);
  }

  private static Properties load() {
    try (InputStream in = Errnos.class.getResourceAsStream("errno.properties")) {
      Properties table = new Properties();
      table.load(in);
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
