package ipcgrade.cli;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command as a user starts it: in a process of its own, with the launcher's options.
 *
 * @param code its exit code
 * @param printed on standard output and standard error
 * @param mostMemory that was resident at a time, bytes: VmHWM of proc_pid_status(5)
 */
public record OtherConsole(int code, String printed, long mostMemory) {
  private static final String MEMORY = "VmHWM:";
  private static final Path OPTIONS = Path.of("../../.mvn/launcher.options");

  /**
   * Runs one to its end.
   *
   * @param prefix the command that starts it, if it is not to be started at once
   * @param jvm options of the virtual machine
   */
  public static OtherConsole run(List<String> prefix, List<String> jvm, List<String> arguments)
      throws Exception {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(command(jvm));
    command.addAll(arguments);
    return ended(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /**
   * The command that starts one; arguments follow.
   *
   * @param jvm options of the virtual machine
   */
  public static List<String> command(List<String> jvm) throws URISyntaxException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:+TieredCompilation", "@" + OPTIONS.toAbsolutePath().normalize()));
    command.addAll(jvm);
    command.addAll(List.of("-cp", classPath(), OtherConsole.class.getName()));
    return command;
  }

  private static OtherConsole ended(Process process) throws Exception {
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    int memory = printed.lastIndexOf(MEMORY);
    if (memory < 0) {
      throw new IllegalStateException("exit code " + code + ": " + printed);
    }
    String kibibytes = printed.substring(memory + MEMORY.length()).strip().split(" ", 2)[0];
    return new OtherConsole(code, printed.substring(0, memory), Long.parseLong(kibibytes) << 10);
  }

  public static void main(String[] arguments) throws Exception {
    int code = Main.run(Surroundings.ofProcess(), arguments);
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith(MEMORY)) {
        System.out.println(line);
      }
    }
    System.exit(code);
  }

  private static String classPath() throws URISyntaxException {
    return String.join(
        File.pathSeparator,
        System.getProperty("java.class.path"),
        System.getProperty("jdk.module.path", ""),
        classes(Main.class),
        classes(OtherConsole.class));
  }

  private static String classes(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
