package dev.assay.tree;

import dev.assay.random.Streams;
import java.util.stream.IntStream;

/** Samples drawn at random. */
final class Drawn {
  private Drawn() {}

  /**
   * Samples of few values, so that there are ties.
   *
   * @param values how many values a feature has
   */
  static float[][] rows(long key, int count, int length, int values) {
    float[][] rows = new float[count][length];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < length; j++) {
        rows[i][j] = Streams.integer(key, (long) i * length + j, values);
      }
    }
    return rows;
  }

  static int[] labels(long key, int count, int classes) {
    return IntStream.range(0, count).map(i -> Streams.integer(key, i, classes)).toArray();
  }

  static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
    }
    return flat;
  }

  static Codes codes(float[][] rows) {
    return Codes.of(flat(rows), rows.length, rows[0].length);
  }

  static Values values(float[][] rows) {
    return new Values(flat(rows), rows.length, rows[0].length);
  }
}
