package dev.assay.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which places share memory: two may lie in one buffer where no step needs both, so a chain has two
 * buffers.
 */
final class Buffers {
  private final Places places;
  private final int[] buffer;
  private final List<Long> sizes = new ArrayList<>();

  /** Buffers for some places. */
  Buffers(Places places, IntPredicate some) {
    this.places = places;
    buffer = new int[places.count()];
    Arrays.fill(buffer, -1);
    List<Integer> busy = new ArrayList<>();
    IntStream.range(0, buffer.length)
        .filter(places::isPlace)
        .filter(some)
        .boxed()
        .sorted(Comparator.comparingInt(places::first))
        .forEach(place -> buffer[place] = take(place, busy));
  }

  /** The first buffer that is free by then, made large enough. */
  private int take(int place, List<Integer> busy) {
    int b = 0;
    while (b < busy.size() && busy.get(b) >= places.first(place)) {
      b++;
    }
    if (b == busy.size()) {
      busy.add(0);
      sizes.add(1L);
    }
    busy.set(b, places.last(place));
    sizes.set(b, Math.max(sizes.get(b), places.size(place)));
    return b;
  }

  int count() {
    return sizes.size();
  }

  /** Floats of a sample that a buffer holds, at least 1. */
  long size(int number) {
    return sizes.get(number);
  }

  /** The buffer of a value; −1 where it has none. */
  int of(int value) {
    return buffer[places.of(value)];
  }
}
