package ipcgrade.tracer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The random bytes that a program gets, getrandom(2), random(4), getauxval(3). They come from the seed. Each task
 * has a stream of its own, known by its name: what one draws does not change with what others drew before.
 */
final class Entropy {
  private static final long OWN = 0x72616e646f6dL;
  private static final long PRIME = 0x100000001b3L;

  /** Linux allocated devices, character devices 1:8 and 1:9. */
  private static final Long RANDOM = 1L << 8 | 8;

  private static final Long URANDOM = 1L << 8 | 9;

  private final long seed;
  private final Map<String, SplittableRandom> streams = new HashMap<>();

  Entropy(long seed) {
    this.seed = seed ^ OWN;
  }

  /** Whether a task can read /dev/random or /dev/urandom on a descriptor, by whatever name that was opened. */
  static boolean isFile(int tid, int fd) {
    Path link = Path.of("/proc/" + tid + "/fd/" + fd);
    try {
      Object device = Files.getAttribute(link, "unix:rdev");
      return (device.equals(RANDOM) || device.equals(URANDOM))
          // the link has the rights with which the file is open, proc_pid_fd(5)
          && Files.getPosixFilePermissions(link, LinkOption.NOFOLLOW_LINKS)
              .contains(PosixFilePermission.OWNER_READ);
    } catch (IOException e) {
      return false;
    }
  }

  /** The next bytes of a task's stream. */
  byte[] bytes(Task task, int length) {
    byte[] bytes = new byte[length];
    streams.computeIfAbsent(task.name, this::stream).nextBytes(bytes);
    return bytes;
  }

  /** Names differ in few characters: FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/. */
  private SplittableRandom stream(String name) {
    long hash = seed;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * PRIME;
    }
    return new SplittableRandom(hash);
  }
}
