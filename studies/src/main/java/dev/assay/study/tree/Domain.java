package dev.assay.study.tree;

import dev.assay.geometry.ExactTree;
import dev.assay.geometry.PiecewiseLinear;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.study.Context;
import dev.assay.study.Samples;
import dev.assay.study.Space;
import dev.assay.study.Subject;
import dev.assay.study.tree.ExactTreeConfig.Range;
import dev.assay.subspace.Directions;
import dev.assay.subspace.PrincipalComponents;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Where a network is one tree: a box in coordinates along some directions, around a point.
 *
 * @param origin the point
 * @param coordinates of the measured samples: count × dimensions
 * @param range of each coordinate
 */
record Domain(
    PiecewiseLinear network,
    Directions directions,
    double[] origin,
    double[][] coordinates,
    Range range) {
  /** From so many dimensions on a question takes so long that leaves are counted beforehand. */
  private static final int MANY = 64;

  static Domain of(Subject subject, ExactTreeConfig config, Context context) {
    PiecewiseLinear network = subject.input().exact();
    int length = network.input().intSize();
    double[] origin = new double[length];
    Directions directions = Directions.all(length);
    if (config.space() instanceof Space.Span span) {
      Samples training = Samples.of(subject.training());
      origin = mean(training);
      Supplier<PrincipalComponents> components =
          () ->
              PrincipalComponents.of(
                  training.points(), training.count(), training.length(), context.algebra());
      directions = span.directions(length, components);
    }
    double[][] coordinates = coordinates(Samples.of(subject.measured()), origin, directions);
    return new Domain(
        network,
        directions,
        origin,
        coordinates,
        config.range() == null ? range(coordinates) : config.range());
  }

  private static double[] mean(Samples samples) {
    double[] mean = new double[samples.length()];
    for (int i = 0; i < samples.points().length; i++) {
      mean[i % mean.length] += samples.points()[i];
    }
    return Arrays.stream(mean).map(sum -> sum / samples.count()).toArray();
  }

  private static double[][] coordinates(Samples samples, double[] origin, Directions directions) {
    double[][] coordinates = new double[samples.count()][directions.size()];
    float[] way = new float[samples.length()];
    for (int i = 0; i < coordinates.length; i++) {
      for (int k = 0; k < way.length; k++) {
        way[k] = (float) (samples.points()[i * way.length + k] - origin[k]);
      }
      directions.project(way, 0, coordinates[i]);
    }
    return coordinates;
  }

  private static Range range(double[][] coordinates) {
    double low = Arrays.stream(coordinates).flatMapToDouble(Arrays::stream).min().orElseThrow();
    double high = Arrays.stream(coordinates).flatMapToDouble(Arrays::stream).max().orElseThrow();
    return new Range(low, high);
  }

  int dimensions() {
    return directions.size();
  }

  /**
   * Of many dimensions each pattern of units may be a leaf, and a question takes long.
   *
   * @param units of all activations
   * @throws BadInputException if there may be too many leaves
   */
  void requireSmall(int units, int mostLeaves) {
    if (dimensions() > MANY && (units >= Integer.SIZE - 1 || 1 << units > mostLeaves)) {
      throw new BadInputException(
          Text.format(
              "this network is too large for its exact tree in %,d dimensions: its %,d units may"
                  + " have 2^%d patterns, more than %,d leaves; take fewer dimensions (--space"
                  + " pca:2, say), fewer units, or more leaves (--most-leaves)",
              dimensions(), units, units, mostLeaves));
    }
  }

  ExactTree tree(int mostLeaves) {
    double[] low = new double[dimensions()];
    double[] high = new double[dimensions()];
    Arrays.fill(low, range.low());
    Arrays.fill(high, range.high());
    return ExactTree.of(network, directions, origin, low, high, mostLeaves);
  }

  /** Whether a sample lies in it, or is projected into it. */
  boolean holds(double[] sample) {
    return Arrays.stream(sample).allMatch(c -> c >= range.low() && c <= range.high());
  }
}
