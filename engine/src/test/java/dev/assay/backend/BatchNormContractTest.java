package dev.assay.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Channels whose mean is large beside their deviation, against double arithmetic. */
class BatchNormContractTest {
  private static final double EPSILON = Math.ulp(1f);
  private static final float ADDED = 1e-5f;

  /** What sums of a few thousand floats lose; Backend's k. */
  private static final int SUMS = 64;

  private static final List<Shape> BATCHES =
      List.of(
          Shape.of(100, 3),
          Shape.of(2, 35),
          Shape.of(64, 2, 16, 16),
          Shape.of(5, 3, 7, 9),
          Shape.of(33, 2, 1, 1),
          Shape.of(1, 2, 71, 83));

  static Stream<Arguments> batches() {
    return TestBackends.available().stream()
        .flatMap(candidate -> BATCHES.stream().map(shape -> Arguments.of(candidate, shape)));
  }

  /** One channel set of a batch through both directions, in slices of 32 samples. */
  private static final class Run implements AutoCloseable {
    final Backend backend;
    final Workspace workspace;
    final Shape shape;
    final Shape vector;
    final int plane;
    final Tensor x;
    final Tensor mean;
    final Tensor inverse;
    final Tensor runningMean;
    final Tensor runningVariance;
    final Tensor gamma;
    final Tensor beta;

    Run(TestBackends.Candidate candidate, Shape shape, float[] values) {
      this.backend = candidate.open(1);
      this.workspace = new Workspace(backend);
      this.shape = shape;
      this.vector = Shape.vector(shape.extent(1));
      this.plane = shape.intSize() / shape.extent(0) / shape.extent(1);
      x = of(shape, values);
      mean = workspace.tensor(vector);
      inverse = workspace.tensor(vector);
      runningMean = workspace.tensor(vector);
      runningVariance = workspace.tensor(vector);
      gamma = of(vector, filled(vector, 1));
      beta = workspace.tensor(vector);
      statistics();
    }

    Tensor of(Shape of, float[] values) {
      Tensor tensor = workspace.tensor(of);
      tensor.write(values);
      return tensor;
    }

    private void statistics() {
      int count = shape.extent(0);
      int slice = 32;
      Tensor partials = workspace.tensor(vector.batch(2).batch((count + slice - 1) / slice));
      for (int g = 0; g < partials.count(); g++) {
        backend.batchNormStatistics(
            x.slice(g * slice, Math.min(count, (g + 1) * slice)),
            partials.slice(g, g + 1).reshape(vector.batch(2)));
      }
      backend.batchNormMerge(
          partials,
          count,
          slice,
          plane,
          1,
          ADDED,
          null,
          mean,
          inverse,
          runningMean,
          runningVariance);
    }

    float[] forward() {
      Tensor y = workspace.tensor(shape);
      backend.batchNorm(x, mean, inverse, gamma, beta, false, y);
      return y.toArray();
    }

    float[] backward(float[] cotangents) {
      Tensor dy = of(shape, cotangents);
      Tensor sums = workspace.tensor(vector.batch(2));
      backend.batchNormBackwardStatistics(x, dy, mean, inverse, gamma, beta, false, sums);
      Tensor dx = workspace.tensor(shape);
      backend.batchNormBackward(
          x,
          dy,
          mean,
          inverse,
          gamma,
          beta,
          false,
          sums.slice(0, 1).reshape(vector),
          sums.slice(1, 2).reshape(vector),
          (long) shape.extent(0) * plane,
          dx);
      return dx.toArray();
    }

    /** The values of a channel. */
    double[] channel(float[] all, int c) {
      double[] values = new double[shape.extent(0) * plane];
      for (int i = 0; i < values.length; i++) {
        values[i] = all[(i / plane * shape.extent(1) + c) * plane + i % plane];
      }
      return values;
    }

    @Override
    public void close() {
      workspace.close();
      assertThat(backend.liveBytes()).isZero();
      backend.close();
    }
  }

  private static float[] filled(Shape shape, float value) {
    float[] values = new float[shape.intSize()];
    Arrays.fill(values, value);
    return values;
  }

  private static float[] signed(Shape shape) {
    return Values.SIGNED.draw(Streams.key(1, "cotangents"), 0, shape.intSize());
  }

  @ParameterizedTest
  @MethodSource("batches")
  void constantChannelsHaveNoDeviation(TestBackends.Candidate candidate, Shape shape) {
    for (float level : new float[] {1e10f, -1e10f, 0.1f, 16777213, 1e-30f, 3e29f}) {
      try (Run run = new Run(candidate, shape, filled(shape, level))) {
        assertThat(run.mean.toArray()).containsOnly(level);
        assertThat(run.inverse.toArray()).containsOnly((float) (1 / Math.sqrt(ADDED)));
        assertThat(run.runningMean.toArray()).containsOnly(level);
        assertThat(run.runningVariance.toArray()).containsOnly(0);
        assertThat(run.forward()).containsOnly(0);
        // dx = (dy − mean dy) / √epsilon
        float[] dy = signed(shape);
        float[] dx = run.backward(dy);
        for (int c = 0; c < shape.extent(1); c++) {
          double[] wanted = run.channel(dy, c);
          double[] actual = run.channel(dx, c);
          double center = Arrays.stream(wanted).average().orElseThrow();
          for (int i = 0; i < wanted.length; i++) {
            assertThat(actual[i])
                .isCloseTo((wanted[i] - center) / Math.sqrt(ADDED), within(SUMS * EPSILON * 317));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("batches")
  void errorsGrowNoFasterThanStated(TestBackends.Candidate candidate, Shape shape) {
    for (double level : new double[] {0, 1, -100, 1e4, -1e5, 1e6}) {
      float[] values = signed(shape);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (level + 3 * values[i]);
      }
      try (Run run = new Run(candidate, shape, values)) {
        float[] y = run.forward();
        for (int c = 0; c < shape.extent(1); c++) {
          accurate(
              run.channel(values, c),
              run.channel(y, c),
              run.mean.toArray()[c],
              run.runningVariance.toArray()[c]);
        }
      }
    }
  }

  private static void accurate(double[] x, double[] y, double mean, double runningVariance) {
    int n = x.length;
    double center = Arrays.stream(x).average().orElseThrow();
    double squares = Arrays.stream(x).map(v -> (v - center) * (v - center)).sum();
    double deviation = Math.sqrt(squares / n);
    double kappa = Math.abs(center) / deviation;
    assertThat(mean).isCloseTo(center, within(EPSILON * (Math.abs(center) + SUMS * deviation)));
    double unbiased = squares / (n - 1);
    assertThat(runningVariance)
        .isCloseTo(unbiased, within(EPSILON * (SUMS + kappa * kappa) * unbiased));
    for (int i = 0; i < n; i++) {
      double normal = (x[i] - center) / Math.sqrt(squares / n + ADDED);
      assertThat(y[i]).isCloseTo(normal, within(EPSILON * (SUMS + kappa) * (1 + Math.abs(normal))));
    }
  }

  /** The first sample is far from all others: what the sums start from is no estimate. */
  @ParameterizedTest
  @MethodSource("batches")
  void anOutlierFirstDoesNotHarm(TestBackends.Candidate candidate, Shape shape) {
    float[] values = signed(shape);
    int first = shape.intSize() / shape.extent(0);
    for (int i = 0; i < first; i++) {
      values[i] += 1e6f;
    }
    try (Run run = new Run(candidate, shape, values)) {
      for (int c = 0; c < shape.extent(1); c++) {
        accurate(
            run.channel(values, c),
            run.channel(run.forward(), c),
            run.mean.toArray()[c],
            run.runningVariance.toArray()[c]);
      }
    }
  }
}
