package dev.assay.reproduction;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What work on a network costs, by the network's size: what was seen, and lines in between. */
final class Costs {
  private final TreeMap<Double, Mean> seen = new TreeMap<>();

  /** Of all that was seen at one size. */
  private record Mean(double sum, int count) {
    double value() {
      return sum / count;
    }
  }

  void add(double size, double cost) {
    seen.merge(size, new Mean(cost, 1), (a, b) -> new Mean(a.sum + b.sum, a.count + b.count));
  }

  /**
   * Never less than a smaller network costs that was seen; larger ones than any that was seen cost
   * in proportion.
   *
   * @return empty where nothing was seen
   */
  OptionalDouble of(double size) {
    if (seen.isEmpty()) {
      return OptionalDouble.empty();
    }
    Map.Entry<Double, Mean> below = seen.floorEntry(size);
    Map.Entry<Double, Mean> above = seen.ceilingEntry(size);
    if (below == null) {
      return OptionalDouble.of(above.getValue().value());
    }
    double low = below.getValue().value();
    if (above == null) {
      return OptionalDouble.of(below.getKey() > 0 ? low * size / below.getKey() : low);
    }
    double span = above.getKey() - below.getKey();
    double share = span > 0 ? (size - below.getKey()) / span : 0;
    return OptionalDouble.of(low + share * (above.getValue().value() - low));
  }
}
