package ipcgrade.score;

import ipcgrade.order.History;
import ipcgrade.order.Message;
import ipcgrade.order.ProcessHistory;
import ipcgrade.order.QueueHistory;
import ipcgrade.reading.Layout;
import ipcgrade.reading.Layout.FieldName;
import ipcgrade.reading.Location;
import ipcgrade.reading.Reading;
import ipcgrade.rule.World;
import ipcgrade.score.Result.Carried;
import ipcgrade.score.Result.Channel;
import ipcgrade.score.Result.Deed;
import ipcgrade.score.Result.Field;
import ipcgrade.score.Result.Player;
import ipcgrade.score.Result.Rival;
import ipcgrade.spec.Spec;
import ipcgrade.spec.Spec.Kind;
import ipcgrade.trace.Event.Call;
import ipcgrade.trace.Operation.MsgRcv;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says how a run was read, and by what: the deeds of its processes, the queues of its channels. */
final class Explanation {
  private final Reading reading;
  private final History history;
  private final Map<String, List<Message>> messages = new LinkedHashMap<>();
  private final Map<Long, String> kinds = new HashMap<>();

  /** Messages of one kind, or calls, on one queue. */
  private record Alike(String what, int msqid, String kind) {}

  Explanation(World world) {
    this.reading = world.reading();
    this.history = reading.history();
    for (Kind kind : reading.spec().kinds().values()) {
      List<Message> of = world.layout().membership(kind).members(kind, reading);
      messages.put(kind.name(), of);
      of.forEach(m -> kinds.putIfAbsent(m.sent().seq(), kind.name()));
    }
  }

  /** Where the fields of the messages stand, in the order of the spec. */
  static List<Field> fields(Spec spec, Layout layout) {
    List<Field> fields = new ArrayList<>();
    for (Kind kind : spec.kinds().values()) {
      for (Spec.Field field : kind.fields()) {
        Location location = layout.locations().get(new FieldName(kind.name(), field.name()));
        if (location != null) {
          fields.add(field(kind.name(), field.name(), location));
        }
      }
    }
    return fields;
  }

  private static Field field(String kind, String name, Location location) {
    return switch (location) {
      case Location.Mtype mtype -> new Field(kind, name, "mtype", (int) mtype.shift(), 0, 0);
      case Location.Binary binary -> new Field(kind, name, "integer", binary.offset(), binary.width(), 0);
      case Location.Swapped swapped ->
          new Field(kind, name, "swapped", swapped.offset(), swapped.width(), 0);
      case Location.Real real -> new Field(kind, name, "real", real.offset(), real.width(), 0);
      case Location.Text text -> new Field(kind, name, "text", text.offset(), 0, text.index());
    };
  }

  /** Every process, what it played, and what it did with queues. */
  List<Player> players() {
    return history.processes().stream()
        .map(
            p -> new Player(
                p.pid(), reading.name(p.pid()), reading.thread(p.pid()), reading.extra(p.pid()), deeds(p)))
        .toList();
  }

  private List<Deed> deeds(ProcessHistory process) {
    Map<Alike, Integer> deeds = new LinkedHashMap<>();
    for (QueueHistory queue : history.queues()) {
      if (queue.creator() == process.pid()) {
        deeds.put(new Alike("created", queue.msqid(), ""), 1);
      }
    }
    Map<Long, Message> sent = new HashMap<>();
    Map<Long, Message> received = new HashMap<>();
    for (Message message : history.messages()) {
      sent.put(message.sent().seq(), message);
      message.received().ifPresent(receive -> received.put(receive.seq(), message));
    }
    process.calls().forEach(call -> count(call, sent, received, deeds));
    return deeds.entrySet().stream()
        .map(deed -> new Deed(deed.getKey().what, deed.getKey().msqid, deed.getKey().kind, deed.getValue()))
        .toList();
  }

  private void count(
      Call call, Map<Long, Message> sent, Map<Long, Message> received, Map<Alike, Integer> deeds) {
    if (sent.containsKey(call.seq())) {
      Message message = sent.get(call.seq());
      deeds.merge(new Alike("sent", message.msqid(), kind(message)), 1, Integer::sum);
    } else if (received.containsKey(call.seq())) {
      Message message = received.get(call.seq());
      deeds.merge(new Alike("received", message.msqid(), kind(message)), 1, Integer::sum);
    } else if (call.operation() instanceof MsgRcv receive && call.pending()) {
      deeds.merge(new Alike("waited", receive.msqid(), ""), 1, Integer::sum);
    }
  }

  private String kind(Message message) {
    return kinds.getOrDefault(message.sent().seq(), "");
  }

  /** The channels that have a queue, in the order of the spec, then of their owners. */
  List<Channel> channels() {
    List<String> order = List.copyOf(reading.spec().channels().keySet());
    return reading.channels().entrySet().stream()
        .sorted(
            Comparator.comparing(
                (Map.Entry<Reading.Channel, QueueHistory> e) -> order.indexOf(e.getKey().name()))
                .thenComparing(e -> reading.name(e.getKey().owner())))
        .map(e -> channel(e.getKey(), e.getValue()))
        .toList();
  }

  private Channel channel(Reading.Channel channel, QueueHistory queue) {
    List<Carried> carried = new ArrayList<>();
    messages.forEach(
        (kind, of) -> {
          long count = of.stream().filter(m -> m.msqid() == queue.msqid()).count();
          if (count > 0) {
            carried.add(new Carried(kind, (int) count));
          }
        });
    return new Channel(
        channel.name(), reading.name(channel.owner()), queue.msqid(), reading.called(queue.creator()),
        carried);
  }

  /** The readings that came close, and what is different in them. */
  List<Rival> rivals() {
    return reading.rivals().stream()
        .map(
            rival -> new Rival(
                rival.ahead(),
                history.processes().stream()
                    .filter(p -> !rival.names().getOrDefault(p.pid(), "").equals(reading.name(p.pid())))
                    .map(p -> new Player(p.pid(), rival.names().getOrDefault(p.pid(), "")))
                    .toList()))
        .toList();
  }
}
