package dev.assay.clustering;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.random.Streams;
import java.util.Arrays;

/**
 * k-means: clusters of least sum of squares around their means, by Lloyd's steps (1982) from
 * centres that are drawn among the points with probabilities in proportion to the squares of the
 * distances to the centres before, the best of some candidates each time (k-means++; Arthur and
 * Vassilvitskii 2007). Products with centres are taken in single precision, of points without their
 * mean. A cluster that loses all points takes the point that is farthest from its centre, the first
 * of several. Steps end when no point moves, or the sum falls by less than 10⁻⁴ of it.
 *
 * <p>There are never more clusters than distinct points. The same key gives the same bits.
 */
public final class KMeans {
  private static final int ROWS = 256;
  private static final int VALUES = 1 << 22;
  private static final int MOST_STEPS = 100;
  private static final int STARTS = 10;
  private static final double TOLERANCE = 1e-4;

  private final Points points;
  private final Distances distances;
  private final LinearAlgebra algebra;
  private final long key;
  private final Partition equal;
  private final double[] mean;
  private final double[] squares;

  /**
   * @param distances between the points, Euclidean
   * @param key of the stream of random numbers
   */
  public KMeans(Points points, Distances distances, LinearAlgebra algebra, long key) {
    this.points = points;
    this.distances = distances;
    this.algebra = algebra;
    this.key = key;
    equal = points.equal();
    mean = new double[points.units()];
    squares = new double[points.count()];
    for (int i = 0; i < points.count(); i++) {
      for (int u = 0; u < mean.length; u++) {
        mean[u] += points.values()[points.start(i) + u] / (double) points.count();
      }
    }
    for (int i = 0; i < points.count(); i++) {
      for (int u = 0; u < mean.length; u++) {
        double value = points.values()[points.start(i) + u] - mean[u];
        squares[i] += value * value;
      }
    }
  }

  /**
   * Memory that this takes, at most, besides the distances.
   *
   * @param most clusters
   */
  public static long bytes(int count, int units, int most) {
    long rows = rows(count, units);
    long centres = (long) units * most;
    return Float.BYTES * (rows * units + rows * most + centres)
        + 4L * Double.BYTES * centres
        + 8L * Double.BYTES * count;
  }

  private static int rows(int count, int units) {
    return Math.max(1, Math.min(Math.min(count, ROWS), VALUES / units));
  }

  /** So many clusters; as many as there are distinct points where those are fewer. */
  public Partition of(int clusters) {
    return clusters >= equal.count() ? equal : best(clusters, null).partition();
  }

  /**
   * As many clusters as have the largest silhouette, 2 to so many, the fewest of several: for each
   * number one more centre is drawn to those found for the number before, and for the best number
   * all starts are made, too. One cluster where all points are equal.
   */
  public Partition chosen(int most) {
    if (equal.count() < 3) {
      return equal;
    }
    Solution grown = lloyd(new double[1][mean.length]);
    Solution chosen = null;
    double highest = Double.NEGATIVE_INFINITY;
    for (int k = 2; k <= Math.min(most, equal.count() - 1); k++) {
      double[][] centres = Arrays.copyOf(grown.centres(), k);
      centres[k - 1] = point(draw(grown.squares(), Streams.key(key, -k), k));
      grown = lloyd(centres);
      double silhouette = Silhouette.of(distances, grown.partition());
      if (silhouette > highest) {
        highest = silhouette;
        chosen = grown;
      }
    }
    if (equal.count() <= most && Silhouette.of(distances, equal) > highest) {
      return equal;
    }
    return best(chosen.partition().count(), chosen).partition();
  }

  /**
   * Clusters around centres.
   *
   * @param squares of the distance of each point to its centre
   * @param sum of these
   * @param centres means of the clusters, without that of all
   */
  private record Solution(Partition partition, double[] squares, double sum, double[][] centres) {}

  /**
   * @param known another solution; may be null
   */
  private Solution best(int clusters, Solution known) {
    Solution best = known;
    for (int start = 0; start < STARTS; start++) {
      Solution found = lloyd(seeds(clusters, Streams.key(key, start)));
      best = best == null || found.sum() < best.sum() ? found : best;
    }
    return best;
  }

  private double[][] seeds(int clusters, long stream) {
    double[][] seeds = new double[clusters][];
    double[] nearest = new double[points.count()];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    for (int k = 0; k < clusters; k++) {
      int seed =
          k == 0
              ? Streams.integer(stream, 0, points.count())
              : draw(nearest, Streams.key(stream, k), clusters);
      seeds[k] = point(seed);
      for (int i = 0; i < nearest.length; i++) {
        nearest[i] = Math.min(nearest[i], square(i, seed));
      }
    }
    return seeds;
  }

  /** One of some points, drawn by these weights, that leaves the least sum of squares. */
  private int draw(double[] weights, long stream, int clusters) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int t = 0; t < 2 + (int) Math.log(clusters); t++) {
      int candidate = draw(weights, Streams.uniform53(stream, t));
      double left = 0;
      for (int i = 0; i < weights.length; i++) {
        left += Math.min(weights[i], square(i, candidate));
      }
      if (left < least) {
        least = left;
        best = candidate;
      }
    }
    return best;
  }

  private static int draw(double[] weights, double position) {
    double at = position * Arrays.stream(weights).sum();
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        last = i;
        at -= weights[i];
        if (at < 0) {
          return i;
        }
      }
    }
    return last;
  }

  private double square(int i, int j) {
    return (double) distances.at(i, j) * distances.at(i, j);
  }

  private double[] point(int i) {
    double[] point = new double[mean.length];
    for (int u = 0; u < mean.length; u++) {
      point[u] = points.values()[points.start(i) + u] - mean[u];
    }
    return point;
  }

  private Solution lloyd(double[][] seeds) {
    Assignment found = new Assignment(seeds);
    for (int step = 1; step < MOST_STEPS; step++) {
      Assignment next = new Assignment(found.means());
      boolean ends =
          Arrays.equals(next.clusters, found.clusters)
              || next.sum() >= (1 - TOLERANCE) * found.sum();
      found = next;
      if (ends) {
        break;
      }
    }
    return new Solution(
        Partition.numbered(found.clusters), found.nearest, found.sum(), found.means());
  }

  /** Each point at the nearest centre. */
  private final class Assignment {
    private final int[] clusters = new int[points.count()];
    private final double[] nearest = new double[points.count()];
    private final double[][] sums;
    private final int[] sizes;

    Assignment(double[][] centres) {
      int count = centres.length;
      int units = mean.length;
      sums = new double[count][units];
      sizes = new int[count];
      float[] right = new float[units * count];
      double[] norms = new double[count];
      for (int k = 0; k < count; k++) {
        for (int u = 0; u < units; u++) {
          right[u * count + k] = (float) centres[k][u];
          norms[k] += centres[k][u] * centres[k][u];
        }
      }
      int block = rows(points.count(), units);
      float[] left = new float[block * units];
      float[] products = new float[block * count];
      for (int first = 0; first < points.count(); first += block) {
        int rows = Math.min(block, points.count() - first);
        for (int r = 0; r < rows; r++) {
          int start = points.start(first + r);
          for (int u = 0; u < units; u++) {
            left[r * units + u] = (float) (points.values()[start + u] - mean[u]);
          }
        }
        algebra.multiply(rows, units, count, left, right, products);
        for (int r = 0; r < rows; r++) {
          assign(first + r, products, r * count, norms);
          add(first + r, left, r * units);
        }
      }
      fill();
    }

    private void assign(int i, float[] products, int from, double[] norms) {
      int best = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int k = 0; k < norms.length; k++) {
        double square = norms[k] - 2.0 * products[from + k];
        if (square < least) {
          least = square;
          best = k;
        }
      }
      clusters[i] = best;
      nearest[i] = Math.max(0, squares[i] + least);
    }

    private void add(int i, float[] values, int from) {
      double[] sum = sums[clusters[i]];
      for (int u = 0; u < sum.length; u++) {
        sum[u] += values[from + u];
      }
      sizes[clusters[i]]++;
    }

    private void fill() {
      for (int k = 0; k < sizes.length; k++) {
        if (sizes[k] == 0) {
          int farthest = farthest();
          double[] point = point(farthest);
          double[] sum = sums[clusters[farthest]];
          for (int u = 0; u < sum.length; u++) {
            sum[u] -= point[u];
          }
          sizes[clusters[farthest]]--;
          sums[k] = point;
          sizes[k] = 1;
          clusters[farthest] = k;
          nearest[farthest] = 0;
        }
      }
    }

    /** From its centre, of those that are not alone there. */
    private int farthest() {
      int farthest = -1;
      for (int i = 0; i < clusters.length; i++) {
        if (sizes[clusters[i]] > 1 && (farthest < 0 || nearest[i] > nearest[farthest])) {
          farthest = i;
        }
      }
      return farthest;
    }

    double sum() {
      return Arrays.stream(nearest).sum();
    }

    double[][] means() {
      double[][] means = new double[sums.length][];
      for (int k = 0; k < means.length; k++) {
        double size = sizes[k];
        means[k] = Arrays.stream(sums[k]).map(sum -> sum / size).toArray();
      }
      return means;
    }
  }
}
