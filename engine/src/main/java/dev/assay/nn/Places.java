package dev.assay.nn;

import java.util.List;

/**
 * Where the values of a program lie, or their cotangents: each at a place of its own, but for those
 * that are one another as they are. A place is named by one of its values, and needed from the step
 * that writes the first of them to the step that reads the last; of cotangents from the latter to
 * the former.
 */
final class Places {
  private final int[] place;
  private final int[] first;
  private final int[] last;
  private final long[] sizes;

  private Places(Program program) {
    int values = program.values();
    place = new int[values];
    first = new int[values];
    last = new int[values];
    sizes = new long[values];
    for (int value = 0; value < values; value++) {
      place[value] = value;
      first[value] = program.first(value);
      last[value] = program.last(value);
      sizes[value] = program.size(value);
    }
  }

  /** Those of values: branches read the same memory. */
  static Places ofValues(Program program) {
    Places places = new Places(program);
    for (Program.Instruction instruction : program.instructions()) {
      if (instruction.step().passesOn()) {
        instruction.writes().forEach(value -> places.join(value, instruction.reads().get(0)));
      }
    }
    return places;
  }

  /** Those of cotangents: of a sum's terms that of the sum, but for who would overwrite it. */
  static Places ofCotangents(Program program) {
    Places places = new Places(program);
    List<Program.Instruction> instructions = program.instructions();
    for (int i = instructions.size() - 1; i >= 0; i--) {
      if (instructions.get(i).step().passesBack()) {
        int sum = instructions.get(i).writes().get(0);
        for (int term : instructions.get(i).reads()) {
          if (!instructions.get(program.first(term)).step().overwritesCotangent()) {
            places.join(term, sum);
          }
        }
      }
    }
    return places;
  }

  /** For each step the floats of a sample of all that it needs. */
  long[] live(int steps) {
    long[] live = new long[steps];
    for (int place = 0; place < count(); place++) {
      for (int step = Math.max(0, first[place]);
          isPlace(place) && step <= Math.min(last[place], steps - 1);
          step++) {
        live[step] += sizes[place];
      }
    }
    return live;
  }

  private void join(int value, int with) {
    int to = place[with];
    place[value] = to;
    first[to] = Math.min(first[to], first[value]);
    last[to] = Math.max(last[to], last[value]);
  }

  /** The place of a value. */
  int of(int value) {
    return place[value];
  }

  boolean isPlace(int value) {
    return place[value] == value;
  }

  int count() {
    return place.length;
  }

  /** Floats of a sample at a place. */
  long size(int place) {
    return sizes[place];
  }

  /** The first step that needs a place; −1 for the input. */
  int first(int place) {
    return first[place];
  }

  /** The last step that needs a place; the number of steps for the output. */
  int last(int place) {
    return last[place];
  }
}
