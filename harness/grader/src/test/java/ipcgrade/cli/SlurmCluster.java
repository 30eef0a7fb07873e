package ipcgrade.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Slurm cluster of several nodes on this machine: a slurmctld, and a slurmd for each node (slurmd -N), each in a pid
 * namespace of its own, so that a node dies with all that runs on it.
 */
final class SlurmCluster implements AutoCloseable {
  private final Path directory;
  private final Map<String, Process> daemons = new LinkedHashMap<>();

  /** Starts a cluster in a directory that is there and empty. */
  SlurmCluster(Path directory, int nodes) throws Exception {
    this.directory = directory;
    Files.createDirectory(directory.resolve("state"));
    String host = InetAddress.getLocalHost().getHostName().split("\\.", 2)[0];
    List<Integer> ports = freePorts(nodes + 1);
    StringBuilder conf =
        new StringBuilder(common(host, System.getProperty("user.name"), ports.getFirst(), directory));
    for (int node = 1; node <= nodes; node++) {
      conf.append("NodeName=node%d NodeHostname=%s NodeAddr=127.0.0.1 Port=%d CPUs=1 State=UNKNOWN%n"
          .formatted(node, host, ports.get(node)));
    }
    Files.writeString(conf(), conf);
    boolean sound = false;
    try {
      daemon("slurmctld", "slurmctld", "-D", "-c");
      for (int node = 1; node <= nodes; node++) {
        daemon(
            "node" + node, "unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "slurmd", "-D", "-N",
            "node" + node);
      }
      await("every node is idle", () -> run("sinfo", "-h", "-o", "%D %t").equals(nodes + " idle"));
      sound = true;
    } finally {
      if (!sound) {
        close();
      }
    }
  }

  private static String common(String host, String user, int port, Path directory) {
    return """
      ClusterName=ipcgrade
      SlurmctldHost=%1$s(127.0.0.1)
      SlurmUser=%2$s
      SlurmdUser=%2$s
      AuthType=auth/none
      CredType=cred/none
      SlurmctldPort=%3$d
      SlurmctldPidFile=%4$s/slurmctld.pid
      SlurmdPidFile=%4$s/%%n.pid
      SlurmctldLogFile=%4$s/slurmctld.log
      SlurmdLogFile=%4$s/%%n.log
      StateSaveLocation=%4$s/state
      SlurmdSpoolDir=%4$s/spool-%%n
      ProctrackType=proctrack/pgid
      TaskPlugin=task/none
      SwitchType=switch/none
      MpiDefault=none
      ReturnToService=2
      SlurmdTimeout=10
      KillWait=2
      MessageTimeout=30
      SelectType=select/cons_tres
      SelectTypeParameters=CR_CPU
      JobAcctGatherType=jobacct_gather/none
      AccountingStorageType=accounting_storage/none
      PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
      """
        .formatted(host, user, port, directory);
  }

  /** Runs one of Slurm's commands, or another with the cluster in its environment; returns what it printed. */
  String run(String... command) throws IOException, InterruptedException {
    Process process = builder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException(List.of(command) + ": " + printed);
    }
    return printed;
  }

  /** A node dies: all its processes are killed, slurmd among them. */
  void kill(String node) throws InterruptedException {
    Process process = daemons.get(node);
    if (process == null) {
      throw new IllegalArgumentException(node);
    }
    process.destroyForcibly().waitFor();
  }

  /** A node is there again. */
  void start(String node) throws IOException {
    daemon(node, "unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "slurmd", "-D", "-N", node);
  }

  /** Something that will be so. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits until something is so. */
  void await(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
    IOException last = null;
    while (System.nanoTime() < end) {
      try {
        if (condition.holds()) {
          return;
        }
      } catch (IOException e) {
        last = e; // the controller may not answer yet
      }
      Thread.sleep(300);
    }
    throw new IllegalStateException("it never came about that " + what + "; " + logs(), last);
  }

  /** What the daemons wrote. */
  String logs() throws IOException {
    StringBuilder logs = new StringBuilder();
    for (String daemon : daemons.keySet()) {
      Path log = directory.resolve(daemon + ".log");
      if (Files.exists(log)) {
        List<String> lines = Files.readAllLines(log);
        logs.append(daemon).append(":\n");
        lines.subList(Math.max(0, lines.size() - 20), lines.size())
            .forEach(line -> logs.append(line).append('\n'));
      }
    }
    return logs.toString();
  }

  @Override
  public void close() {
    for (Process daemon : daemons.values()) {
      daemon.destroyForcibly().onExit().join();
    }
  }

  private void daemon(String name, String... command) throws IOException {
    Path said = directory.resolve(name + ".said");
    daemons.put(
        name,
        builder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start());
  }

  private ProcessBuilder builder(String... command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SLURM_CONF", conf().toString());
    return builder;
  }

  private Path conf() {
    return directory.resolve("slurm.conf");
  }

  private static List<Integer> freePorts(int many) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    for (int each = 0; each < many; each++) {
      ServerSocket socket = new ServerSocket(0);
      sockets.add(socket);
      ports.add(socket.getLocalPort());
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }
}
