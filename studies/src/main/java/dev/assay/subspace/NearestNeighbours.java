package dev.assay.subspace;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How samples lie among each other: exact nearest neighbours over a whole data set. Squared
 * distances come as {@code ‖q‖² + ‖x‖² − 2 q·x} from products of blocks of samples; whatever could
 * be nearest within the rounding error of that is computed again as {@code Σ (q − x)²}, which
 * decides. Equal distances go to the first sample.
 */
public final class NearestNeighbours {
  private static final int QUERIES = 256;
  private static final int BLOCK_VALUES = 1 << 21;
  private static final double EPS = Math.ulp(1.0);

  private final float[] points;
  private final int[] targets;
  private final int count;
  private final int length;
  private final LinearAlgebra algebra;
  private final double[] squares;
  private final double largest;

  /**
   * Where a sample lies.
   *
   * @param neighbour the nearest other sample
   * @param distance to it
   * @param enemy the nearest sample with another target; −1 where all have the same
   * @param enemyDistance to it; infinite where there is none
   * @param meanDistance mean over all other samples
   */
  public record Neighbourhood(
      int sample,
      int neighbour,
      double distance,
      int enemy,
      double enemyDistance,
      double meanDistance) {}

  /**
   * @param points count × length; not copied
   * @param targets class of each sample, as it was trained on
   * @throws BadInputException if there are fewer than two samples, or a value is not finite
   */
  public NearestNeighbours(float[] points, int[] targets, int length, LinearAlgebra algebra) {
    this.points = points;
    this.targets = targets;
    this.count = targets.length;
    this.length = length;
    this.algebra = algebra;
    if (points.length != (long) count * length) {
      throw new IllegalArgumentException(
          Text.format(
              "%d samples of length %d need %d values, got %d",
              count, length, (long) count * length, points.length));
    }
    if (count < 2) {
      throw new BadInputException("a nearest neighbour needs at least 2 samples, got " + count);
    }
    squares = new double[count];
    double most = 0;
    for (int i = 0; i < count; i++) {
      squares[i] = square(i);
      if (!(squares[i] < Double.POSITIVE_INFINITY)) {
        throw new BadInputException(Text.format("sample %d has a value that is not finite", i));
      }
      most = Math.max(most, squares[i]);
    }
    largest = most;
  }

  /** The neighbourhoods of some samples, in their order. */
  public List<Neighbourhood> of(int... samples) {
    List<Neighbourhood> found = new ArrayList<>(samples.length);
    for (int from = 0; from < samples.length; from += QUERIES) {
      int rows = Math.min(QUERIES, samples.length - from);
      Query[] queries = new Query[rows];
      for (int r = 0; r < rows; r++) {
        queries[r] = new Query(samples[from + r]);
      }
      scan(queries);
      for (Query query : queries) {
        found.add(query.result());
      }
    }
    return found;
  }

  private void scan(Query[] queries) {
    int block = Math.max(1, Math.min(count, BLOCK_VALUES / Math.max(length, queries.length)));
    double[] left = new double[queries.length * length];
    for (int r = 0; r < queries.length; r++) {
      for (int i = 0; i < length; i++) {
        left[r * length + i] = points[queries[r].sample * length + i];
      }
    }
    double[] right = new double[length * block];
    double[] products = new double[queries.length * block];
    for (int from = 0; from < count; from += block) {
      int columns = Math.min(block, count - from);
      transpose(from, columns, right);
      algebra.multiply(queries.length, length, columns, left, right, products);
      for (int r = 0; r < queries.length; r++) {
        queries[r].look(from, columns, products, r * columns);
      }
    }
  }

  private void transpose(int from, int columns, double[] right) {
    for (int c = 0; c < columns; c++) {
      int at = (from + c) * length;
      for (int i = 0; i < length; i++) {
        right[i * columns + c] = points[at + i];
      }
    }
  }

  private double square(int sample) {
    double sum = 0;
    for (int i = sample * length; i < (sample + 1) * length; i++) {
      sum += (double) points[i] * points[i];
    }
    return sum;
  }

  private double squaredDistance(int a, int b) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      double difference = (double) points[a * length + i] - points[b * length + i];
      sum += difference * difference;
    }
    return sum;
  }

  /** One sample looking at all the others. */
  private final class Query {
    private final int sample;
    private final double error;
    private int neighbour = -1;
    private double nearest = Double.POSITIVE_INFINITY;
    private int enemy = -1;
    private double nearestEnemy = Double.POSITIVE_INFINITY;
    private double sum;

    Query(int sample) {
      this.sample = Objects.checkIndex(sample, count);
      // of a sum of length + 2 terms, none larger than (‖q‖ + ‖x‖)² in total
      double span = Math.sqrt(squares[sample]) + Math.sqrt(largest);
      error = 4 * (length + 2) * EPS * span * span;
    }

    void look(int from, int columns, double[] products, int at) {
      for (int c = 0; c < columns; c++) {
        int other = from + c;
        if (other == sample) {
          continue;
        }
        double distance = squares[sample] + squares[other] - 2 * products[at + c];
        boolean differs = targets[other] != targets[sample];
        double rival = differs ? nearestEnemy : nearest; // an enemy is never nearer than nearest
        // close to zero the rounding error is most of it
        if (distance <= rival + error || distance < 1e6 * error) {
          distance = squaredDistance(sample, other);
          if (distance < nearest) {
            nearest = distance;
            neighbour = other;
          }
          if (differs && distance < nearestEnemy) {
            nearestEnemy = distance;
            enemy = other;
          }
        }
        sum += Math.sqrt(distance);
      }
    }

    Neighbourhood result() {
      return new Neighbourhood(
          sample, neighbour, Math.sqrt(nearest), enemy, Math.sqrt(nearestEnemy), sum / (count - 1));
    }
  }
}
