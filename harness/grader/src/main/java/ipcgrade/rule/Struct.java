package ipcgrade.rule;

import dev.cel.common.types.CelType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.common.values.StructValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A thing that claims speak of, as CEL selects from it. Things refer to each other in circles (a message
 * to its sender, the sender to its mailbox), so each is equal to itself only.
 *
 * @see Vocabulary
 */
@SuppressWarnings("Immutable") // filled by World before any claim sees it: a circle cannot be built otherwise
final class Struct extends StructValue<String, Struct> {
  private final Map<String, Object> fields = new HashMap<>();
  private final StructTypeReference type;
  private final Object subject;
  private Consumer<Struct> fill = _ -> {};

  /** A struct about {@code subject}, which claims do not see. */
  Struct(StructTypeReference type, Object subject) {
    this.type = type;
    this.subject = subject;
  }

  /** A struct whose fields {@code fill} gives it when the first is asked for: most events are never. */
  Struct(StructTypeReference type, Object subject, Consumer<Struct> fill) {
    this(type, subject);
    this.fill = fill;
  }

  /** What it is about. */
  Object subject() {
    return subject;
  }

  Struct with(String name, Object value) {
    fields.put(name, value);
    return this;
  }

  boolean has(String name) {
    return find(name).isPresent();
  }

  Object get(String name) {
    return find(name)
        .orElseThrow(
            () -> new IllegalStateException("a " + type.name() + " has no '" + name + "'"));
  }

  @Override
  public Object select(String name) {
    return get(name);
  }

  @Override
  public Optional<Object> find(String name) {
    Consumer<Struct> once = fill;
    fill = _ -> {};
    once.accept(this);
    return Optional.ofNullable(fields.get(name));
  }

  @Override
  public Struct value() {
    return this;
  }

  @Override
  public boolean isZeroValue() {
    return false;
  }

  @Override
  public CelType celType() {
    return type;
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return type.name() + " " + subject;
  }
}
