package ipcgrade.sandbox.docker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The process that a container is for, as its label says.
 *
 * @param machine which it runs on, and since which boot; and in which pid namespace
 * @param pid in that namespace
 * @param started when, in what unit the machine has: a pid alone comes again
 */
record Owner(String machine, long pid, String started) {
  /** This process. */
  static Owner self() {
    ProcessHandle self = ProcessHandle.current();
    return new Owner(thisMachine(), self.pid(), started(self.pid()).orElse(""));
  }

  /** Reads {@link #toString}. */
  static Optional<Owner> parse(String label) {
    String[] parts = label.split(" ", -1);
    try {
      return parts.length == 3
          ? Optional.of(new Owner(parts[0], Long.parseLong(parts[1]), parts[2]))
          : Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** Whether it is known to have ended; of another machine, or another pid namespace, nothing is known. */
  boolean isGone() {
    return machine.equals(thisMachine()) && !started(pid).equals(Optional.of(started));
  }

  @Override
  public String toString() {
    return machine + " " + pid + " " + started;
  }

  private static String thisMachine() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
          + "/"
          + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException _) {
      try {
        return InetAddress.getLocalHost().getHostName().replace(' ', '-');
      } catch (UnknownHostException _) {
        return "unknown";
      }
    }
  }

  /** When a process started; empty if there is none. Linux: in clock ticks since the boot, proc_pid_stat(5). */
  private static Optional<String> started(long pid) {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    if (Files.exists(Path.of("/proc/self/stat"))) {
      try {
        String line = Files.readString(stat);
        return Optional.of(line.substring(line.lastIndexOf(')') + 2).split(" ", -1)[19]);
      } catch (IOException _) {
        return Optional.empty();
      }
    }
    return ProcessHandle.of(pid)
        .map(process -> process.info().startInstant().map(Object::toString).orElse(""));
  }
}
