package dev.assay.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.random.Streams;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BordersTest {
  private static double[] simplified(List<double[]> pieces) {
    Borders borders = new Borders();
    pieces.forEach(borders::add);
    return borders.simplified();
  }

  private static List<double[]> circle(int pieces, double radius) {
    List<double[]> circle = new ArrayList<>();
    for (int i = 0; i < pieces; i++) {
      double from = 2 * Math.PI * i / pieces;
      double to = 2 * Math.PI * ((i + 1) % pieces) / pieces;
      circle.add(
          new double[] {
            0.5 + radius * Math.cos(from),
            0.5 + radius * Math.sin(from),
            0.5 + radius * Math.cos(to),
            0.5 + radius * Math.sin(to)
          });
    }
    return circle;
  }

  @Test
  void aStraightLineIsOnePiece() {
    List<double[]> pieces = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      pieces.add(new double[] {i / 100.0, i / 200.0, (i + 1) / 100.0, (i + 1) / 200.0});
    }
    // in any order and direction, and some twice
    pieces.add(new double[] {0.5, 0.25, 0.49, 0.245});
    Collections.shuffle(pieces, new Random(1));
    double[] found = simplified(pieces);
    assertThat(found).hasSize(4);
    assertThat(Math.abs(found[2] - found[0])).isEqualTo(1);
    assertThat(Math.abs(found[3] - found[1])).isEqualTo(0.5);
  }

  @Test
  void aPieceOfNoLengthIsNone() {
    assertThat(simplified(List.of(new double[] {0.25, 0.5, 0.25, 0.5}))).isEmpty();
    assertThat(simplified(List.of())).isEmpty();
  }

  /** A chord of a circle strays by r (1 − cos(a / 2)), so about 2π ÷ √(8 · tolerance ÷ r) do. */
  @Test
  void aRingKeepsItsShapeInFewPieces() {
    double radius = 0.4;
    double[] found = simplified(circle(20_000, radius));
    double fewest = 2 * Math.PI / Math.sqrt(8 * Borders.TOLERANCE / radius);
    assertThat(found.length / 4.0).isBetween(fewest * 0.9, fewest * 2.5);
    double length = 0;
    for (int i = 0; i < found.length; i += 4) {
      double x = (found[i] + found[i + 2]) / 2 - 0.5;
      double y = (found[i + 1] + found[i + 3]) / 2 - 0.5;
      assertThat(Math.abs(Math.hypot(x, y) - radius)).isLessThan(1.1 * Borders.TOLERANCE);
      length += Math.hypot(found[i + 2] - found[i], found[i + 3] - found[i + 1]);
    }
    assertThat(Math.abs(length / (2 * Math.PI * radius) - 1)).isLessThan(1e-3);
  }

  @Test
  void whereThreeLinesMeetNoneIsBent() {
    double[] found =
        simplified(
            List.of(
                new double[] {0.5, 0.5, 0, 0.50001},
                new double[] {0.5, 0.5, 1, 0.50001},
                new double[] {0.5, 0.5, 0.5, 1}));
    assertThat(found).hasSize(12);
    for (int i = 0; i < found.length; i += 4) {
      assertThat(Arrays.copyOfRange(found, i, i + 4)).contains(0.5);
    }
  }

  /** No corner of a random walk is farther from what is left of it than may be. */
  @Test
  void nothingIsFartherThanTheTolerance() {
    List<double[]> pieces = new ArrayList<>();
    double x = 0.5;
    double y = 0.5;
    for (int i = 0; i < 3000; i++) {
      double nextX = x + 1e-4 * Streams.normal(3, 2 * i);
      double nextY = y + 1e-4 * Streams.normal(3, 2 * i + 1);
      pieces.add(new double[] {x, y, nextX, nextY});
      x = nextX;
      y = nextY;
    }
    double[] found = simplified(pieces);
    assertThat(found.length).isLessThan(4 * 1500);
    for (double[] piece : pieces) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int i = 0; i < found.length; i += 4) {
        for (int k = 0; k <= 20; k++) {
          double px = found[i] + (found[i + 2] - found[i]) * k / 20;
          double py = found[i + 1] + (found[i + 3] - found[i + 1]) * k / 20;
          nearest = Math.min(nearest, Math.hypot(px - piece[0], py - piece[1]));
        }
      }
      assertThat(nearest).isLessThan(1.25 * Borders.TOLERANCE);
    }
  }
}
