package ipcgrade.sandbox.local;

import ipcgrade.sandbox.Sandbox.Program;
import ipcgrade.sandbox.SandboxException;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Text;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks what the local sandbox needs, each by doing it. */
public final class Prerequisites {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** The commands, and the package that has them on Debian and its like, and on Fedora and its like. */
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("bwrap", "bubblewrap", "bubblewrap"),
          List.of("setpriv", "util-linux", "util-linux"),
          List.of("setsid", "util-linux", "util-linux"),
          List.of("unshare", "util-linux", "util-linux"),
          List.of("prlimit", "util-linux", "util-linux"),
          List.of("gcc", "build-essential", "gcc"),
          List.of("g++", "build-essential", "gcc-c++"),
          List.of("make", "build-essential", "make"),
          List.of("addr2line", "binutils", "binutils"));

  private Prerequisites() {}

  /** Checks all of them; takes about a second. */
  public static List<Prerequisite> check(Home home) throws InterruptedException {
    List<Prerequisite> all = new ArrayList<>();
    for (List<String> command : COMMANDS) {
      all.add(command(command.get(0), command.get(1), command.get(2)));
    }
    all.add(container());
    all.add(agent(home));
    all.add(trace(home));
    return List.copyOf(all);
  }

  /**
   * Opens a sandbox, and tries it.
   *
   * @throws SandboxException if submissions cannot be built and run here
   */
  public static LocalSandbox tried(Home home) throws SandboxException, InterruptedException {
    List<String> missing =
        COMMANDS.stream().map(List::getFirst).filter(command -> !isOnPath(command)).toList();
    if (!missing.isEmpty()) {
      throw new SandboxException("not found: " + String.join(", ", missing));
    }
    LocalSandbox sandbox = LocalSandbox.open(home);
    boolean sound = false;
    try {
      require(sandbox);
      sound = true;
      return sandbox;
    } finally {
      if (!sound) {
        sandbox.close();
      }
    }
  }

  private static boolean isOnPath(String command) {
    return Stream.of(Subprocess.path().split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
  }

  /** Whether a command is there and works. */
  static boolean isInstalled(String command) throws InterruptedException {
    return version(command).isPresent();
  }

  private static Prerequisite command(String name, String debian, String fedora)
      throws InterruptedException {
    Optional<String> version = version(name);
    String install =
        "sudo apt-get install " + debian + " (Debian, Ubuntu), sudo dnf install " + fedora + " (Fedora)";
    return new Prerequisite(
        name,
        version.isPresent(),
        version.orElse("not found"),
        new Text("Install it: " + install + ".", "Installalo: " + install + "."));
  }

  private static Optional<String> version(String command) throws InterruptedException {
    try {
      Subprocess.Result result = Subprocess.run(List.of(command, "--version"), LIMIT);
      return result.succeeded() ? result.output().lines().findFirst() : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Prerequisite container() throws InterruptedException {
    String detail;
    boolean ok = false;
    try (WorkDirectory work = WorkDirectory.open()) {
      Path directory = work.directory("container");
      User.give(directory);
      Kit kit = new Kit(work);
      Container container = kit.container().alone().writable(directory, Container.WORK);
      Subprocess.Result result = container.run(kit.filter(), List.of("true"), "", LIMIT);
      ok = result.succeeded();
      detail = ok ? (User.isRoot() ? "as root" : "as an ordinary user") : result.output().strip();
    } catch (SandboxException | IOException e) {
      detail = String.valueOf(e.getMessage());
    }
    return new Prerequisite("container", ok, detail, containerRemedy());
  }

  private static Text containerRemedy() {
    for (var setting : Map.of(
        "kernel.apparmor_restrict_unprivileged_userns=0", "1",
        "kernel.unprivileged_userns_clone=1", "0",
        "user.max_user_namespaces=10000", "0")
        .entrySet()) {
      String name = setting.getKey().substring(0, setting.getKey().indexOf('='));
      if (kernel(name).equals(setting.getValue())) {
        return new Text(
            "This kernel denies user namespaces: sudo sysctl " + setting.getKey() + ".",
            "Questo kernel nega gli user namespace: sudo sysctl " + setting.getKey() + ".");
      }
    }
    return new Text(
        "In a Docker container, start it with --privileged, or with --security-opt seccomp=unconfined"
            + " --security-opt apparmor=unconfined --security-opt systempaths=unconfined.",
        "In un container Docker, avvialo con --privileged, oppure con --security-opt seccomp=unconfined"
            + " --security-opt apparmor=unconfined --security-opt systempaths=unconfined.");
  }

  private static Prerequisite agent(Home home) {
    boolean ok = Files.isExecutable(home.agent());
    return new Prerequisite(
        "agent",
        ok,
        home.agent().toString(),
        new Text("Build it: ./mvnw package -DskipTests.", "Compilalo: ./mvnw package -DskipTests."));
  }

  private static Prerequisite trace(Home home) throws InterruptedException {
    String detail;
    boolean ok = false;
    try (LocalSandbox sandbox = LocalSandbox.open(home)) {
      require(sandbox);
      detail = "true(1) traced in a container";
      ok = true;
    } catch (SandboxException e) {
      detail = String.valueOf(e.getMessage());
    }
    return new Prerequisite("trace", ok, detail, traceRemedy());
  }

  /** An assignment that says no more than that a program is run once. */
  public static Spec plain() {
    return new Spec(
        "doctor",
        Text.NONE,
        new Spec.Build(List.of(), Optional.empty()),
        new Spec.Run(List.of(), 1, Spec.Limits.DEFAULT),
        Map.of(),
        Map.of(),
        Map.of(),
        List.of());
  }

  /** Builds and runs true(1) as a submission. */
  private static void require(LocalSandbox sandbox) throws SandboxException, InterruptedException {
    Spec spec = plain();
    if (!(sandbox.build(Path.of("/usr/bin/true"), spec) instanceof Program program)) {
      throw new SandboxException("/usr/bin/true cannot be run");
    }
    RunEnd end = sandbox.run(program, spec, new Schedule(new Strategy.Fair(), 1)).end();
    if (!(end instanceof RunEnd.Finished)) {
      throw new SandboxException(end.toString());
    }
  }

  private static Text traceRemedy() {
    String scope = kernel("kernel.yama.ptrace_scope");
    return scope.equals("2") || scope.equals("3")
        ? new Text(
            "This kernel denies ptrace: sudo sysctl kernel.yama.ptrace_scope=1 (from 3 only by restarting).",
            "Questo kernel nega ptrace: sudo sysctl kernel.yama.ptrace_scope=1 (da 3 solo riavviando).")
        : new Text(
            "ptrace must be allowed: in a Docker container, --cap-add SYS_PTRACE.",
            "ptrace deve essere permesso: in un container Docker, --cap-add SYS_PTRACE.");
  }

  private static String kernel(String setting) {
    try {
      return Files.readString(Path.of("/proc/sys", setting.split("\\."))).strip();
    } catch (IOException _) {
      return "";
    }
  }
}
