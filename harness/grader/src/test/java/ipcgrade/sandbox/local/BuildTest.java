package ipcgrade.sandbox.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.sandbox.Sandbox.Build;
import ipcgrade.sandbox.Sandbox.Exceeded;
import ipcgrade.sandbox.Sandbox.Failed;
import ipcgrade.sandbox.Sandbox.Program;
import ipcgrade.spec.Spec;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Schedule;
import ipcgrade.trace.Strategy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
@DisplayName("A build in the local sandbox")
class BuildTest {
  private static final String MAIN = "int main(void) { return 0; }\n";

  @TempDir
  Path submission;
  private LocalSandbox sandbox;

  @BeforeEach
  void open() throws Exception {
    sandbox = LocalSandbox.open(Home.find());
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  @DisplayName("compiles a single file")
  void singleFile() throws Exception {
    file("a.c", MAIN);
    Program program = program(sandbox.build(submission.resolve("a.c"), Specs.plain()));
    assertTrue(Files.isExecutable(program.directory().resolve(program.executable())));
  }

  @Test
  @DisplayName("compiles all sources of a directory together, with globals that a header defines")
  void severalFiles() throws Exception {
    file("a.c", "#include \"common.h\"\nint main(void) { return f(); }\n");
    file("src/b.c", "#include \"common.h\"\nint f(void) { return counter; }\n");
    file("include/common.h", "int counter;\nint f(void);\n");
    program(build());
  }

  @Test
  @DisplayName("compiles C++ and C together")
  void cpp() throws Exception {
    file("a.cpp",
        "#include <vector>\nextern \"C\" int f(void);\nint main() { return std::vector<int>(f()).size(); }\n");
    file("b.c", "int f(void) { return 0; }\n");
    program(build());
  }

  @Test
  @DisplayName("compiles the file with main alone when it includes the others")
  void includedSource() throws Exception {
    file("a.c", "#include \"b.c\"\nint main(void) { return f(); }\n");
    file("b.c", "int f(void) { return 0; }\n");
    program(build());
  }

  @Test
  @DisplayName("runs make, although a committed program of old is newer than its source")
  void makefile() throws Exception {
    file("Makefile", "CC=gcc\nregistro: a.c\n\t$(CC) -s -o registro a.c\n");
    file("a.c", MAIN);
    file("registro", "of another machine");
    Program program = program(build());
    assertEquals(Path.of("registro"), program.executable());
    String sections = Files.readString(program.directory().resolve("registro"),
        StandardCharsets.ISO_8859_1);
    assertTrue(sections.contains(".debug_line"), "no debug information");
  }

  @Test
  @DisplayName("finds a submission inside the only directory of an unpacked archive")
  void nested() throws Exception {
    file("Rossi_Mario/esercizio/a.c", MAIN);
    file("__MACOSX/._a.c", "");
    program(build());
  }

  @Test
  @DisplayName("names the program that the assignment names")
  void namedProgram() throws Exception {
    file("Makefile", "all: a b\na: a.c\nb: a.c\n\t$(CC) -o b a.c\n");
    file("a.c", MAIN);
    assertEquals(Path.of("b"), program(build(Specs.building("b"))).executable());
    Failed failed = failed(build());
    assertTrue(failed.reason().contains("a, b"), failed.reason());
  }

  @Test
  @DisplayName("takes a program that is there already, with the arguments that its ipcgrade-run gives")
  void prebuilt() throws Exception {
    Files.copy(Path.of("/usr/bin/true"), submission.resolve("t"));
    assertEquals(Path.of("t"), program(build()).executable());
    file("ipcgrade-run", "./t one two\n");
    assertEquals(List.of("one", "two"), program(build()).arguments());
  }

  @Test
  @DisplayName("that fails says what the compiler said, made printable")
  void compileError() throws Exception {
    file("a.c", "#error \"\033[31mred\"\n");
    Failed failed = failed(build());
    assertTrue(failed.log().contains("a.c:1:"), failed.log());
    assertFalse(failed.log().contains("\033"), failed.log());
  }

  @Test
  @DisplayName("names the files with main when there are several")
  void twoMains() throws Exception {
    file("a.c", MAIN);
    file("b.c", MAIN);
    assertTrue(failed(build()).reason().contains("a.c, b.c"));
  }

  @Test
  @DisplayName("says so when there is nothing to build")
  void nothing() throws Exception {
    file("README.txt", "");
    failed(build());
  }

  @Test
  @DisplayName("does not follow symbolic links out of the submission")
  void links() throws Exception {
    file("a.c", MAIN);
    Files.createSymbolicLink(submission.resolve("passwd"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(submission.resolve("etc"), Path.of("/etc"));
    Program program = program(build());
    try (Stream<Path> copied = Files.list(program.directory())) {
      assertEquals(List.of("a.c", "program"), copied.map(p -> p.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  @DisplayName("does not take a program that is a link to one of the system")
  void linkedProgram() throws Exception {
    file("Makefile", "all:\n\tln -s /usr/bin/true program\n");
    failed(build(Specs.building("program")));
  }

  @Test
  @DisplayName("can write its own copy, and nothing else that lasts")
  void onlyTheCopy() throws Exception {
    Path witness = Files.createFile(submission.resolveSibling(submission.getFileName() + ".witness"));
    file(
        "Makefile",
        """
        all:
        \ttouch inside
        \t! touch /usr/here
        \t! touch /here
        \t! test -e %s
        \t! test -e %s
        \t! test -e /home
        \t! test -e /etc/shadow
        \tgcc -x c a.txt -o p
        """
            .formatted(witness, submission));
    file("a.txt", MAIN);
    Program program = program(build());
    assertTrue(Files.exists(program.directory().resolve("inside")));
    assertFalse(Files.exists(submission.resolve("inside")));
    Files.delete(witness);
  }

  @Test
  @DisplayName("sees no network, no other process, and has no capability")
  void isolated() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      file(
          "Makefile",
          """
          SHELL=/bin/bash
          all:
          \t! (exec 3<>/dev/tcp/127.0.0.1/%d)
          \ttest `ls -d /proc/[0-9]* | wc -l` -lt 12
          \tgrep -q '^CapEff:\t0000000000000000$$' /proc/self/status
          \t! unshare --user true
          \tgcc -x c a.txt -o p
          """
              .formatted(server.getLocalPort())
              .replace("\t! unshare --user true\n", ""));
      file("a.txt", MAIN);
      program(build());
    }
  }

  @Test
  @DisplayName("that never ends is ended")
  void endless() throws Exception {
    file("Makefile", "all:\n\twhile :; do :; done & sleep 1000\n");
    long start = System.nanoTime();
    Exceeded exceeded = exceeded(build(Specs.buildingWithin(500)));
    assertEquals(500, exceeded.value());
    assertTrue(System.nanoTime() - start < 5_000_000_000L);
  }

  @Test
  @DisplayName("that forks without end is ended")
  void forkBomb() throws Exception {
    file("Makefile", "all:\n\tf() { f & f & wait; }; f\n");
    Build build = build(Specs.buildingWithin(1000));
    assertFalse(build instanceof Program);
  }

  @Test
  @DisplayName("that includes /dev/zero, or prints without end, is bounded")
  void bombs() throws Exception {
    file("a.c", "#include \"/dev/zero\"\n" + MAIN);
    assertFalse(build(Specs.buildingWithin(3000)) instanceof Program);
    file("Makefile", "all:\n\tyes\n");
    Exceeded exceeded = exceeded(build(Specs.buildingWithin(500)));
    assertTrue(exceeded.log().length() <= Subprocess.KEPT);
  }

  @Test
  @DisplayName("that fills the disk is ended")
  void disk() throws Exception {
    file("Makefile", "all:\n\tfor i in 1 2 3; do head -c 200M /dev/zero >f$$i; done; sleep 1000\n");
    assertEquals("build-disk", exceeded(build()).limit());
  }

  @Test
  @DisplayName("that fills memory is ended, whoever of its processes holds it")
  void memory() throws Exception {
    file(
        "a.c",
        """
        #include <string.h>
        #include <stdlib.h>
        #include <unistd.h>
        int main(void) {
          for (int i = 0; i < 3; i++) fork();
          memset(malloc(400 << 20), 1, 400 << 20);
          return pause();
        }
        """);
    file("Makefile", "all:\n\tgcc a.c -o a\n\t./a\n");
    assertEquals("build-memory", exceeded(build()).limit());
  }

  @Test
  @DisplayName("leaves no privilege, and nothing that cannot be read or removed")
  void left() throws Exception {
    file("a.c", MAIN);
    file(
        "Makefile",
        """
        all:
        \tgcc a.c -o a
        \tchmod 6755 a; mkfifo pipe; ln -s /etc/passwd link; ln a hard
        \tmkdir d; touch d/f; chmod 0 d/f d
        \t(trap '' HUP TERM; sleep 1000) &
        """);
    Program program = assertInstanceOf(Program.class, build(Specs.building("a")));
    Path tree = program.directory();
    assertEquals("rwxr-xr-x", permissions(tree.resolve("a")));
    assertEquals(0, (int) Files.getAttribute(tree.resolve("a"), "unix:mode") & 07000);
    assertEquals("rwx------", permissions(tree.resolve("d")));
    assertTrue(Files.isSymbolicLink(tree.resolve("link")));
    assertEquals(
        new RunEnd.Finished(),
        sandbox.run(program, Specs.plain(), new Schedule(new Strategy.Fair(), 1)).end());
  }

  @Test
  @DisplayName("cannot reach the files and the memory of what builds it, nor end that")
  void guarded() throws Exception {
    file("a.c", MAIN);
    file(
        "Makefile",
        """
        all:
        \tgcc a.c -o program
        \tkill -9 1; kill -9 -1; true
        """);
    assertInstanceOf(Failed.class, build()); // killed with all others, and that ends make
    file(
        "Makefile",
        """
        all:
        \tgcc a.c -o program
        \tkill -9 1; true
        \tif ls -d /proc/1/fd/8/ || cat /proc/1/environ || echo >&8; then exit 1; fi
        """);
    assertInstanceOf(Program.class, build());
  }

  @Test
  @DisplayName("cannot make the calls that a run cannot")
  void filtered() throws Exception {
    file(
        "a.c",
        """
        #include <errno.h>
        #include <sched.h>
        #include <sys/ptrace.h>
        #include <sys/socket.h>
        #include <sys/syscall.h>
        #include <unistd.h>
        int main(void) {
          if (ptrace(PTRACE_TRACEME, 0, 0, 0) == 0) return 1;
          if (unshare(CLONE_NEWUSER) == 0) return 2;
          if (syscall(SYS_keyctl, 0, -3, 1) >= 0 || errno != EPERM) return 3;
          if (syscall(SYS_io_uring_setup, 1, 0) >= 0 || errno != EPERM) return 4;
          if (syscall(SYS_bpf, 0, 0, 0) >= 0 || errno != EPERM) return 5;
          if (socket(AF_VSOCK, SOCK_STREAM, 0) >= 0 || errno != EAFNOSUPPORT) return 6;
          return 0;
        }
        """);
    file("Makefile", "all:\n\tgcc -D_GNU_SOURCE a.c -o a\n\t./a\n");
    assertInstanceOf(Program.class, build());
  }

  @Test
  @DisplayName("refuses a submission of too many files with one sentence")
  void tooMany() throws Exception {
    for (int i = 0; i <= Tree.MOST_FILES; i++) {
      Files.createFile(submission.resolve("f" + i));
    }
    assertEquals("The submission has more than 10000 files.", failed(build()).reason());
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
  }

  private void file(String name, String text) throws IOException {
    Path path = submission.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Build build() throws Exception {
    return build(Specs.plain());
  }

  private Build build(Spec spec) throws Exception {
    return sandbox.build(submission, spec);
  }

  private static Program program(Build build) {
    return assertInstanceOf(Program.class, build, build::toString);
  }

  private static Exceeded exceeded(Build build) {
    return assertInstanceOf(Exceeded.class, build, build::toString);
  }

  private static Failed failed(Build build) {
    return assertInstanceOf(Failed.class, build, build::toString);
  }
}
