package ipcgrade.trace;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records from and to JSON, by their components; see {@link TraceFormat} for the rules. Records of other
 * packages must be public, in a package that is exported to this module.
 */
public final class RecordCodec {
  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return Shape.of(type);
        }
      };

  /** What a missing one of a sealed type reads as, if it has such a variant. */
  private static final Map<String, String> NONE = Map.of("type", "none");

  private RecordCodec() {}

  /**
   * What of a record the codec needs.
   *
   * @param tag its "type", or empty if it needs none
   * @param keys the names as they are written: an agent is young and its code hardly compiled while it writes
   */
  private record Shape(
      String tag,
      List<String> names,
      List<String> keys,
      List<Method> accessors,
      List<Type> types,
      Constructor<?> constructor) {
    static Shape of(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      boolean tagged = Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed);
      try {
        return new Shape(
            tagged ? RecordCodec.tag(type) : "",
            Arrays.stream(components).map(RecordComponent::getName).toList(),
            Arrays.stream(components).map(component -> "\"" + component.getName() + "\":").toList(),
            Arrays.stream(components).map(RecordComponent::getAccessor).toList(),
            Arrays.stream(components).map(RecordComponent::getGenericType).toList(),
            type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new)));
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The record as one line, without its line end. */
  public static String write(Record value) {
    StringBuilder out = new StringBuilder(256);
    write(out, value);
    return out.toString();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param type a record, or a sealed type of records
   * @throws IllegalArgumentException if it is no such line; the message says where
   */
  public static <T> T read(Class<T> type, String line) {
    return parsed(type, Json.parse(line));
  }

  static <T> T parsed(Class<T> type, @Nullable Object json) {
    return type.cast(value(type, json));
  }

  private static String tag(Class<?> type) {
    String name = type.getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  private static void write(StringBuilder out, Object value) {
    switch (value) {
      case String text -> Json.quote(out, text);
      case Payload payload -> out.append('"').append(payload).append('"');
      case Enum<?> constant -> out.append('"').append(constant.name()).append('"');
      case List<?> list -> {
        char before = '[';
        for (Object element : list) {
          out.append(before);
          write(out, element);
          before = ',';
        }
        out.append(list.isEmpty() ? "[]" : "]");
      }
      case Record record -> writeRecord(out, record);
      default -> out.append(value);
    }
  }

  private static void writeRecord(StringBuilder out, Record value) {
    Shape shape = SHAPES.get(value.getClass());
    char before = '{';
    if (!shape.tag().isEmpty()) {
      out.append("{\"type\":\"").append(shape.tag()).append('"');
      before = ',';
    }
    for (int i = 0; i < shape.names().size(); i++) {
      out.append(before).append(shape.keys().get(i));
      write(out, component(value, shape.accessors().get(i)));
      before = ',';
    }
    out.append(before == '{' ? "{}" : "}");
  }

  private static Object component(Record value, Method accessor) {
    try {
      return accessor.invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object value(Type type, @Nullable Object json) {
    if (type instanceof ParameterizedType list) {
      Type element = list.getActualTypeArguments()[0];
      List<?> elements = json == null ? List.of() : as(List.class, json);
      return elements.stream().map(e -> value(element, e)).toList();
    }
    Class<?> wanted = (Class<?>) type;
    if (wanted == int.class || wanted == Integer.class) {
      return json == null ? 0 : Math.toIntExact(as(Long.class, json));
    } else if (wanted == long.class || wanted == Long.class) {
      return json == null ? 0L : as(Long.class, json);
    } else if (wanted == boolean.class) {
      return json != null && as(Boolean.class, json);
    } else if (wanted == String.class) {
      return json == null ? "" : as(String.class, json);
    } else if (wanted == Payload.class) {
      return json == null ? Payload.EMPTY : Payload.ofHex(as(String.class, json));
    } else if (wanted.isEnum()) {
      return constant(wanted, as(String.class, json));
    }
    Map<?, ?> map = json == null && wanted.isSealed() ? NONE : as(Map.class, json);
    return record(wanted.isRecord() ? wanted : tagged(wanted, map.get("type")), map);
  }

  private static Object record(Class<?> type, Map<?, ?> map) {
    Shape shape = SHAPES.get(type);
    Object[] arguments = new Object[shape.names().size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = value(shape.types().get(i), map.get(shape.names().get(i)));
    }
    try {
      return shape.constructor().newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException("not a valid " + tag(type), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> tagged(Class<?> type, @Nullable Object tag) {
    return variants(type)
        .filter(variant -> tag(variant).equals(tag))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("\"" + tag + "\" is no type of " + tag(type)));
  }

  private static Stream<Class<?>> variants(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(RecordCodec::variants);
  }

  private static Object constant(Class<?> type, String name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("\"" + name + "\" is no " + tag(type)));
  }

  private static <T> T as(Class<T> type, @Nullable Object json) {
    if (!type.isInstance(json)) {
      throw new IllegalArgumentException("expected " + tag(type) + ", found " + json);
    }
    return type.cast(json);
  }
}
