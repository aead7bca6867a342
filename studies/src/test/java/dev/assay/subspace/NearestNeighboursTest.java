package dev.assay.subspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.io.BadInputException;
import dev.assay.random.Streams;
import dev.assay.subspace.NearestNeighbours.Neighbourhood;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearestNeighboursTest {

  /** Far from the origin, where ‖q‖² + ‖x‖² − 2 q·x has lost most of its digits. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1e3, 1e6})
  void agreesWithTwoLoops(double offset) {
    int count = 700;
    int length = 5;
    float[] points = points(count, length, offset);
    int[] targets = IntStream.range(0, count).map(i -> Streams.integer(5, i, 4)).toArray();
    int[] asked = IntStream.range(0, 300).map(i -> 2 * i + 1).toArray();

    List<Neighbourhood> found =
        new NearestNeighbours(points, targets, length, LinearAlgebra.best()).of(asked);

    for (int q = 0; q < asked.length; q++) {
      Neighbourhood expected = byLoops(points, targets, length, asked[q]);
      Neighbourhood actual = found.get(q);
      assertThat(actual.sample()).isEqualTo(asked[q]);
      assertThat(actual.neighbour()).isEqualTo(expected.neighbour());
      assertThat(actual.enemy()).isEqualTo(expected.enemy());
      assertThat(actual.distance()).isEqualTo(expected.distance());
      assertThat(actual.enemyDistance()).isEqualTo(expected.enemyDistance());
      assertThat(actual.meanDistance()).isCloseTo(expected.meanDistance(), within(1e-6));
    }
  }

  private static float[] points(int count, int length, double offset) {
    float[] points = new float[count * length];
    for (int i = 0; i < points.length; i++) {
      points[i] = (float) (offset + Streams.normal(9, i));
    }
    // a duplicate, and a duplicate of another target
    System.arraycopy(points, 0, points, 3 * length, length);
    System.arraycopy(points, length, points, 690 * length, length);
    return points;
  }

  private static Neighbourhood byLoops(float[] points, int[] targets, int length, int sample) {
    int neighbour = -1;
    int enemy = -1;
    double nearest = Double.POSITIVE_INFINITY;
    double nearestEnemy = Double.POSITIVE_INFINITY;
    double sum = 0;
    for (int other = 0; other < targets.length; other++) {
      double square = 0;
      for (int i = 0; i < length; i++) {
        double d = (double) points[sample * length + i] - points[other * length + i];
        square += d * d;
      }
      double distance = Math.sqrt(square);
      sum += distance;
      if (other != sample && distance < nearest) {
        nearest = distance;
        neighbour = other;
      }
      if (targets[other] != targets[sample] && distance < nearestEnemy) {
        nearestEnemy = distance;
        enemy = other;
      }
    }
    return new Neighbourhood(
        sample, neighbour, nearest, enemy, nearestEnemy, sum / (targets.length - 1));
  }

  @Test
  void withoutAnotherTargetThereIsNoEnemy() {
    Neighbourhood found =
        new NearestNeighbours(new float[] {0, 3, 7}, new int[] {2, 2, 2}, 1, LinearAlgebra.java())
            .of(1)
            .get(0);

    assertThat(found).isEqualTo(new Neighbourhood(1, 0, 3, -1, Double.POSITIVE_INFINITY, 3.5));
  }

  @Test
  void equalDistancesGoToTheFirst() {
    NearestNeighbours line =
        new NearestNeighbours(
            new float[] {4, 0, 2, 4}, new int[] {1, 1, 0, 1}, 1, LinearAlgebra.java());

    assertThat(line.of(2).get(0).neighbour()).isZero();
    assertThat(line.of(2).get(0).enemy()).isZero();
  }

  @Test
  void badInput() {
    assertThatThrownBy(
            () -> new NearestNeighbours(new float[1], new int[1], 1, LinearAlgebra.java()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at least 2");
    assertThatThrownBy(
            () ->
                new NearestNeighbours(
                    new float[] {0, Float.NaN}, new int[2], 1, LinearAlgebra.java()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("sample 1");
  }
}
