package dev.assay.clustering;

import dev.assay.io.Text;
import java.util.Arrays;

/** The distances between all pairs of points, in single precision: count × count. */
public final class Distances {
  /** How many points an array can hold the distances of. */
  public static final int MOST_POINTS = 46_340;

  private final int count;
  private final float[] values;

  /** All 0. */
  public Distances(int count) {
    if (count > MOST_POINTS) {
      throw new IllegalArgumentException(
          Text.format("at most the distances of %d points fit, got %d", MOST_POINTS, count));
    }
    this.count = count;
    this.values = new float[count * count];
  }

  /** Memory that they take. */
  public static long bytes(int count) {
    return (long) Float.BYTES * count * count;
  }

  public int count() {
    return count;
  }

  public float at(int i, int j) {
    return values[i * count + j];
  }

  /** In both directions. */
  public void set(int i, int j, float distance) {
    values[i * count + j] = distance;
    values[j * count + i] = distance;
  }

  /** Those between some of the points, in the order given. */
  public Distances of(int[] points) {
    Distances part = new Distances(points.length);
    for (int i = 0; i < points.length; i++) {
      for (int j = 0; j < points.length; j++) {
        part.values[i * points.length + j] = at(points[i], points[j]);
      }
    }
    return part;
  }

  /** Those from a point to all, ascending: its own, 0, comes first. */
  float[] sorted(int i) {
    float[] row = Arrays.copyOfRange(values, i * count, (i + 1) * count);
    row[i] = Float.NEGATIVE_INFINITY;
    Arrays.sort(row);
    row[0] = 0;
    return row;
  }
}
