package dev.assay.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.backend.Workers;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against the network itself, point by point. */
final class PortraitTest {
  private static final int SEEDS = 4;

  private final PiecewiseLinear network = Nets.network(Nets.mlp(6, 24, 16, 4), 3);

  private static double[][] plane(long seed) {
    double[][] plane = new double[3][6];
    for (int k = 0; k < 3; k++) {
      float[] drawn = Nets.points(3 * seed + k, 6);
      Arrays.setAll(plane[k], i -> 2 * drawn[i]);
    }
    return plane;
  }

  private Portrait portrait(double[][] plane, int threads) {
    try (Workers workers = new Workers(threads)) {
      return new ExactPlanes(network, workers).look(plane[0], plane[1], plane[2], 20).portrait();
    }
  }

  private double[] logits(double[][] plane, double s, double t) {
    double[] point = new double[6];
    Arrays.setAll(point, i -> plane[0][i] + s * plane[1][i] + t * plane[2][i]);
    return network.logits(point, 1);
  }

  /** By how much the best logit leads. */
  private static double lead(double[] logits) {
    double[] sorted = logits.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length - 1] - sorted[sorted.length - 2];
  }

  @Test
  void eachPixelHasTheClassOfItsMiddle() {
    int several = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      double[][] plane = plane(seed);
      Portrait portrait = portrait(plane, 2);
      int n = portrait.side();
      for (int i = 0; i < n * n; i += 7) {
        double[] logits = logits(plane, (i % n + 0.5) / n, (i / n + 0.5) / n);
        if (lead(logits) > 1e-9) {
          double largest = Arrays.stream(logits).max().orElseThrow();
          assertThat(logits[portrait.classes()[i]]).as("pixel %d", i).isEqualTo(largest);
        }
      }
      several += Arrays.stream(portrait.classes()).distinct().count() > 1 ? 1 : 0;
    }
    assertThat(several).isGreaterThan(1);
  }

  /** Classes differ on the sides of a border, and neighbouring pixels differ only across one. */
  @Test
  void bordersAreWhereTwoClassesMeet() {
    double total = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      double[][] plane = plane(seed);
      double[] borders = portrait(plane, 2).borders();
      for (int i = 0; i < borders.length; i += 4) {
        for (double share : new double[] {0.1, 0.5, 0.9}) {
          double s = borders[i] + share * (borders[i + 2] - borders[i]);
          double t = borders[i + 1] + share * (borders[i + 3] - borders[i + 1]);
          assertThat(aBorderIsNear(plane, s, t)).isTrue();
        }
        total += Math.hypot(borders[i + 2] - borders[i], borders[i + 3] - borders[i + 1]);
      }
      // crossed by lines along s as often as the classes change there
      for (double t : new double[] {0.213, 0.517, 0.791}) {
        assertThat(crossings(borders, t)).isEqualTo(changes(plane, t));
      }
    }
    assertThat(total).isGreaterThan(1);
  }

  /** Whether the class is another one somewhere on a small circle. */
  private boolean aBorderIsNear(double[][] plane, double s, double t) {
    double near = 1.5 * Borders.TOLERANCE;
    return IntStream.range(0, 16)
            .mapToObj(i -> new double[] {Math.cos(i * Math.PI / 8), Math.sin(i * Math.PI / 8)})
            .map(way -> logits(plane, s + near * way[0], t + near * way[1]))
            .map(logits -> Nets.argmax(logits, 0, logits.length))
            .distinct()
            .count()
        > 1;
  }

  private static int crossings(double[] borders, double t) {
    int crossings = 0;
    for (int i = 0; i < borders.length; i += 4) {
      crossings += borders[i + 1] < t != borders[i + 3] < t ? 1 : 0;
    }
    return crossings;
  }

  private int changes(double[][] plane, double t) {
    int changes = 0;
    int before = -1;
    for (int i = 0; i <= 20_000; i++) {
      double[] logits = logits(plane, i / 20_000.0, t);
      int best = 0;
      for (int c = 1; c < logits.length; c++) {
        best = logits[c] > logits[best] ? c : best;
      }
      changes += before >= 0 && best != before ? 1 : 0;
      before = best;
    }
    return changes;
  }

  @Test
  void itIsTheSameForAnyNumberOfThreads() {
    Portrait one = portrait(plane(1), 1);
    Portrait three = portrait(plane(1), 3);
    assertThat(three.classes()).isEqualTo(one.classes());
    assertThat(three.borders()).isEqualTo(one.borders());
  }
}
