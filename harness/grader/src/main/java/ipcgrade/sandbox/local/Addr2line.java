package ipcgrade.sandbox.local;

import ipcgrade.sandbox.SandboxException;
import ipcgrade.trace.Frame;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds function, file and line of calls with addr2line(1), in a container, because the debug
 * information may be hostile.
 */
final class Addr2line implements Symboliser.Source {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final long MEMORY = 2L << 30;

  /** Three lines of {@code addr2line -a -f}: the address, the function, the file and line. */
  private static final Pattern PLACE =
      Pattern.compile(
          "^0x([0-9a-f]{1,16})\n(.*)\n(.*):(\\d{1,9}|\\?)(?: \\(discriminator \\d+\\))?$",
          Pattern.MULTILINE);

  /** What "./src/../a.c" has and "a.c" has not. */
  private static final Pattern DOTS = Pattern.compile("/(?:\\./)+|/[^/]+/\\.\\./");

  private final Kit kit;
  private final Path copy;

  /** A look-up in the objects of a built copy. */
  Addr2line(Kit kit, Path copy) {
    this.kit = kit;
    this.copy = copy;
  }

  @Override
  public List<Frame> frames(String object, List<Long> offsets)
      throws SandboxException, InterruptedException {
    Set<Long> asked = new HashSet<>(offsets);
    List<Frame> found = new ArrayList<>();
    Matcher places = PLACE.matcher(ask(object, offsets));
    while (places.find()) {
      // The return address lies after the call.
      long offset = Long.parseUnsignedLong(places.group(1), 16) + 1;
      if (asked.contains(offset)) {
        found.add(frame(object, offset, places));
      }
    }
    return found;
  }

  private static Frame frame(String object, long offset, Matcher place) {
    String function = place.group(2).equals("??") ? "" : shortened(place.group(2));
    String file = place.group(3);
    int line = place.group(4).equals("?") ? 0 : Integer.parseInt(place.group(4));
    if (file.equals("??") || line == 0) {
      return new Frame(object, offset, function, "", 0);
    }
    return new Frame(object, offset, function, shortened(relative(file)), line);
  }

  private static String relative(String file) {
    String plain = DOTS.matcher(file).replaceAll("/");
    return plain.startsWith(Container.WORK + "/")
        ? plain.substring(Container.WORK.length() + 1)
        : plain;
  }

  private static String shortened(String text) {
    return text.length() <= Symboliser.LONGEST ? text : text.substring(0, Symboliser.LONGEST - 1) + "…";
  }

  private String ask(String object, List<Long> offsets)
      throws SandboxException, InterruptedException {
    StringBuilder addresses = new StringBuilder();
    offsets.forEach(offset -> addresses.append(Long.toHexString(offset - 1)).append('\n'));
    List<String> command =
        List.of(
            "prlimit",
            "--core=0",
            "--as=" + MEMORY,
            "--cpu=" + LIMIT.toSeconds(),
            "--",
            "addr2line",
            "-afC",
            "-e",
            object);
    return kit.container()
        .alone()
        .readOnly(copy, Container.WORK)
        .run(kit.filter(), command, addresses.toString(), LIMIT)
        .output();
  }
}
