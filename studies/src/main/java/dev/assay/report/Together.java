package dev.assay.report;

import dev.assay.study.Axis;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What panels of a figure have in common: the ranges of their axes, what the axes mean, and the
 * legend. It is known when all have been painted once.
 */
final class Together {
  private final Extent x = new Extent(Axis.of("x"));
  private final Extent y = new Extent(Axis.of("y"));
  private final Set<String> xNames = new LinkedHashSet<>();
  private final Set<String> yNames = new LinkedHashSet<>();
  private final Map<String, Legend.Key> keys = new LinkedHashMap<>();

  void x(Extent extent) {
    share(x, extent);
  }

  void y(Extent extent) {
    share(y, extent);
  }

  private static void share(Extent all, Extent one) {
    all.widen(one.low(), one.high());
    one.widen(all.low(), all.high());
  }

  /** Whether a panel must say itself what its x axis means, as another says otherwise. */
  boolean ownX(String name) {
    xNames.add(name);
    return xNames.size() > 1;
  }

  boolean ownY(String name) {
    yNames.add(name);
    return yNames.size() > 1;
  }

  void add(Collection<Legend.Key> more) {
    more.forEach(key -> keys.putIfAbsent(key.name(), key));
  }

  /** What all x axes mean; empty if they differ. */
  String xName() {
    return xNames.size() == 1 ? xNames.iterator().next() : "";
  }

  String yName() {
    return yNames.size() == 1 ? yNames.iterator().next() : "";
  }

  List<Legend.Key> keys() {
    return new ArrayList<>(keys.values());
  }
}
