package dev.assay.clustering;

import dev.assay.io.Text;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Some rows of a matrix; the arrays are taken as they are and must not be changed.
 *
 * @param values all × units, finite; there may be more
 * @param rows which of them are points, in order
 */
public record Points(float[] values, int units, int[] rows) {

  public Points {
    if (units < 1 || IntStream.of(rows).anyMatch(row -> (row + 1L) * units > values.length)) {
      throw new IllegalArgumentException(
          Text.format("%d values do not hold these points of %d units", values.length, units));
    }
  }

  public int count() {
    return rows.length;
  }

  /** Where the values of the i-th point begin. */
  public int start(int i) {
    return rows[i] * units;
  }

  /** Equal points, a cluster each, numbered by their first points. */
  public Partition equal() {
    Map<Row, Integer> found = new HashMap<>();
    int[] clusters = new int[count()];
    for (int i = 0; i < clusters.length; i++) {
      Integer known = found.putIfAbsent(new Row(values, start(i), units), found.size());
      clusters[i] = known == null ? found.size() - 1 : known;
    }
    return new Partition(clusters, found.size());
  }

  /** Zeros of both signs are equal. */
  private record Row(float[] values, int start, int units) {
    @Override
    public boolean equals(Object other) {
      if (!(other instanceof Row that)) {
        return false;
      }
      for (int u = 0; u < units; u++) {
        if (values[start + u] != that.values[that.start + u]) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int hashCode() {
      int hash = 1;
      for (int u = 0; u < units; u++) {
        hash = 31 * hash + Float.hashCode(values[start + u] + 0f);
      }
      return hash;
    }

    @Override
    public String toString() {
      return Arrays.toString(Arrays.copyOfRange(values, start, start + units));
    }
  }
}
