package ipcgrade.reading;

import ipcgrade.order.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Where each field of each kind of message stands: one program has one layout, in all its runs. */
public record Layout(Map<FieldName, Location> locations) {
  /** A layout that knows no field. */
  public static final Layout UNKNOWN = new Layout(Map.of());

  public Layout {
    locations = Map.copyOf(locations);
  }

  /** A field of a kind of message. */
  public record FieldName(String kind, String field) {}

  /** The value of a field, if the message holds it. */
  public OptionalLong read(FieldName field, Message message) {
    Location location = locations.get(field);
    return location == null ? OptionalLong.empty() : location.read(message);
  }

  /** This layout with one field elsewhere. */
  public Layout with(FieldName field, Location location) {
    Map<FieldName, Location> changed = new HashMap<>(locations);
    changed.put(field, location);
    return new Layout(changed);
  }
}
