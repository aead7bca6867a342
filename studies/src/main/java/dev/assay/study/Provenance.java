package dev.assay.study;

import dev.assay.io.Text;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Plain, ordered, immutable values from what a caller has at hand, so that the same provenance is
 * always written in the same order.
 */
public final class Provenance {
  private Provenance() {}

  /**
   * A deep copy in which records are maps of their components, arrays are lists and enums are their
   * names. Maps without an order of their own are sorted by key.
   *
   * @throws IllegalArgumentException if a value is neither null, a string, a boolean, a number, an
   *     enum, a record, a list, an array nor a map with string keys
   */
  public static Map<String, Object> of(Map<String, ?> values) {
    return map(values, "provenance");
  }

  private static Object value(Object value, String where) {
    if (value == null
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Number) {
      return value;
    }
    if (value instanceof Enum<?> e) {
      return e.name();
    }
    if (value instanceof Record r) {
      return record(r, where);
    }
    if (value instanceof List<?> list) {
      return list(list, where);
    }
    if (value.getClass().isArray()) {
      List<Object> elements = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        elements.add(Array.get(value, i));
      }
      return list(elements, where);
    }
    if (value instanceof Map<?, ?> map) {
      return map(map, where);
    }
    throw new IllegalArgumentException(
        Text.format(
            "%s: a %s has no plain form; give a string, number, boolean, enum, record, list or map",
            where, value.getClass().getName()));
  }

  private static List<Object> list(List<?> values, String where) {
    List<Object> copy = new ArrayList<>(values.size());
    for (Object value : values) {
      copy.add(value(value, where + "[" + copy.size() + "]"));
    }
    return Collections.unmodifiableList(copy);
  }

  private static Map<String, Object> map(Map<?, ?> values, String where) {
    boolean ordered =
        values instanceof LinkedHashMap || values instanceof SortedMap || values instanceof Ordered;
    Map<String, Object> copy = ordered ? new LinkedHashMap<>() : new TreeMap<>();
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      if (!(entry.getKey() instanceof String key)) {
        throw new IllegalArgumentException(where + ": key " + entry.getKey() + " is not a string");
      }
      copy.put(key, value(entry.getValue(), where + "." + key));
    }
    return new Ordered(copy);
  }

  private static Map<String, Object> record(Record value, String where) {
    Map<String, Object> copy = new LinkedHashMap<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      String name = component.getName();
      copy.put(name, value(component(value, component), where + "." + name));
    }
    return new Ordered(copy);
  }

  private static Object component(Record value, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.trySetAccessible();
      return accessor.invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot read " + component, e);
    }
  }

  /**
   * An unmodifiable map that is known to keep its order, so that it survives being copied again.
   */
  private static final class Ordered extends AbstractMap<String, Object> {
    private final Map<String, Object> values;

    Ordered(Map<String, Object> values) {
      this.values = Collections.unmodifiableMap(values);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      return values.entrySet();
    }
  }
}
