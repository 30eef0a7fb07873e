package ipcgrade.sandbox.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.sandbox.local.Home;
import ipcgrade.sandbox.local.Prerequisite;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The doctor of Docker")
class DockerPrerequisitesTest {
  @Test
  @Tag("kernel")
  @DisplayName("finds all that it needs where tests run")
  void complete() throws Exception {
    Engines.ready();
    List<Prerequisite> found = DockerPrerequisites.check(Home.find());
    assertEquals(List.of("engine", "image", "run"), found.stream().map(Prerequisite::name).toList());
    assertEquals(List.of(), found.stream().filter(each -> !each.ok()).toList());
  }

  @Test
  @DisplayName("tells an engine that is not there from one that does not answer")
  void faults(@TempDir Path directory) throws Exception {
    Path socket = directory.resolve("docker.sock");
    assertEquals(Engine.Fault.ABSENT, fault(socket));
    try (ServerSocketChannel abandoned = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      abandoned.bind(UnixDomainSocketAddress.of(socket));
    }
    assertEquals(Engine.Fault.SILENT, fault(socket));
  }

  @Test
  @DisplayName("knows which versions are too old")
  void versions() {
    for (String enough : List.of("1.41", "1.44", "1.51")) {
      assertTrue(DockerPrerequisites.isEnough(enough), enough);
    }
    for (String old : List.of("1.40", "1.9", "", "null", "1", "1.41.2")) {
      assertFalse(DockerPrerequisites.isEnough(old), old);
    }
  }

  private static Engine.Fault fault(Path socket) {
    return assertThrows(Engine.Absent.class, () -> Engine.at(URI.create("unix://" + socket))).fault();
  }
}
