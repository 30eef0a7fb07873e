package ipcgrade.advice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.TraceScript;
import ipcgrade.order.History;
import ipcgrade.reading.RoleSearch;
import ipcgrade.spec.Spec;
import ipcgrade.spec.SpecLoader;
import ipcgrade.trace.Operation.Kill;
import ipcgrade.trace.Operation.MsgCtl;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Payload;
import ipcgrade.trace.QueueState;
import ipcgrade.trace.RunEnd;
import ipcgrade.trace.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Process 10 is the parent, 11 and 12 are servers; a server's bind goes through queue 5. */
@DisplayName("Advice")
class AdviceTest {
  private static final int QUEUE = 5;
  private static final int OWN = 6;
  private static final int IPC_CREAT = 01000;
  private static final int IPC_NOWAIT = 04000;
  private static final int EINVAL = -22;
  private static final int E2BIG = -7;
  private static final int EAGAIN = -11;
  private static final int ENOMSG = -42;

  @Test
  @DisplayName("is not given to a program that needs none")
  void none() {
    assertEquals(List.of(), topics(bound(binding())));
  }

  @Test
  @DisplayName("is given once on a topic, and names each process that it concerns")
  void once() {
    TraceScript script = binding();
    polls(script, 12, 3);
    polls(script, 11, 4);
    List<Advice> advice = advice(bound(script).end());
    assertEquals(1, advice.size());
    assertEquals(List.of("server 1", "server 2"), advice.getFirst().processes());
    assertEquals(
        "In server 1 and server 2, IPC_NOWAIT was tried in vain 4 times in a row: to wait like this wastes the"
            + " processor.",
        advice.getFirst().what().en());
    assertTrue(advice.getFirst().remedy().it().startsWith("Togli IPC_NOWAIT"));
  }

  @Test
  @DisplayName("names processes by number")
  void byNumber() {
    TraceScript script = binding().start(99, 10).start(100, 10);
    polls(polls(script, 100, 3), 99, 3);
    polls(polls(script, 12, 3), 11, 3);
    List<Advice> advice = advice(bound(script.exit(99, 0).exit(100, 0)).end());
    assertEquals(
        List.of("process 99", "process 100", "server 1", "server 2"), advice.getFirst().processes());
  }

  @Test
  @DisplayName("is taken from the first run that calls for it")
  void firstRun() {
    List<Advice> advice =
        Advice.on(
            Stream.of(bound(binding()).end(), bound(polls(binding(), 11, 3)).end())
                .map(trace -> RoleSearch.readings(spec(), History.of(trace), 1).getFirst())
                .toList());
    assertEquals(List.of(1), advice.stream().map(Advice::run).toList());
  }

  @Nested
  @DisplayName("on sleeping")
  class OnSleeping {
    @Test
    @DisplayName("is given where only a pause lets another's message go first")
    void beforeFirstUse() {
      assertEquals(List.of("sleeping"), topics(paused(true)));
    }

    @Test
    @DisplayName("is not given for a pause during which nothing happened that mattered")
    void nothingMeanwhile() {
      assertEquals(List.of(), topics(paused(false)));
    }

    @Test
    @DisplayName("is not given for the pauses between the messages of one process")
    void betweenMessages() {
      TraceScript script = binding().send(10, QUEUE, 9, 0);
      script.sleep(10, 1).send(11, QUEUE, 1, 1).send(10, QUEUE, 9, 0);
      assertEquals(List.of(), topics(ended(script.send(12, QUEUE, 1, 2))));
    }

    @Test
    @DisplayName("is not given where a message orders the two")
    void ordered() {
      TraceScript script = binding().call(11, new MsgGet(0, IPC_CREAT | 0600), OWN).send(11, QUEUE, 1, 1);
      script.receive(10, QUEUE, 0, 1, 1).sleep(10, 1).send(10, OWN, 1, 7);
      assertEquals(List.of(), topics(ended(script.send(12, QUEUE, 1, 2))));
    }

    @Test
    @DisplayName("is given to a parent that sleeps before it starts who comes later")
    void beforeFork() {
      TraceScript script = new TraceScript().start(10, 0).start(13, 10);
      pause(script, 10, s -> s.call(13, new MsgGet(77, IPC_CREAT | 0600), QUEUE));
      script.start(11, 10).start(12, 10);
      for (int server = 11; server <= 12; server++) {
        script.call(server, new MsgGet(77, 0), QUEUE).send(server, QUEUE, 1, server - 10);
        script.exit(server, 0).await(10, server).receive(10, QUEUE, 0, 1, server - 10);
      }
      script.exit(13, 0).await(10, 13).exit(10, 0);
      List<Advice> advice = advice(script.end());
      assertEquals(List.of("sleeping"), advice.stream().map(Advice::id).toList());
      assertEquals(
          List.of(10, 11), advice.getFirst().evidence().stream().map(e -> e.pid()).toList());
    }

    @Test
    @DisplayName("is given where a pause alone keeps a queue from being removed, or a process from being killed, too early")
    void removal() {
      TraceScript removed = binding();
      pause(removed, 10, s -> s.send(11, QUEUE, 1, 1).send(12, QUEUE, 1, 2));
      assertEquals(List.of("sleeping"), topics(ended(removed.remove(10, QUEUE))));
      TraceScript killed = binding();
      pause(killed, 10, s -> s.send(11, QUEUE, 1, 1).send(12, QUEUE, 1, 2));
      assertEquals(List.of("sleeping"), topics(ended(killed.call(10, new Kill("kill", 11, 15), 0))));
    }

    /** The parent sends into the queue after a pause, in which the servers bind or before which they did. */
    private TraceScript paused(boolean meanwhile) {
      TraceScript script = binding();
      if (meanwhile) {
        pause(script, 10, s -> s.send(11, QUEUE, 1, 1).send(12, QUEUE, 1, 2));
      } else {
        script.send(11, QUEUE, 1, 1).send(12, QUEUE, 1, 2).sleep(10, 1);
      }
      return ended(script.send(10, QUEUE, 9, 0));
    }
  }

  @Test
  @DisplayName("on polling is given from the third attempt in vain on, and only with IPC_NOWAIT")
  void polling() {
    assertEquals(List.of(), topics(bound(polls(binding(), 11, 2))));
    assertEquals(List.of("polling"), topics(bound(polls(binding(), 11, 3))));
    TraceScript apart = polls(binding(), 11, 2).send(11, QUEUE, 3, 1);
    assertEquals(List.of(), topics(bound(polls(apart, 11, 2))));
    TraceScript full = binding();
    for (int i = 0; i < 3; i++) {
      full.call(11, new MsgSnd(QUEUE, 1, Payload.EMPTY, IPC_NOWAIT), EAGAIN);
    }
    assertEquals(List.of("polling", "full-queue"), topics(bound(full)));
  }

  @Test
  @DisplayName("on children is given where a parent ends that did not wait for one")
  void unreaped() {
    TraceScript script = binding().send(11, QUEUE, 1, 1).send(12, QUEUE, 1, 2);
    script.exit(11, 0).exit(12, 0).await(10, 11).exit(10, 0);
    List<Advice> advice = advice(script.end());
    assertEquals(List.of("unreaped"), advice.stream().map(Advice::id).toList());
    assertTrue(advice.getFirst().what().en().startsWith("In parent, 1 child was never waited for"));
    assertEquals(
        List.of(), advice(script.end(new RunEnd.LimitExceeded("wall", 1))), "a run cut short tells nothing");
  }

  @Test
  @DisplayName("on ftok is given where msgget got the key -1")
  void ftok() {
    assertEquals(
        List.of("ftok"), topics(bound(binding().call(11, new MsgGet(-1, IPC_CREAT | 0600), OWN))));
    assertEquals(
        List.of(), topics(bound(binding().call(11, new MsgGet(77, IPC_CREAT | 0600), OWN))));
  }

  @Test
  @DisplayName("on a shared key is given where a process makes a queue again in another line, at a stretch")
  void sharedKey() {
    MsgGet get = new MsgGet(77, IPC_CREAT | 0600);
    assertEquals(
        List.of("shared-key"), topics(bound(binding().call(11, get, OWN, 10).call(11, get, OWN, 11))));
    assertEquals(
        List.of(),
        topics(bound(binding().call(11, get, OWN, 10).call(11, get, OWN, 10))),
        "a loop, or a function that looks the queue up");
    assertEquals(
        List.of(),
        topics(bound(binding().call(11, get, OWN, 10).send(11, OWN, 1, 1).call(11, get, OWN, 11))),
        "it used the queue meanwhile");
    assertEquals(
        List.of(), topics(bound(binding().call(11, get, OWN, 10).call(12, get, OWN, 11))), "two processes");
  }

  @Test
  @DisplayName("on permissions is given where others may write")
  void worldWritable() {
    assertEquals(
        List.of("world-writable"), topics(bound(binding().call(11, new MsgGet(0, 0602), OWN))));
    assertEquals(List.of(), topics(bound(binding().call(11, new MsgGet(0, 0664), OWN))));
    assertEquals(
        List.of(), topics(bound(binding().call(11, new MsgGet(77, 0666), QUEUE))), "it made no queue");
  }

  @Test
  @DisplayName("on id 0 is given where queue 0 was used and does not exist")
  void idZero() {
    MsgSnd send = new MsgSnd(0, 1, Payload.EMPTY, 0);
    assertEquals(List.of("id-zero"), topics(bound(binding().call(11, send, EINVAL))));
    assertEquals(List.of(), topics(bound(binding().call(11, send, 0))));
    MsgSnd another = new MsgSnd(OWN, 1, Payload.EMPTY, 0);
    assertEquals(List.of(), topics(bound(binding().call(11, another, EINVAL))));
  }

  @Test
  @DisplayName("on a small buffer is given where a message did not fit, or was cut")
  void smallBuffer() {
    MsgRcv refused = new MsgRcv(QUEUE, 2, 0, 0, 0, Payload.EMPTY);
    assertEquals(List.of("small-buffer"), topics(bound(binding().call(10, refused, E2BIG))));
    TraceScript cut = binding().send(10, QUEUE, 9, 0x01020304);
    cut.call(11, new MsgRcv(QUEUE, 2, 9, 010000, 9, Payload.of((byte) 4, (byte) 3)), 2);
    assertEquals(List.of("small-buffer"), topics(bound(cut)));
    TraceScript whole = binding().send(10, QUEUE, 9, 7).receive(11, QUEUE, 9, 9, 7);
    assertEquals(List.of(), topics(bound(whole)));
  }

  @Test
  @DisplayName("on a full queue is given where a message of that size found no room")
  void fullQueue() {
    MsgSnd send = new MsgSnd(QUEUE, 1, Payload.of(new byte[8]), 0);
    assertEquals(List.of("full-queue"), topics(bound(filled(16_384 - 7, 3).call(11, send, 0))));
    assertEquals(List.of(), topics(bound(filled(16_384 - 8, 3).call(11, send, 0))));
    assertEquals(
        List.of("full-queue"), topics(bound(filled(0, 16_384).call(11, send, 0))),
        "as many messages as bytes");
    TraceScript lowered =
        binding().call(10, new MsgCtl(QUEUE, 1, 15), 0, 1, table(8, 1));
    assertEquals(List.of("full-queue"), topics(bound(lowered.call(11, send, 0))));
  }

  private static TraceScript filled(long bytes, long messages) {
    return binding()
        .call(10, new MsgSnd(QUEUE, 9, Payload.EMPTY, 0), 0, 1, table(bytes, messages));
  }

  private static QueueState table(long bytes, long messages) {
    return new QueueState(0, QUEUE, 0600, bytes, messages, 0, 0, 0, 0, 0, 0, 0);
  }

  private static TraceScript polls(TraceScript script, int pid, int times) {
    for (int i = 0; i < times; i++) {
      script.call(pid, new MsgRcv(QUEUE, 8, 3, IPC_NOWAIT, 0, Payload.EMPTY), ENOMSG);
    }
    return script;
  }

  private static void pause(
      TraceScript script, int pid, Consumer<TraceScript> meanwhile) {
    script.sleep(pid, 1, meanwhile);
  }

  /** The parent makes the queue of binds, and starts two servers. */
  private static TraceScript binding() {
    return new TraceScript()
        .start(10, 0)
        .call(10, new MsgGet(0, IPC_CREAT | 0600), QUEUE)
        .start(11, 10)
        .start(12, 10);
  }

  private static TraceScript bound(TraceScript script) {
    return ended(script.send(11, QUEUE, 1, 1).send(12, QUEUE, 1, 2).receive(10, QUEUE, 1, 1, 1));
  }

  private static TraceScript ended(TraceScript script) {
    return script.exit(11, 0).exit(12, 0).await(10, 11).await(10, 12).exit(10, 0);
  }

  private static List<String> topics(TraceScript script) {
    return advice(script.end()).stream().map(Advice::id).toList();
  }

  private static List<Advice> advice(Trace trace) {
    return Advice.on(List.of(RoleSearch.readings(spec(), History.of(trace), 1).getFirst()));
  }

  private static Spec spec() {
    try {
      return SpecLoader.load(
          Path.of(
              Objects.requireNonNull(SpecLoader.class.getResource("minimal.yml")).toURI()));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
