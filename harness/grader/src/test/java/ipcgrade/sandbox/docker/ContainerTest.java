package ipcgrade.sandbox.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import ipcgrade.sandbox.local.Home;
import ipcgrade.spec.Spec;
import ipcgrade.trace.RecordCodec;
import ipcgrade.trace.RunRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("kernel")
@DisplayName("A container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerTest {
  private Docker docker;
  private DockerClient client;
  private ServerContainer container;
  private String id;

  @BeforeAll
  void start() throws Exception {
    docker = Engines.ready();
    client = docker.engine().client();
    container = ServerContainer.start(docker.engine(), docker.image(), false);
    id = of(Owner.self()).getFirst();
  }

  @AfterAll
  void stop() {
    container.close();
  }

  @Test
  @DisplayName("has no mount of the host, no network, and limits")
  void confined() {
    InspectContainerResponse inspected = client.inspectContainerCmd(id).exec();
    HostConfig config = inspected.getHostConfig();
    assertEquals(List.of(), inspected.getMounts() == null ? List.of() : inspected.getMounts());
    assertEquals("none", config.getNetworkMode());
    assertEquals(true, config.getAutoRemove());
    assertEquals(true, config.getReadonlyRootfs());
    assertEquals(false, config.getPrivileged());
    assertEquals(config.getMemory(), config.getMemorySwap());
    for (Long limit : Arrays.asList(config.getMemory(), config.getPidsLimit(), config.getNanoCPUs())) {
      assertTrue(limit != null && limit > 0);
    }
  }

  @Test
  @DisplayName("gets more memory where a run may use more")
  void memory() throws Exception {
    ServerContainer other = ServerContainer.start(docker.engine(), docker.image(), false);
    String its = of(Owner.self()).stream().filter(each -> !each.equals(id)).findFirst().orElseThrow();
    try {
      other.makeRoom(Spec.Limits.DEFAULT.run());
      assertEquals(4L << 30, client.inspectContainerCmd(its).exec().getHostConfig().getMemory());
      other.makeRoom(
          RecordCodec.read(RunRequest.Limits.class, "{\"memoryBytes\":%d}".formatted(6L << 30)));
      assertEquals(8L << 30, client.inspectContainerCmd(its).exec().getHostConfig().getMemory());
    } finally {
      other.close();
      awaitGone(its);
    }
  }

  @Test
  @DisplayName("that is a spare takes no processor time from others, until it is wanted")
  void spare() throws Exception {
    ServerContainer other = ServerContainer.start(docker.engine(), docker.image(), true);
    String its = of(Owner.self()).stream().filter(each -> !each.equals(id)).findFirst().orElseThrow();
    try {
      assertEquals(2, client.inspectContainerCmd(its).exec().getHostConfig().getCpuShares());
      other.hasten();
      assertEquals(1024, client.inspectContainerCmd(its).exec().getHostConfig().getCpuShares());
    } finally {
      other.close();
      awaitGone(its);
    }
    other.hasten();
  }

  @ParameterizedTest
  @CsvSource({
    "id -u, 1000",
    "id -g, 1000",
    "id -G, 1000",
    "touch /x 2> /dev/null || echo denied, denied",
    "touch /ipcgrade/x 2> /dev/null || echo denied, denied",
    "grep -c : /proc/net/dev, 1",
    "grep ^CapEff: /proc/self/status, CapEff: 0000000000000000",
    "grep ^CapBnd: /proc/self/status, CapBnd: 0000000000000000",
    "grep ^NoNewPrivs: /proc/self/status, NoNewPrivs: 1",
    "grep ^Seccomp: /proc/self/status, Seccomp: 2",
    "unshare --mount true 2> /dev/null || echo denied, denied",
    "unshare --user --map-root-user --mount true && echo allowed, allowed",
    "head -c 1m /dev/zero > /tmp/x && echo written, written",
    "head -c 8g /dev/zero > /tmp/x 2> /dev/null || rm /tmp/x; ls /tmp/x 2> /dev/null || echo full, full",
    "ulimit -c, 0"
  })
  @DisplayName("lets a process in it do no more than it must")
  void inside(String command, String expected) throws Exception {
    assertEquals(expected, run(command).strip().replace('\t', ' '), command);
  }

  @Test
  @DisplayName("is gone after it is closed, and when its grader lets go of it")
  void gone() throws Exception {
    ServerContainer other = ServerContainer.start(docker.engine(), docker.image(), false);
    String its = of(Owner.self()).stream().filter(each -> !each.equals(id)).findFirst().orElseThrow();
    other.close();
    other.close();
    awaitGone(its);
  }

  @Test
  @DisplayName("of a grader that is gone is swept; that of another machine, or of a grader that lives, is not")
  void swept() throws Exception {
    String abandoned = created(new Owner(Owner.self().machine(), Owner.self().pid(), "7").toString());
    String foreign = created(new Owner("elsewhere", 7, "7").toString());
    String strange = created("strange");
    Docker.find(Home.find(), Optional.empty());
    awaitGone(abandoned);
    for (String each : List.of(foreign, strange, id)) {
      assertTrue(exists(each), each);
    }
    client.removeContainerCmd(foreign).exec();
    client.removeContainerCmd(strange).exec();
  }

  private String created(String owner) {
    return client
        .createContainerCmd(docker.image())
        .withCmd("true")
        .withLabels(Map.of(ServerContainer.LABEL, owner))
        .exec()
        .getId();
  }

  private List<String> of(Owner owner) {
    return client
        .listContainersCmd()
        .withLabelFilter(Map.of(ServerContainer.LABEL, owner.toString()))
        .exec()
        .stream()
        .map(Container::getId)
        .toList();
  }

  private void awaitGone(String which) throws InterruptedException {
    for (int i = 0; exists(which) && i < 200; i++) {
      Thread.sleep(Duration.ofMillis(100));
    }
    assertFalse(exists(which), "it stays");
  }

  private boolean exists(String which) {
    return client.listContainersCmd().withShowAll(true).exec().stream()
        .anyMatch(each -> each.getId().equals(which));
  }

  private String run(String command) throws InterruptedException {
    String exec =
        client
            .execCreateCmd(id)
            .withCmd("/bin/sh", "-c", command)
            .withAttachStdout(true)
            .withAttachStderr(true)
            .exec()
            .getId();
    StringBuilder output = new StringBuilder();
    client
        .execStartCmd(exec)
        .exec(
            new ResultCallback.Adapter<Frame>() {
              @Override
              public void onNext(Frame frame) {
                output.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
              }
            })
        .awaitCompletion();
    return output.toString();
  }
}
