package ipcgrade.rule;

import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.DURATION;
import static dev.cel.common.types.SimpleType.INT;
import static dev.cel.common.types.SimpleType.STRING;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import ipcgrade.spec.Spec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The words of a spec's claims and their types: the things of every run (Event, Process, Queue), one type
 * for each kind of message, and a variable for each role, channel and kind.
 */
final class Vocabulary implements CelTypeProvider {
  static final StructTypeReference EVENT = StructTypeReference.create("Event");
  static final StructTypeReference PROCESS = StructTypeReference.create("Process");
  static final StructTypeReference QUEUE = StructTypeReference.create("Queue");

  /** How many runs broke a rule; only the text of what was seen knows it. */
  static final String RUNS = "runs";

  private final ImmutableMap<String, CelType> variables;
  private final ImmutableMap<String, StructType> types;

  Vocabulary(Spec spec) {
    variables = variables(spec);
    types = types(spec);
  }

  /** The variables of every claim, by name. */
  ImmutableMap<String, CelType> variables() {
    return variables;
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return ImmutableList.copyOf(types.values());
  }

  @Override
  public Optional<CelType> findType(String name) {
    return Optional.ofNullable(types.get(name));
  }

  private static ImmutableMap<String, CelType> variables(Spec spec) {
    Map<String, CelType> variables = new LinkedHashMap<>();
    variables.put("everyone", ListType.create(PROCESS));
    variables.put("queues", ListType.create(QUEUE));
    variables.put("finished", BOOL);
    variables.put("program", STRING);
    variables.put("fault", EVENT);
    for (Spec.Role role : spec.roles().values()) {
      if (role.count() == 1) {
        variables.put(role.name(), PROCESS);
      } else {
        variables.put(role.plural(), ListType.create(PROCESS));
      }
    }
    for (Spec.Channel channel : spec.channels().values()) {
      if (channel.of().isEmpty()) {
        variables.put(channel.name(), QUEUE);
      }
    }
    for (Spec.Kind kind : spec.kinds().values()) {
      variables.put(kind.plural(), ListType.create(message(kind)));
    }
    return ImmutableMap.copyOf(variables);
  }

  private static ImmutableMap<String, StructType> types(Spec spec) {
    Map<String, CelType> process = process();
    for (Spec.Channel channel : spec.channels().values()) {
      if (channel.of().isPresent()) {
        process.put(channel.name(), QUEUE);
      }
    }
    ImmutableMap.Builder<String, StructType> types = ImmutableMap.builder();
    types.put("Event", struct("Event", event()));
    types.put("Process", struct("Process", process));
    types.put("Queue", struct("Queue", queue()));
    for (Spec.Kind kind : spec.kinds().values()) {
      Map<String, CelType> message = message();
      kind.fields().forEach(field -> message.put(field.name(), INT));
      types.put(message(kind).name(), struct(message(kind).name(), message));
    }
    return types.buildOrThrow();
  }

  /** The type of the messages of a kind. */
  static StructTypeReference message(Spec.Kind kind) {
    return StructTypeReference.create("message." + kind.name());
  }

  /** What an event has: {@link Events} says what each field holds. */
  private static Map<String, CelType> event() {
    Map<String, CelType> fields = new LinkedHashMap<>();
    fields.put("name", STRING);
    fields.put("time", DURATION);
    fields.put("entered", DURATION);
    fields.put("length", DURATION);
    fields.put("pending", BOOL);
    for (String number : ImmutableList.of(
        "seq", "entry", "pid", "tid", "msqid", "key", "mtype", "msgtyp", "size", "flags", "command",
        "result", "errno", "child", "target", "status", "signal", "semid", "semnum", "semop", "semval")) {
      fields.put(number, INT);
    }
    return fields;
  }

  private static Map<String, CelType> process() {
    Map<String, CelType> fields = new LinkedHashMap<>();
    fields.put("present", BOOL);
    fields.put("clean", BOOL);
    fields.put("thread", BOOL);
    fields.put("shared", BOOL);
    fields.put("extra", BOOL);
    for (String number : ImmutableList.of("pid", "parent", "status", "signal")) {
      fields.put(number, INT);
    }
    fields.put("started", EVENT);
    fields.put("ended", EVENT);
    for (String list : ImmutableList.of("calls", "sends", "receives", "waits", "sleeps", "execs")) {
      fields.put(list, ListType.create(EVENT));
    }
    fields.put("executed", ListType.create(STRING));
    return fields;
  }

  private static Map<String, CelType> queue() {
    Map<String, CelType> fields = new LinkedHashMap<>();
    fields.put("exists", BOOL);
    fields.put("left", BOOL);
    for (String number : ImmutableList.of("msqid", "key", "creator")) {
      fields.put(number, INT);
    }
    fields.put("created", EVENT);
    fields.put("removed", EVENT);
    return fields;
  }

  private static Map<String, CelType> message() {
    Map<String, CelType> fields = new LinkedHashMap<>();
    fields.put("sender", PROCESS);
    fields.put("receiver", PROCESS);
    fields.put("received", BOOL);
    fields.put("on", QUEUE);
    fields.put("mtype", INT);
    fields.put("size", INT);
    fields.put("sent", EVENT);
    fields.put("receipt", EVENT);
    return fields;
  }

  private static StructType struct(String name, Map<String, CelType> fields) {
    ImmutableMap<String, CelType> types = ImmutableMap.copyOf(fields);
    return StructType.create(name, types.keySet(), field -> Optional.ofNullable(types.get(field)));
  }
}
