package ipcgrade.reading;

import static ipcgrade.reading.Play.ANSWERS;
import static ipcgrade.reading.Play.LOG;
import static ipcgrade.reading.Play.MAILBOX;
import static ipcgrade.reading.Play.REQUESTS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.order.History;
import ipcgrade.spec.Spec;
import ipcgrade.trace.Operation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A search for roles")
class RoleSearchTest {
  private static final List<String> RIGHT =
      List.of(
          "10 parent", "11 registry", "12 server 1", "13 server 2", "14 client 1", "15 client 2",
          "16 client 3");

  @Test
  @DisplayName("knows all by what they send and receive")
  void right() throws Exception {
    assertEquals(RIGHT, Play.right().cast());
    assertEquals(
        Map.of("requests", REQUESTS, "answers", ANSWERS, "mailbox of 12", MAILBOX + 12, "mailbox of 13",
            MAILBOX + 13),
        channels(Play.right().read()));
  }

  @Test
  @DisplayName("goes by deeds, not by the order of pids; players of one role are in the order of their start")
  void permuted() throws Exception {
    int[] pids = {10, 16, 11, 14, 13, 15, 12};
    assertEquals(
        List.of(
            "10 parent", "16 registry", "11 server 1", "14 server 2", "13 client 1", "15 client 2",
            "12 client 3"),
        Play.right(pid -> pids[pid - 10]).cast());
  }

  @Test
  @DisplayName("reads a run the same when all pids are others in the same order")
  void renamed() throws Exception {
    List<String> renamed =
        Play.right(pid -> 31 * pid).cast().stream().map(s -> s.substring(s.indexOf(' '))).toList();
    assertEquals(RIGHT.stream().map(s -> s.substring(s.indexOf(' '))).toList(), renamed);
  }

  @Test
  @DisplayName("is not misled by a logger to which everybody writes more often than to the registry")
  void logger() throws Exception {
    Play play = new Play().children(11, 17).registry(10);
    play.script().create(10, LOG);
    play.server(12, 11).server(13, 11);
    for (int client = 14; client <= 16; client++) {
      play.client(client, 11, 12);
      for (int i = 0; i < 9; i++) {
        play.script().send(client, LOG, 1, i).receive(17, LOG, 0, 1, i);
        play.script().send(12, LOG, 1, i).receive(17, LOG, 0, 1, i);
      }
    }
    assertEquals(RIGHT, play.stop(10, 11, 12, 13).cast());
    assertEquals("", play.read().extra(17));
  }

  @Test
  @DisplayName("leaves places empty where there are too few processes, and channels where there are too few queues")
  void tooFew() throws Exception {
    Play play = new Play().children(11, 12);
    play.script().create(10, REQUESTS);
    Reading reading = play.read();
    Spec spec = reading.spec();
    long cast =
        spec.roles().values().stream()
            .flatMap(role -> reading.places(role).stream())
            .filter(Optional::isPresent)
            .count();
    assertEquals(3, cast);
    spec.roles().values().forEach(r -> assertEquals(r.count(), reading.places(r).size()));
    assertEquals(Map.of("requests", REQUESTS), channels(reading));
    assertFalse(reading.present(11));
  }

  @Test
  @DisplayName("takes for a client one that dies while it asks for the queues, and for answers what was made for them")
  void diesEarly() throws Exception {
    Play play = new Play().children(11, 14);
    TraceScript script = play.script();
    script.call(11, new Operation.MsgGet(0x5201, 0x3b6), REQUESTS);
    script.call(14, new Operation.MsgGet(0x5202, 0), -2);
    script.call(11, new Operation.MsgGet(0x5202, 0x3b6), ANSWERS);
    Reading reading = play.server(12, 11).server(13, 11).stop(10, 11, 12, 13).read();
    assertEquals(ANSWERS, channels(reading).get("answers"));
    assertEquals("client 1", reading.name(14));
    assertTrue(reading.present(14));
    assertFalse(reading.active(14));
  }

  @Test
  @DisplayName("has a reading of a run in which nothing ever started")
  void nothing() throws Exception {
    List<Reading> readings =
        RoleSearch.readings(Play.spec(), History.of(new TraceScript().end()), 4);
    assertEquals(1, readings.size());
    assertEquals(List.of(Optional.empty(), Optional.empty(), Optional.empty()),
        readings.getFirst().places(role("client")));
  }

  @Test
  @DisplayName("gives an empty place to a process that did nothing, but first to one that is not another program")
  void idle() throws Exception {
    Play play = new Play().children(11, 15).registry(10).server(12, 11).server(13, 11);
    play.client(14, 11, 12).client(15, 11, 13).stop(10, 11, 12, 13);
    play.script().start(20, 10).exec(20, "/bin/sh").start(21, 10);
    Reading reading = play.read();
    assertEquals("client 3", reading.name(21));
    assertFalse(reading.present(21));
    assertEquals("", reading.name(20));
  }

  @Test
  @DisplayName("counts one that did nothing among the players in the order of their start")
  void idleBetween() throws Exception {
    Play play = new Play().children(11, 16).registry(10).server(12, 11).server(13, 11);
    play.client(15, 11, 12).client(16, 11, 13).stop(10, 11, 12, 13);
    assertEquals(RIGHT, play.cast());
  }

  @Test
  @DisplayName("takes for the parent the only child of a process that only starts it")
  void wrapper() throws Exception {
    assertEquals(RIGHT, Play.wrapped().cast());
    assertTrue(Play.wrapped().read().present(10));
  }

  @Test
  @DisplayName("lets the parent play the registry too where nobody else does")
  void parentIsRegistry() throws Exception {
    Play play = new Play().children(12, 16).registry(10).server(12, 10).server(13, 10);
    play.client(14, 10, 12).client(15, 10, 13).client(16, 10, 12).stop(10, 10, 12, 13);
    Reading reading = play.read();
    assertEquals("parent, registry", reading.name(10));
    assertTrue(reading.shared(10));
    assertFalse(reading.shared(12));
    assertTrue(reading.plays(10, "parent") && reading.plays(10, "registry"));
    assertEquals(RIGHT.subList(2, 7), play.cast().subList(1, 6));
  }

  @Test
  @DisplayName("does not take a client for a server as well because a server is missing")
  void oneServer() throws Exception {
    Play play = new Play().children(11, 12).children(14, 16).registry(10).server(12, 11);
    play.client(14, 11, 12).client(15, 11, 12).client(16, 11, 12).stop(10, 11, 12);
    Reading reading = play.read();
    for (int pid = 10; pid <= 16; pid++) {
      assertFalse(reading.shared(pid), "process " + pid);
    }
    assertEquals(Optional.empty(), reading.places(role("server")).get(1));
  }

  @Test
  @DisplayName("names the fourth client, who gets no place, as one too many, and leaves its messages out")
  void fourClients() throws Exception {
    Play play = new Play().children(11, 17).registry(10).server(12, 11).server(13, 11);
    for (int client = 14; client <= 17; client++) {
      play.client(client, 11, 12);
    }
    Reading reading = play.stop(10, 11, 12, 13).read();
    assertEquals(RIGHT, play.cast());
    assertEquals("client", reading.extra(17));
    assertEquals("", reading.extra(16));
    assertEquals(3, reading.messages(kind("query")).size());
    assertEquals(3, reading.messages(kind("result")).size());
  }

  @Test
  @DisplayName("names the third server as one too many though nobody asks for it")
  void threeServers() throws Exception {
    Play play = new Play().children(11, 17).registry(10).server(12, 11).server(13, 11).server(17, 11);
    for (int client = 14; client <= 16; client++) {
      play.client(client, 11, 12 + client % 2);
    }
    Reading reading = play.stop(10, 11, 12, 13, 17).read();
    assertEquals("server", reading.extra(17));
    assertEquals(RIGHT, play.cast());
  }

  @Test
  @DisplayName("names as one too many who does half of what its role does, two things at least")
  void extras() throws Exception {
    assertEquals("server", extra(play -> play.server(17, 11)));
    assertEquals(
        "server",
        extra(
            play -> {
              play.script().create(17, MAILBOX + 17);
              play.services(14, 17).stop(10, 11, 17);
            }));
    assertEquals("client", extra(play -> play.query(17, 11, 12).result(17, 11, 12)));
  }

  @Test
  @DisplayName("names nobody as one too many for less, or for what strangers do with it, or on other queues")
  void noExtras() throws Exception {
    assertEquals("", extra(play -> play.query(17, 11, 12)), "one thing");
    assertEquals(
        "",
        extra(
            play -> {
              play.server(12, 17);
              play.query(14, 17, 12);
            }),
        "two of the five that a registry does");
    assertEquals(
        "",
        extra(
            play -> {
              play.script().create(17, MAILBOX + 17);
              play.services(14, 17);
            }),
        "a queue that it told nobody of");
    assertEquals(
        "",
        extra(
            play -> {
              play.script().create(17, MAILBOX + 17).start(18, 10);
              play.script().send(18, MAILBOX + 17, 1, 7).receive(17, MAILBOX + 17, 0, 1, 7);
            }),
        "messages of a stranger");
    assertEquals(
        "",
        extra(
            play -> {
              play.script().create(17, LOG).send(17, LOG, 1, 7).receive(11, LOG, 0, 1, 7);
              play.script().send(17, LOG, 1, 8).receive(12, LOG, 0, 1, 8);
            }),
        "messages on another queue");
  }

  /** The role that process 17 plays as one too many in a right play, if it does {@code more} in it. */
  private static String extra(Consumer<Play> more) throws Exception {
    Play play = new Play().children(11, 17).registry(10).server(12, 11).server(13, 11);
    for (int client = 14; client <= 16; client++) {
      play.client(client, 11, 12 + client % 2);
    }
    more.accept(play);
    Reading reading = play.stop(10, 11, 12, 13).read();
    assertEquals("", reading.name(17));
    return reading.extra(17);
  }

  @Test
  @DisplayName("takes threads for clients where no processes are")
  void clientsAreThreads() throws Exception {
    Play play = new Play().children(11, 13).registry(10).server(12, 11).server(13, 11);
    for (int client = 14; client <= 16; client++) {
      play.script().thread(10, client);
      play.client(client, 11, 12 + client % 2);
    }
    play.stop(10, 11, 12, 13).script().exit(10, 3);
    Reading reading = play.read();
    assertEquals("client 2", reading.name(15));
    assertTrue(reading.thread(15));
    assertFalse(reading.thread(10));
    assertTrue(reading.present(15));
    assertEquals(3, reading.history().process(15).orElseThrow().exit().orElseThrow().status());
    assertEquals(10, reading.history().process(15).orElseThrow().start().parent());
    assertEquals(3,
        reading.history().messages().stream().filter(m -> m.sender() == 15 && m.msqid() != REQUESTS).count());
  }

  @Test
  @DisplayName("leaves threads alone that help a process to play its role")
  void helperThreads() throws Exception {
    Play play = new Play().children(11, 16).registry(10);
    play.script().thread(12, 20).create(12, MAILBOX + 12).send(12, REQUESTS, 1, 1, MAILBOX + 12);
    play.script().receive(11, REQUESTS, 0, 1, 1, MAILBOX + 12);
    play.server(13, 11);
    for (int client = 14; client <= 15; client++) {
      play.query(client, 11, 12).result(client, 11, 12);
      play.script().send(client, MAILBOX + 12, 3, 1, 0).receive(20, MAILBOX + 12, 0, 3, 1, 0);
    }
    Reading reading = play.stop(10, 11, 13).read();
    assertEquals("server 1", reading.name(12));
    assertFalse(reading.thread(20));
    assertTrue(reading.history().process(20).isEmpty());
  }

  @Test
  @DisplayName("keeps the readings that come close, and says by how much: of four clients each may be the one too many")
  void rivals() throws Exception {
    Play play = new Play().children(11, 17).registry(10).server(12, 11).server(13, 11);
    for (int client = 14; client <= 17; client++) {
      play.client(client, 11, 12);
    }
    List<Reading> readings = play.stop(10, 11, 12, 13).readings();
    assertEquals(List.of("client", "client", "client", "client"), List.of(
        readings.get(0).extra(17), readings.get(1).extra(16), readings.get(2).extra(15),
        readings.get(3).extra(14)));
    for (Reading reading : readings) {
      assertEquals(readings.getFirst().score(), reading.score());
      assertEquals(List.of(0, 0, 0), reading.rivals().stream().map(Reading.Rival::ahead).toList());
    }
    assertEquals(
        "client 3", readings.getFirst().rivals().getFirst().names().get(17));
  }

  @Test
  @DisplayName("gives a reading that knows of all who plays what, and where")
  void asked() throws Exception {
    Reading reading = Play.right().read();
    assertEquals(REQUESTS, reading.queue("requests", 0).orElseThrow().msqid());
    assertEquals(Optional.empty(), reading.queue("requests", 12));
    assertEquals(Set.of("server"), reading.roles(12));
    assertEquals(Set.of(), reading.roles(99));
    assertEquals("server 1", reading.called(12));
    assertEquals("process 99", reading.called(99));
    assertEquals(62, reading.score());
    for (int pid = 10; pid <= 16; pid++) {
      assertTrue(reading.active(pid), "process " + pid);
    }
  }

  private static Spec.Role role(String name) throws Exception {
    return Objects.requireNonNull(Play.spec().roles().get(name));
  }

  private static Spec.Kind kind(String name) throws Exception {
    return Objects.requireNonNull(Play.spec().kinds().get(name));
  }

  private static Map<String, Integer> channels(Reading reading) {
    Map<String, Integer> channels = new TreeMap<>();
    reading
        .channels()
        .forEach(
            (channel, queue) -> channels.put(
                channel.name() + (channel.owner() == 0 ? "" : " of " + channel.owner()), queue.msqid()));
    return channels;
  }
}
