package ipcgrade.reading;

import ipcgrade.order.Message;
import ipcgrade.spec.Spec.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What the messages of a program look like: which are of which kind, and where each field stands. One
 * program has one layout, in all its runs.
 *
 * @param memberships by kind; {@link Membership#ALL} where none is given
 */
public record Layout(Map<String, Membership> memberships, Map<FieldName, Location> locations) {
  /** A layout that knows no field. */
  public static final Layout UNKNOWN = new Layout(Map.of(), Map.of());

  public Layout {
    memberships = Map.copyOf(memberships);
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
    return new Layout(memberships, changed);
  }

  /** Which messages are of a kind. */
  public Membership membership(Kind kind) {
    return memberships.getOrDefault(kind.name(), Membership.ALL);
  }

  /** This layout with other members of one kind. */
  public Layout with(Kind kind, Membership membership) {
    Map<String, Membership> changed = new HashMap<>(memberships);
    changed.put(kind.name(), membership);
    return new Layout(changed, locations);
  }

  /** Whether a kind looks the same in another layout. */
  public boolean agrees(Layout other, Kind kind) {
    return membership(kind).equals(other.membership(kind))
        && kind.fields().stream()
            .map(field -> new FieldName(kind.name(), field.name()))
            .allMatch(name -> Objects.equals(locations.get(name), other.locations.get(name)));
  }
}
