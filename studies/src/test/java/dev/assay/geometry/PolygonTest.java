package dev.assay.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.random.Streams;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PolygonTest {
  private static final double TOLERANCE = 1e-12;

  private static double[] line(long seed, int k) {
    double angle = 2 * Math.PI * Streams.uniform(seed, 2 * k);
    double[] line = {0, Math.cos(angle), Math.sin(angle)};
    double through = Streams.uniform(seed, 2 * k + 1);
    line[0] = -line[1] * through - line[2] * (1 - through);
    return line;
  }

  /** A point is in just those parts whose distances it has; parts add up to the square. */
  @Test
  void partsAreWhatLinesCutOff() {
    int most = 0;
    for (int seed = 0; seed < 20; seed++) {
      List<double[]> lines = List.of(line(seed, 0), line(seed, 1), line(seed, 2));
      double area = 0;
      for (int pattern = 0; pattern < 8; pattern++) {
        Polygon part = Polygon.square();
        for (int k = 0; k < 3; k++) {
          double sign = (pattern >> k & 1) == 1 ? 1 : -1;
          double[] f = lines.get(k);
          double[] signed = {sign * f[0], sign * f[1], sign * f[2]};
          part = part.above(signed, TOLERANCE, 10 + k);
        }
        area += part.size() > 2 ? part.area() : 0;
        most = Math.max(most, part.size());
        for (int p = 0; p < 50 && part.size() > 2; p++) {
          double x = Streams.uniform(seed, 100 + 2 * p);
          double y = Streams.uniform(seed, 101 + 2 * p);
          boolean inside = true;
          for (int k = 0; k < 3; k++) {
            double[] f = lines.get(k);
            inside &= (f[0] + f[1] * x + f[2] * y > 0) == ((pattern >> k & 1) == 1);
          }
          assertThat(part.contains(x, y, 0)).isEqualTo(inside);
        }
        sidesLieOnTheirLines(part, lines);
      }
      assertThat(area).isCloseTo(1, within(1e-9));
    }
    assertThat(most).isGreaterThan(4);
  }

  private static void sidesLieOnTheirLines(Polygon part, List<double[]> lines) {
    for (int v = 0; v < part.size() && part.size() > 2; v++) {
      int w = (v + 1) % part.size();
      double[] f =
          switch (part.label(v)) {
            case 0 -> new double[] {0, 0, 1};
            case 1 -> new double[] {-1, 1, 0};
            case 2 -> new double[] {-1, 0, 1};
            case 3 -> new double[] {0, 1, 0};
            default -> lines.get(part.label(v) - 10);
          };
      for (int end : new int[] {v, w}) {
        assertThat(f[0] + f[1] * part.x(end) + f[2] * part.y(end)).isCloseTo(0, within(1e-9));
      }
    }
  }

  @Test
  void cornersOnTheLineBelongToBothParts() {
    double root = Math.sqrt(0.5);
    double[] diagonal = {0, root, -root};
    Polygon lower = Polygon.square().above(diagonal, TOLERANCE, 7);
    Polygon upper = Polygon.square().above(new double[] {0, -root, root}, TOLERANCE, 8);
    assertThat(lower.size()).isEqualTo(3);
    assertThat(upper.size()).isEqualTo(3);
    assertThat(labels(lower)).containsExactlyInAnyOrder(0, 1, 7);
    assertThat(labels(upper)).containsExactlyInAnyOrder(2, 3, 8);
    double[] almost = {1e-14, root, -root};
    assertThat(Polygon.square().above(almost, TOLERANCE, 7).area()).isEqualTo(0.5);
    assertThat(lower.contains(0.5, 0.5, 1e-12)).isTrue();
    assertThat(lower.contains(0.5, 0.51, 1e-12)).isFalse();
  }

  @Test
  void nothingIsLeftBeyondTheSquare() {
    assertThat(Polygon.square().above(new double[] {-2, 1, 0}, TOLERANCE, 7).size()).isLessThan(3);
    assertThat(Polygon.square().above(new double[] {-1, 1, 0}, TOLERANCE, 7).size()).isLessThan(3);
    assertThat(labels(Polygon.square().above(new double[] {2, 1, 0}, TOLERANCE, 7)))
        .containsExactly(0, 1, 2, 3);
  }

  private static List<Integer> labels(Polygon polygon) {
    List<Integer> labels = new ArrayList<>();
    for (int v = 0; v < polygon.size(); v++) {
      labels.add(polygon.label(v));
    }
    return labels;
  }
}
