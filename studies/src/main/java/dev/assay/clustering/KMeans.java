package dev.assay.clustering;

import dev.assay.random.Streams;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * k-means: clusters of least sum of squares around their means, by Lloyd's steps (1982) from
 * centres that are drawn among the points with probabilities in proportion to the squares of the
 * distances to the centres before, the best of some candidates each time (k-means++; Arthur and
 * Vassilvitskii 2007). Distances to means are read from those between points: {@code ‖x − μ‖² = Σ_j
 * ‖x − x_j‖² / n − Σ_ij ‖x_i − x_j‖² / 2n²}, so a step takes no longer for many units than for few.
 * A cluster that loses all points takes the point that is farthest from its centre, the first of
 * several. Steps end when no point moves, or the sum falls by less than 10⁻⁴ of it.
 *
 * <p>There are never more clusters than distinct points. The same key gives the same bits.
 */
public final class KMeans {
  private static final int MOST_STEPS = 100;
  private static final int STARTS = 10;
  private static final double TOLERANCE = 1e-4;

  private final int count;
  private final Distances distances;
  private final long key;
  private final Partition equal;

  /**
   * @param distances between the points, Euclidean
   * @param key of the stream of random numbers
   */
  public KMeans(Points points, Distances distances, long key) {
    this.count = points.count();
    this.distances = distances;
    this.key = key;
    equal = points.equal();
  }

  /**
   * Memory that this takes, at most, besides the distances.
   *
   * @param most clusters
   */
  public static long bytes(int count, int most) {
    return 3L * Double.BYTES * count * (most + 2);
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
    Clusters grown = new Clusters(new int[count], 1);
    Clusters chosen = null;
    double highest = Double.NEGATIVE_INFINITY;
    for (int k = 2; k <= Math.min(most, equal.count() - 1); k++) {
      int seed = draw(grown.squares(), Streams.key(key, -k), k);
      grown = lloyd(grown.with(seed));
      double silhouette = Silhouette.of(distances, grown.partition());
      if (silhouette > highest) {
        highest = silhouette;
        chosen = grown;
      }
    }
    if (equal.count() <= most && Silhouette.of(distances, equal) > highest) {
      return equal;
    }
    return best(chosen.sizes.length, chosen).partition();
  }

  /**
   * @param known another solution; may be null
   */
  private Clusters best(int clusters, Clusters known) {
    Clusters best = known;
    for (int start = 0; start < STARTS; start++) {
      Clusters found = lloyd(seeded(clusters, Streams.key(key, start)));
      best = best == null || found.sum() < best.sum() ? found : best;
    }
    return best;
  }

  /** Each point with the nearest of the points that are drawn. */
  private Clusters seeded(int clusters, long stream) {
    double[] nearest = new double[count];
    int[] of = new int[count];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    for (int k = 0; k < clusters; k++) {
      int seed =
          k == 0
              ? Streams.integer(stream, 0, count)
              : draw(nearest, Streams.key(stream, k), clusters);
      for (int i = 0; i < count; i++) {
        if (square(i, seed) < nearest[i]) {
          nearest[i] = square(i, seed);
          of[i] = k;
        }
      }
    }
    return new Clusters(of, clusters);
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

  private Clusters lloyd(Clusters from) {
    double before = Double.POSITIVE_INFINITY;
    for (int step = 0; step < MOST_STEPS; step++) {
      double sum = from.sum();
      if (sum >= (1 - TOLERANCE) * before || !from.step()) {
        break;
      }
      before = sum;
    }
    return from;
  }

  /** Points in clusters, and what distances to the means of these take. */
  private final class Clusters {
    private final int[] of;
    private final int[] sizes;

    /** Of each cluster, from each point: squares of the distances to all points in it. */
    private final double[][] squares;

    /** The same of all points in the cluster. */
    private final double[] inner;

    Clusters(int[] of, int clusters) {
      this.of = of;
      sizes = new int[clusters];
      squares = new double[clusters][count];
      inner = new double[clusters];
      for (int i = 0; i < count; i++) {
        sizes[of[i]]++;
        distances.addSquares(i, 1, squares[of[i]]);
      }
      spread();
      fill();
    }

    private void spread() {
      Arrays.fill(inner, 0);
      for (int i = 0; i < count; i++) {
        inner[of[i]] += squares[of[i]][i];
      }
    }

    /** Square of the distance of a point to the mean of a cluster that is not empty. */
    private double toMean(int i, int k) {
      double size = sizes[k];
      return Math.max(0, (squares[k][i] - inner[k] / size / 2) / size);
    }

    /** Of each point that to its own mean. */
    double[] squares() {
      return IntStream.range(0, count).mapToDouble(i -> toMean(i, of[i])).toArray();
    }

    double sum() {
      return Arrays.stream(squares()).sum();
    }

    Partition partition() {
      return Partition.numbered(of);
    }

    /** With one more cluster around a point. */
    Clusters with(int seed) {
      int more = sizes.length;
      return new Clusters(
          IntStream.range(0, count)
              .map(i -> square(i, seed) < toMean(i, of[i]) ? more : of[i])
              .toArray(),
          more + 1);
    }

    /** Moves each point to the nearest mean; whether any point moved. */
    boolean step() {
      int[] next = nearest();
      boolean moves = !Arrays.equals(next, of);
      for (int i = 0; i < count; i++) {
        move(i, next[i]);
      }
      spread();
      fill();
      return moves;
    }

    /** The cluster of the nearest mean, for each point; the first of equally near ones. */
    private int[] nearest() {
      int[] nearest = new int[count];
      double[] least = new double[count];
      Arrays.fill(least, Double.POSITIVE_INFINITY);
      for (int k = 0; k < sizes.length; k++) {
        for (int i = 0; i < count; i++) {
          double square = toMean(i, k);
          if (square < least[i]) {
            least[i] = square;
            nearest[i] = k;
          }
        }
      }
      return nearest;
    }

    private void move(int i, int to) {
      int from = of[i];
      if (from != to) {
        of[i] = to;
        sizes[from]--;
        sizes[to]++;
        distances.addSquares(i, -1, squares[from]);
        distances.addSquares(i, 1, squares[to]);
      }
    }

    private void fill() {
      for (int k = 0; k < sizes.length; k++) {
        if (sizes[k] == 0) {
          move(farthest(), k);
          spread();
        }
      }
    }

    /** From its mean, of those that are not alone there. */
    private int farthest() {
      int farthest = -1;
      double most = -1;
      for (int i = 0; i < count; i++) {
        if (sizes[of[i]] > 1 && toMean(i, of[i]) > most) {
          most = toMean(i, of[i]);
          farthest = i;
        }
      }
      return farthest;
    }
  }
}
