package ipcgrade.score;

import ipcgrade.reading.Reading;
import ipcgrade.reading.WaitForGraph;
import ipcgrade.reading.WaitForGraph.Blocked;
import ipcgrade.reading.WaitForGraph.Need;
import ipcgrade.score.Result.Wait;
import ipcgrade.spec.Spec.Text;
import ipcgrade.trace.Frame;
import ipcgrade.wording.Calls;
import ipcgrade.wording.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Tells of a deadlock who waits for what, and who could have brought it, in both languages. */
final class Standstill {
  private static final Words EN = Words.in("en");
  private static final Words IT = Words.in("it");

  private final Reading reading;
  private final WaitForGraph graph;

  Standstill(Reading reading) {
    this.reading = reading;
    graph = WaitForGraph.of(reading);
  }

  /** A line for each process that waits. */
  List<Wait> waits() {
    return graph.blocked().stream()
        .map(
            blocked -> {
              Frame place =
                  blocked.call().stack().stream()
                      .filter(Frame::resolved)
                      .findFirst()
                      .orElse(Frame.unresolved("", 0));
              return new Wait(
                  reading.called(blocked.pid()),
                  Calls.request(blocked.call().operation()),
                  on(EN, blocked),
                  inBoth(words -> sentence(words, blocked)),
                  called(blocked.by()),
                  place.file(),
                  place.line());
            })
        .toList();
  }

  /** Those of whom each waits for the next and the last for the first. */
  List<List<String>> circles() {
    return graph.cycles().stream().map(this::called).toList();
  }

  private List<String> called(List<Integer> pids) {
    return pids.stream().map(reading::called).toList();
  }

  private static Text inBoth(Function<Words, String> text) {
    return new Text(text.apply(EN), text.apply(IT));
  }

  private String sentence(Words words, Blocked blocked) {
    List<String> parts = new ArrayList<>();
    String by = words.list(called(blocked.by()));
    boolean nobody = blocked.by().isEmpty();
    switch (blocked.need()) {
      case Need.Message message -> {
        parts.add(message(words, message));
        parts.add(held(words, message));
        parts.add(nobody ? words.get("wait.nobody.sends") : words.get("wait.by.sending", by));
      }
      case Need.Room room -> {
        parts.add(
            words.get(
                "wait.room",
                reading.queueCalled(room.msqid(), words),
                Long.toString(room.size()),
                Long.toString(room.cbytes()),
                Long.toString(room.qbytes())));
        parts.add(nobody ? words.get("wait.nobody.receives") : words.get("wait.by.receiving", by));
      }
      case Need.Child child ->
          parts.add(
              child.any() && blocked.by().size() != 1
                  ? words.get("wait.children", by)
                  : words.get("wait.child", by));
      case Need.Value value -> {
        String number = Integer.toString(value.semnum());
        String set = Integer.toString(value.semid());
        String now = Integer.toString(value.value());
        if (value.least() == 0) {
          parts.add(words.get("wait.zero", number, set, now));
          parts.add(nobody ? words.get("wait.nobody.takes") : words.get("wait.by.taking", by));
        } else {
          parts.add(words.get("wait.value", number, set, Integer.toString(value.least()), now));
          parts.add(nobody ? words.get("wait.nobody.gives") : words.get("wait.by.giving", by));
        }
      }
      case Need.Signal _ -> {
        parts.add(words.get("wait.signal"));
        parts.add(nobody ? words.get("wait.nobody.signals") : words.get("wait.by.signal", by));
      }
      case Need.Unknown _ ->
          parts.add(words.get("wait.call", Calls.request(blocked.call().operation())));
    }
    return String.join("; ", parts);
  }

  private String message(Words words, Need.Message message) {
    String queue = reading.queueCalled(message.msqid(), words);
    long msgtyp = message.msgtyp();
    String type = Long.toString(Math.abs(msgtyp));
    if (msgtyp == 0) {
      return words.get("wait.any", queue);
    } else if (msgtyp < 0) {
      return words.get("wait.up-to", queue, type);
    }
    return message.except() ? words.get("wait.except", queue, type) : words.get("wait.type", queue, type);
  }

  private static String held(Words words, Need.Message message) {
    if (message.qnum() == 0) {
      return words.get("wait.empty");
    }
    List<String> types = message.mtypes().stream().map(String::valueOf).toList();
    return types.isEmpty()
        ? words.get("wait.holds", message.qnum())
        : words.get("wait.holds-types", message.qnum(), types.size(), words.list(types));
  }

  private String on(Words words, Blocked blocked) {
    return switch (blocked.need()) {
      case Need.Message message -> reading.queueCalled(message.msqid(), words);
      case Need.Room room -> reading.queueCalled(room.msqid(), words);
      case Need.Child _ -> blocked.by().isEmpty() ? "" : words.list(called(blocked.by()));
      case Need.Value value ->
          words.get("wait.semaphore", Integer.toString(value.semnum()), Integer.toString(value.semid()));
      case Need.Signal _, Need.Unknown _ -> "";
    };
  }
}
