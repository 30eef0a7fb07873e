package ipcgrade.rule;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A thing that claims speak of, as CEL selects from it. Things refer to each other in circles (a message
 * to its sender, the sender to its mailbox), so each is equal to itself only.
 *
 * @see Vocabulary
 */
final class Struct extends AbstractMap<String, Object> {
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final Object subject;

  /** A struct about {@code subject}, which claims do not see. */
  Struct(Object subject) {
    this.subject = subject;
  }

  /** What it is about. */
  Object subject() {
    return subject;
  }

  Struct with(String name, Object value) {
    fields.put(name, value);
    return this;
  }

  @Override
  public Object get(Object name) {
    Object value = fields.get(name);
    if (value == null) {
      throw new IllegalStateException("no field '" + name + "' among " + fields.keySet());
    }
    return value;
  }

  @Override
  public boolean containsKey(Object name) {
    return fields.containsKey(name);
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return fields.entrySet();
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
    return "Struct " + fields.keySet();
  }
}
