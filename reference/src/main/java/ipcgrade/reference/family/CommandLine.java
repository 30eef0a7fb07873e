package ipcgrade.reference.family;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How a process was started. */
record CommandLine(String executable, List<String> arguments) {
  CommandLine {
    arguments = List.copyOf(arguments);
  }

  /** Of this process, proc_pid_exe(5) and proc_pid_cmdline(5). */
  static CommandLine ofThisProcess() {
    try {
      String executable = Files.readSymbolicLink(Path.of("/proc/self/exe")).toString();
      String arguments = Files.readString(Path.of("/proc/self/cmdline"));
      return new CommandLine(executable, List.of(arguments.split("\0")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
