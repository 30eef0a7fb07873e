package ipcgrade.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation;
import ipcgrade.trace.Operation.MsgGet;
import ipcgrade.trace.Operation.MsgRcv;
import ipcgrade.trace.Operation.MsgSnd;
import ipcgrade.trace.Payload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("What must come before a call")
class PrecedenceTest {
  private static final int QUEUE = 65536;

  private final List<QueueCall> calls = new ArrayList<>();

  @Test
  @DisplayName("comes before it in every row in which each message is received by whom it seems")
  void sound() {
    sound(0, 60);
  }

  @Nested
  @Tag("thorough")
  @DisplayName("in thousands of histories")
  class OfThousands {
    @Test
    @DisplayName("comes before it in every row")
    void sound() {
      PrecedenceTest.sound(60, 2500);
    }
  }

  private static void sound(int first, int histories) {
    int rows = 0;
    for (int seed = first; seed < first + histories; seed++) {
      List<Call> history =
          LinearisationTest.calls(RandomHistory.of(new Random(seed), 2 + seed % 3, 6, true));
      Map<Call, QueueCall> numbered = new HashMap<>();
      numbered(history).forEach(call -> numbered.put(call.call(), call));
      List<List<QueueCall>> threads = threads(List.copyOf(numbered.values()));
      Precedence precedence =
          new Precedence(
              numbered.values().stream().sorted(Comparator.comparingInt(QueueCall::number)).toList(),
              threads);
      for (List<Call> row : BruteForce.rows(history)) {
        if (row.stream().anyMatch(call -> call.pending() && call.operation() instanceof MsgRcv)) {
          continue;
        }
        rows++;
        int[] reached = new int[threads.size()];
        for (Call call : row) {
          QueueCall next = Objects.requireNonNull(numbered.get(call));
          assertTrue(precedence.ready(next, reached), "seed " + seed + ": " + call + " in " + row);
          reached[next.thread()]++;
        }
      }
    }
    assertTrue(rows > histories, rows + " rows");
  }

  @Test
  @DisplayName("is what was over when it began, and what those before it have before them")
  void time() {
    call(0, 0, 1, new MsgGet(0, 0600), QUEUE);
    call(1, 2, 5, send(1, "aa"), 0);
    call(2, 3, 4, send(2, "bb"), 0);
    call(3, 6, 9, send(3, "cc"), 0);
    call(2, 8, 10, send(4, "dd"), 0);
    assertEquals("", before(1));
    assertEquals("1", before(4));
    assertEquals("1", before(5));
    assertEquals("1 4 5", before(9));
    assertEquals("1 4 5", before(10));
  }

  @Test
  @DisplayName("is the send of the message that it received")
  void received() {
    call(0, 0, 1, new MsgGet(0, 0600), QUEUE);
    call(1, 2, 5, send(1, "aa"), 0);
    call(2, 3, 4, receive(0, 1, "aa"), 1);
    assertEquals("1 5", before(4));
    assertEquals("1", before(5));
  }

  @Test
  @DisplayName("is nothing of which two messages alike leave open who received which")
  void alike() {
    call(0, 0, 1, new MsgGet(0, 0600), QUEUE);
    call(1, 2, 6, send(1, "aa"), 0);
    call(2, 3, 7, send(1, "aa"), 0);
    call(3, 4, 5, receive(0, 1, "aa"), 1);
    assertEquals("1", before(5));
  }

  @Test
  @DisplayName("is the send of what was received, where it was received instead of a message that stayed")
  void stayed() {
    call(0, 0, 1, new MsgGet(0, 0600), QUEUE);
    call(1, 2, 7, send(1, "aa"), 0);
    call(2, 3, 8, send(1, "bb"), 0);
    call(3, 4, 9, send(2, "cc"), 0);
    call(4, 5, 10, receive(1, 1, "bb"), 1);
    assertEquals("1 8", before(7), "else aa had been received");
    assertEquals("1", before(8));
    assertEquals("1", before(9), "which the receive did not ask for");
  }

  @Test
  @DisplayName("is the send of what was received as the first of all, before a lower type that stayed, not the receive")
  void stayedOfLowerType() {
    call(0, 0, 1, new MsgGet(0, 0600), QUEUE);
    call(1, 2, 5, send(2, "aa"), 0);
    call(2, 3, 6, send(1, "bb"), 0);
    call(3, 4, 7, receive(0, 2, "aa"), 1);
    assertEquals("1 5", before(6));
  }

  @Test
  @DisplayName("is a receive for the lowest type, before a lower one that stayed; a higher one may have been there")
  void lowest() {
    call(0, 0, 1, new MsgGet(0, 0600), QUEUE);
    call(1, 2, 7, send(2, "aa"), 0);
    call(2, 3, 8, send(1, "bb"), 0);
    call(3, 4, 9, send(3, "cc"), 0);
    call(4, 5, 10, send(2, "dd"), 0);
    call(5, 6, 11, receive(-9, 2, "aa"), 1);
    assertEquals("1 7 11", before(8));
    assertEquals("1", before(9));
    assertEquals("1 7", before(10));
  }

  @Test
  @DisplayName("is a receive that found nothing, before what it would have taken, if that was not received before")
  void nothing() {
    call(0, 0, 1, new MsgGet(0, 0600), QUEUE);
    call(1, 2, 8, send(1, "aa"), 0);
    call(2, 3, 9, send(2, "bb"), 0);
    call(3, 4, 6, receive(1, 0, ""), -42);
    call(4, 5, 7, receive(2, 0, ""), -4);
    assertEquals("1 6", before(8));
    assertEquals("1 7", before(9));
  }

  @Test
  @DisplayName("is not a receive that failed for another reason, or that is pending")
  void otherwise() {
    call(0, 0, 1, new MsgGet(0, 0600), QUEUE);
    call(1, 2, 8, send(1, "aa"), 0);
    call(3, 4, 6, receive(1, 0, ""), -13);
    calls.add(new QueueCall(0, 0, 0, call(4, 5, 99, receive(1, 0, ""), 0, true)));
    assertEquals("1", before(8));
  }

  @Test
  @DisplayName("is the receive of what was there before a receive that found nothing of it any more")
  void gone() {
    call(0, 0, 1, new MsgGet(0, 0600), QUEUE);
    call(1, 2, 3, send(1, "aa"), 0);
    call(2, 4, 7, receive(0, 1, "aa"), 1);
    call(3, 5, 6, receive(0, 0, ""), -42);
    assertEquals("1 3 7", before(6));
    assertEquals("1 3", before(7));
  }

  @Test
  @DisplayName("is the receive of the first of two messages that one waited for, before that of the second")
  void inOrder() {
    call(0, 0, 1, new MsgGet(0, 0600), QUEUE);
    call(1, 2, 3, send(1, "aa"), 0);
    call(1, 4, 5, send(1, "bb"), 0);
    call(2, 6, 9, receive(0, 1, "bb"), 1);
    call(3, 7, 8, receive(0, 1, "aa"), 1);
    assertEquals("1 3 5 8", before(9));
    assertEquals("1 3 5", before(8));
  }

  @Test
  @DisplayName("is the first sent of two messages, where they were received one after the other")
  void byReceives() {
    call(0, 0, 1, new MsgGet(0, 0600), QUEUE);
    call(1, 2, 8, send(1, "aa"), 0);
    call(2, 3, 9, send(1, "bb"), 0);
    call(3, 4, 5, receive(0, 1, "bb"), 1);
    call(3, 6, 7, receive(0, 1, "aa"), 1);
    assertEquals("1 9", before(5));
    assertEquals("1 5 8 9", before(7));
    assertEquals("1 9", before(8), "else aa had been received first");
  }

  private void call(int thread, long entry, long seq, Operation operation, long result) {
    calls.add(new QueueCall(0, 0, 0, call(thread, entry, seq, operation, result, false)));
  }

  private static Call call(int thread, long entry, long seq, Operation operation, long result,
      boolean pending) {
    return new Call(seq, entry, 0, 0, thread, thread, operation, result, pending, List.of(), List.of());
  }

  /** What comes before the call that returned at a time, by the times of their returns. */
  private String before(long seq) {
    List<QueueCall> all = numbered(calls.stream().map(QueueCall::call).toList());
    List<List<QueueCall>> threads = threads(all);
    Precedence precedence = new Precedence(all, threads);
    QueueCall call = all.stream().filter(each -> each.call().seq() == seq).findFirst().orElseThrow();
    TreeSet<Long> before = new TreeSet<>();
    for (int thread = 0; thread < threads.size(); thread++) {
      int[] reached = new int[threads.size()];
      for (int each = 0; each < reached.length; each++) {
        reached[each] = each == thread ? 0 : threads.get(each).size();
      }
      while (!precedence.ready(call, reached)) {
        before.add(threads.get(thread).get(reached[thread]++).call().seq());
      }
    }
    return String.join(" ", before.stream().map(Object::toString).toList());
  }

  /** The calls as a search numbers them. */
  static List<QueueCall> numbered(List<Call> calls) {
    Map<Integer, Integer> threads = new HashMap<>();
    Map<List<Object>, Integer> contents = new HashMap<>();
    List<QueueCall> numbered = new ArrayList<>();
    for (Call call : calls.stream().sorted(Comparator.comparingLong(Call::seq)).toList()) {
      int thread = threads.computeIfAbsent(call.tid(), _ -> threads.size());
      int content =
          call.operation() instanceof MsgSnd send
              ? contents.computeIfAbsent(List.of(send.mtype(), send.payload()), _ -> contents.size())
              : -1;
      numbered.add(new QueueCall(numbered.size(), thread, content, call));
    }
    return numbered;
  }

  private static List<List<QueueCall>> threads(List<QueueCall> calls) {
    List<List<QueueCall>> threads = new ArrayList<>();
    for (QueueCall call : calls.stream().sorted(Comparator.comparingInt(QueueCall::number)).toList()) {
      while (threads.size() <= call.thread()) {
        threads.add(new ArrayList<>());
      }
      threads.get(call.thread()).add(call);
    }
    return threads;
  }

  private static MsgSnd send(long mtype, String text) {
    return new MsgSnd(QUEUE, mtype, Payload.ofHex(text), 0);
  }

  private static MsgRcv receive(long msgtyp, long mtype, String text) {
    return new MsgRcv(QUEUE, 8, msgtyp, 0, mtype, Payload.ofHex(text));
  }
}
