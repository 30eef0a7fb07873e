package ipcgrade.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.order.History;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A search for roles")
class RoleSearchTest {
  private static final int REQUESTS = 65536;
  private static final int ANSWERS = 65537;
  private static final int MAILBOX = 65538;
  private static final int LOG = 65539;

  @Test
  @DisplayName("is not misled by a logger to which everybody writes more often than to the registry")
  void logger() throws Exception {
    TraceScript script = processes(7).create(10, REQUESTS).create(10, ANSWERS).create(10, LOG);
    script.create(13, MAILBOX).send(13, REQUESTS, 1, 1, MAILBOX).receive(12, REQUESTS, 0, 1, 1, MAILBOX);
    for (int client = 15; client <= 17; client++) {
      script.send(client, REQUESTS, 2, 1, 0).receive(12, REQUESTS, 0, 2, 1, 0);
      script.send(12, ANSWERS, 1, 1, MAILBOX).receive(client, ANSWERS, 1, 1, 1, MAILBOX);
      for (int i = 0; i < 9; i++) {
        script.send(client, LOG, 1, i).receive(11, LOG, 0, 1, i);
        script.send(13, LOG, 1, i).receive(11, LOG, 0, 1, i);
      }
    }
    Reading reading = first(script);
    assertEquals("registry", reading.name(12));
    assertEquals(REQUESTS, reading.queue("requests", 0).orElseThrow().msqid());
    assertEquals(ANSWERS, reading.queue("answers", 0).orElseThrow().msqid());
    assertEquals(MAILBOX, reading.queue("mailbox", 13).orElseThrow().msqid());
  }

  @Test
  @DisplayName("leaves places empty where there are too few processes, and finds no queue without traffic")
  void tooFew() throws Exception {
    Reading reading = first(processes(2).create(10, REQUESTS));
    Spec spec = reading.spec();
    long cast =
        spec.roles().values().stream()
            .flatMap(role -> reading.places(role).stream())
            .filter(Optional::isPresent)
            .count();
    assertEquals(3, cast);
    spec.roles().values().forEach(r -> assertEquals(r.count(), reading.places(r).size()));
    assertTrue(reading.channels().isEmpty());
  }

  @Test
  @DisplayName("ends soon with many processes, queues and messages")
  void many() throws Exception {
    TraceScript script = processes(12);
    for (int queue = 0; queue < 12; queue++) {
      script.create(11 + queue, REQUESTS + queue);
    }
    for (int i = 0; i < 1000; i++) {
      int queue = REQUESTS + i * 7 % 12;
      script.send(11 + i * 5 % 12, queue, 1, 1, i).receive(11 + i * 11 % 12, queue, 0, 1, 1, i);
    }
    assertTimeoutPreemptively(
        Duration.ofSeconds(60), () -> first(script));
  }

  /** 10 is the root; 11 and on are its children. */
  private static TraceScript processes(int children) {
    TraceScript script = new TraceScript().start(10, 0).exec(10, "/work/registro");
    for (int child = 11; child < 11 + children; child++) {
      script.start(child, 10);
    }
    return script;
  }

  private static Reading first(TraceScript script) throws Exception {
    Spec spec = SpecLoader.load(Path.of("../../grading.yml"));
    return RoleSearch.readings(spec, History.of(script.end()), 4).getFirst();
  }
}
