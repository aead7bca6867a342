package dev.assay.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Which values share memory: two may lie in one buffer where no step needs both, so a chain has two
 * buffers. The same serves values, from the step that writes one to the step that reads it, and
 * their cotangents, from the latter to the former.
 */
final class Buffers {
  private final int[] buffer;
  private final List<Long> sizes = new ArrayList<>();

  /** Buffers for some of the values of a program. */
  Buffers(Program program, IntPredicate some) {
    buffer = new int[program.values()];
    Arrays.fill(buffer, -1);
    List<Integer> busy = new ArrayList<>();
    for (int value = 0; value < buffer.length; value++) {
      if (some.test(value)) {
        int b = 0;
        while (b < busy.size() && busy.get(b) >= program.first(value)) {
          b++;
        }
        if (b == busy.size()) {
          busy.add(0);
          sizes.add(1L);
        }
        busy.set(b, program.last(value));
        sizes.set(b, Math.max(sizes.get(b), program.size(value)));
        buffer[value] = b;
      }
    }
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
    return buffer[value];
  }
}
