package dev.assay.study.margin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.nn.Classifier;
import dev.assay.study.Samples;
import dev.assay.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Beside the algorithm written down plainly, which looks at all classes at each step. */
final class DeepFoolSearchTest {
  private static final int N = 20;
  private static final int COUNT = 40;
  private static final MarginSolver.DeepFool SOLVER = MarginSolver.DeepFool.standard();

  @Test
  void classesThatAreFarAreSeldomLookedAtAndDistancesAreThoseOfTheAlgorithm() {
    ToyNetwork network = ToyNetwork.random(3, N, 40, 40, 6);
    Samples samples = Toys.samples(5, COUNT, N);
    Counted counted = new Counted(network);
    List<Margin> margins = Toys.measure(counted, samples, SOLVER);
    int towardsAnother = 0;
    for (int s = 0; s < COUNT; s++) {
      double[] x = new double[N];
      for (int i = 0; i < N; i++) {
        x[i] = samples.points()[s * N + i];
      }
      Plain plain = plain(network, x);
      assertThat(margins.get(s).distance())
          .isCloseTo(plain.distance(), within(2e-3 * plain.distance()));
      towardsAnother += plain.turns();
    }
    assertThat(towardsAnother).isPositive();
    assertThat(counted.single).isGreaterThan(counted.all);
  }

  /**
   * @param turns how often a step was towards another class than the one before
   */
  private record Plain(double distance, int turns) {}

  /** Damped steps, and a last whole one, onto the boundary up to the length of a step. */
  private static Plain plain(ToyNetwork network, double[] x) {
    int classes = network.classes();
    double[] at = x.clone();
    double[] z = network.logits(x);
    int i = 0;
    for (int k = 1; k < classes; k++) {
      i = z[k] > z[i] ? k : i;
    }
    int before = -1;
    int turns = 0;
    for (int iteration = 1; ; iteration++) {
      z = network.logits(at);
      double nearest = Double.POSITIVE_INFINITY;
      double[] step = null;
      int rival = -1;
      for (int j = 0; j < classes; j++) {
        if (j == i) {
          continue;
        }
        double[] w = gradient(network, at, i, j);
        double squares = squares(w);
        if (Math.abs(z[i] - z[j]) / Math.sqrt(squares) < nearest) {
          nearest = Math.abs(z[i] - z[j]) / Math.sqrt(squares);
          step = Vectors.times(-(z[i] - z[j]) / squares, w);
          rival = j;
        }
      }
      turns += before >= 0 && rival != before ? 1 : 0;
      before = rival;
      double[] next = Vectors.along(at, SOLVER.damping(), step);
      double reached = Math.sqrt(squares(Vectors.along(next, -1, x)));
      if (SOLVER.damping() * nearest <= SOLVER.stop() * reached
          || iteration == SOLVER.maxIterations()) {
        return new Plain(
            Math.sqrt(squares(Vectors.along(Vectors.along(at, 1, step), -1, x))), turns);
      }
      at = next;
    }
  }

  private static double[] gradient(ToyNetwork network, double[] at, int i, int j) {
    int classes = network.classes();
    float[] point = new float[N];
    for (int k = 0; k < N; k++) {
      point[k] = (float) at[k];
    }
    float[] cotangent = new float[classes];
    cotangent[i] = 1;
    cotangent[j] = -1;
    float[] gradient = new float[N];
    network.gradients(point, 1, cotangent, 1, new float[classes], gradient);
    double[] w = new double[N];
    for (int k = 0; k < N; k++) {
      w[k] = gradient[k];
    }
    return w;
  }

  private static double squares(double[] vector) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    return squares;
  }

  /** Counts points at which one gradient was asked for, and all. */
  private static final class Counted implements Classifier {
    private final ToyNetwork network;
    private int single;
    private int all;

    Counted(ToyNetwork network) {
      this.network = network;
    }

    @Override
    public Shape input() {
      return network.input();
    }

    @Override
    public int classes() {
      return network.classes();
    }

    @Override
    public void logits(float[] inputs, int count, float[] logits) {
      network.logits(inputs, count, logits);
    }

    @Override
    public void gradients(
        float[] inputs,
        int count,
        float[] cotangents,
        int perSample,
        float[] logits,
        float[] gradients) {
      single += perSample == 1 ? count : 0;
      all += perSample > 1 ? count : 0;
      network.gradients(inputs, count, cotangents, perSample, logits, gradients);
    }
  }
}
