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

  /** Adds the squares of those from a point to all, times a factor. */
  void addSquares(int from, double factor, double[] sums) {
    int row = from * count;
    for (int j = 0; j < count; j++) {
      double distance = values[row + j];
      sums[j] += factor * (distance * distance);
    }
  }

  /**
   * The radius around a point in which there are so many, itself at 0 among them; infinite where
   * there are fewer in all.
   */
  float reach(int from, int points) {
    float[] least = new float[points];
    Arrays.fill(least, 1, points, Float.POSITIVE_INFINITY);
    for (int j = 0; j < count; j++) {
      float distance = values[from * count + j];
      if (j != from && distance < least[points - 1]) {
        int at = points - 1;
        for (; at > 1 && distance < least[at - 1]; at--) {
          least[at] = least[at - 1];
        }
        least[at] = distance;
      }
    }
    return least[points - 1];
  }
}
