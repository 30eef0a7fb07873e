package ipcgrade.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Slurm array of docs/class, on a cluster of three nodes of which one dies. */
@Tag("kernel")
class SlurmTest {
  private static final Path TOP = Path.of("../..");
  private static final Path FIXTURES = TOP.resolve("fixtures/ping-pong");
  private static final int NODES = 3;

  @TempDir
  private Path top = Path.of("");

  @Test
  @DisplayName("a class graded by three nodes, one of which dies in the middle, has the result of one machine")
  void nodeDies() throws Exception {
    Files.copy(FIXTURES.resolve("grading.yml"), top.resolve("grading.yml"));
    List<String> names =
        List.of("right", "right-text", "wrong-not-doubled", "wrong-queue-left", "wrong-four-serves");
    for (int copy = 0; copy < 3; copy++) {
      for (String name : names) {
        submission(name, name + "-" + copy);
      }
    }
    Path handedIn = top.resolve("class");
    Console console = new Console();
    assertEquals(
        0, console.run("grade", "--out", top.resolve("whole").toString(), handedIn.toString()),
        console.err());

    Path out = Files.createDirectory(top.resolve("out"));
    Path launcher = launcher();
    try (SlurmCluster cluster = new SlurmCluster(Files.createDirectory(top.resolve("slurm")), NODES)) {
      String job =
          cluster.run(
              "sbatch", "--parsable", "--array=1-" + NODES, "--cpus-per-task=1", "--chdir=" + top,
              "--export=ALL,IPCGRADE=" + launcher, TOP.resolve("docs/class/slurm.sh").toRealPath().toString(),
              handedIn.toString(), out.toString());
      // the second part is under way: some of it is graded, and some is not
      Path part = out.resolve("part-2");
      cluster.await(
          "the second part has a result",
          () -> {
            assertFalse(cluster.run("squeue", "-h", "-j", job).isEmpty(), said(job));
            return Store.is(part) && !Store.open(part).submissions().isEmpty();
          });
      String node = cluster.run("squeue", "-h", "-j", job + "_2", "-o", "%N");
      assertTrue(node.startsWith("node"), "part 2 ran no more: " + node);
      cluster.kill(node);
      int before = Store.open(part).submissions().size();
      assertTrue(before < names.size(), "the node died too late: " + before);
      cluster.await(
          "the second part is queued again",
          () -> cluster.run("squeue", "-h", "-j", job + "_2", "-o", "%T").equals("PENDING"));
      // Slurm lets two minutes pass first
      cluster.run("scontrol", "update", "JobId=" + job + "_2", "StartTime=now");
      cluster.await("no job is left", () -> cluster.run("squeue", "-h", "-j", job).isEmpty());
      String said = said(job);
      assertTrue(
          said.contains("had its result already") || said.contains("had their results already"),
          "part 2 did not go on where it was: " + said + cluster.logs());
    }

    List<String> merge =
        Stream.concat(Stream.of("merge", "--out", top.resolve("merged").toString()), parts(out)).toList();
    assertEquals(0, console.run(merge.toArray(String[]::new)), console.err());
    assertEquals(Files.readString(top.resolve("whole/result.json")),
        Files.readString(top.resolve("merged/result.json")));
  }

  /** What the second task printed, each time it was begun. */
  private String said(String job) throws IOException {
    Path file = top.resolve("slurm-" + job + "_2.out");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private static Stream<String> parts(Path out) throws IOException {
    try (Stream<Path> parts = Files.list(out)) {
      return parts.map(Path::toString).sorted().toList().stream();
    }
  }

  /** What {@code ipcgrade} is on the nodes: this build. */
  private Path launcher() throws Exception {
    String command = OtherConsole.command(List.of()).stream().collect(Collectors.joining("' '", "'", "'"));
    Path launcher = Files.writeString(top.resolve("ipcgrade"), "#!/bin/sh\nexec " + command + " \"$@\"\n");
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    return launcher;
  }

  /** Each differs from the others, so that each is graded. */
  private void submission(String fixture, String name) throws IOException {
    Path directory = Files.createDirectories(top.resolve("class").resolve(name));
    Path source = FIXTURES.resolve("submissions").resolve(fixture);
    try (Stream<Path> files = Files.list(source)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".c")).toList()) {
        Files.writeString(
            directory.resolve(file.getFileName()), Files.readString(file) + "\n/* " + name + " */\n");
      }
    }
  }
}
