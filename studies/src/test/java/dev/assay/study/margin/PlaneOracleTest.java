package dev.assay.study.margin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.study.Samples;
import dev.assay.study.margin.Margin.Status;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In two dimensions the true distance can be found by looking everywhere. */
final class PlaneOracleTest {
  private static final int DIRECTIONS = 720;
  private static final int STEPS = 200;
  private static final double ANGULAR_ERROR = 2e-4;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void iterativeMarginsAreUpperBoundsAndMostlyTight(long seed) {
    ToyNetwork network = ToyNetwork.random(seed, 2, 12, 12, 3);
    Samples samples = Toys.samples(seed, 24, 2);
    List<Margin> margins = Toys.measure(network, samples, MarginSolver.DeepFool.standard());
    double[] ratios = new double[samples.count()];
    for (int r = 0; r < ratios.length; r++) {
      Margin margin = margins.get(r);
      assertThat(margin.status()).isEqualTo(Status.OK);
      ratios[r] = margin.distance() / nearest(network, samples, r, margin.distance() * 1.01);
    }
    Arrays.sort(ratios);
    assertThat(ratios[0]).isGreaterThanOrEqualTo(1 - ANGULAR_ERROR);
    assertThat(ratios[ratios.length / 2]).isLessThan(1.02);
    assertThat(ratios[ratios.length * 3 / 4]).isLessThan(1.1);
  }

  @Test
  void firstOrderMarginsAreNoBounds() {
    ToyNetwork network = ToyNetwork.random(1, 2, 12, 12, 3);
    Samples samples = Toys.samples(1, 24, 2);
    List<Margin> margins = Toys.measure(network, samples, MarginSolver.FirstOrder.standard());
    assertThat(margins).anyMatch(Margin::converged).anyMatch(margin -> !margin.converged());
  }

  /** The smallest radius below a limit at which the class differs, from dense polar sampling. */
  private static double nearest(ToyNetwork network, Samples samples, int r, double limit) {
    double x = samples.points()[2 * r];
    double y = samples.points()[2 * r + 1];
    int predicted = argmax(network.logits(x, y));
    double nearest = limit;
    for (int a = 0; a < DIRECTIONS; a++) {
      double u = Math.cos(2 * Math.PI * a / DIRECTIONS);
      double v = Math.sin(2 * Math.PI * a / DIRECTIONS);
      for (int s = 1; s <= STEPS && s * limit / STEPS < nearest + limit / STEPS; s++) {
        double outside = s * limit / STEPS;
        if (argmax(network.logits(x + outside * u, y + outside * v)) != predicted) {
          double inside = outside - limit / STEPS;
          for (int halving = 0; halving < 30; halving++) {
            double middle = (inside + outside) / 2;
            if (argmax(network.logits(x + middle * u, y + middle * v)) == predicted) {
              inside = middle;
            } else {
              outside = middle;
            }
          }
          nearest = Math.min(nearest, outside);
          break;
        }
      }
    }
    return nearest;
  }

  private static int argmax(double[] z) {
    int best = 0;
    for (int k = 1; k < z.length; k++) {
      best = z[k] > z[best] ? k : best;
    }
    return best;
  }
}
