package dev.assay.subspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.io.BadInputException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SubspaceTest {
  @Test
  void aRandomBasisIsOrthonormal() {
    for (int size : new int[] {1, 3, 17}) {
      Subspace drawn = Subspace.random(17, size, 8);

      assertThat(drawn.size()).isEqualTo(size);
      Subspace.spannedBy(drawn.basis(), 17); // fails unless it is
    }
  }

  @Test
  void theSeedDraws() {
    assertThat(Subspace.random(6, 2, 8).basis()).isEqualTo(Subspace.random(6, 2, 8).basis());
    assertThat(Subspace.random(6, 2, 9).basis()).isNotEqualTo(Subspace.random(6, 2, 8).basis());
  }

  /** Of each direction m/n of the squared length on average, and alike often to either side. */
  @Test
  void noDirectionIsPreferred() {
    int draws = 4000;
    double[] squares = new double[5];
    double[] first = new double[5];
    for (int seed = 0; seed < draws; seed++) {
      double[] basis = Subspace.random(5, 2, seed).basis();
      for (int i = 0; i < 10; i++) {
        squares[i % 5] += basis[i] * basis[i] / draws;
      }
      for (int i = 0; i < 5; i++) {
        first[i] += basis[i] / draws;
      }
    }

    assertThat(squares).containsExactly(new double[] {0.4, 0.4, 0.4, 0.4, 0.4}, within(0.02));
    assertThat(Arrays.stream(first).map(Math::abs).max().orElseThrow()).isCloseTo(0, within(0.03));
  }

  /** Along the axes a subspace leads where the whole space does, to the bit. */
  @Test
  void aPointIsMovedAlikeByAllDirectionsAndByAxes() {
    double[] axes = new double[9];
    Arrays.setAll(axes, i -> i % 4 == 0 ? 1 : 0);
    float[] x = {7, 0.1f, -3.3f, 1e-6f};
    double[] coordinates = {1.0 / 3, -1e-9, 0.7};
    float[] moved = new float[5];
    float[] alike = new float[5];
    Directions.all(3).move(coordinates, x, 1, new double[3], moved, 2);
    Subspace.spannedBy(axes, 3).move(coordinates, x, 1, new double[3], alike, 2);

    assertThat(moved)
        .containsExactly(
            0, 0, (float) (0.1f + 1.0 / 3), (float) (-3.3f - 1e-9), (float) (1e-6f + 0.7));
    assertThat(alike).isEqualTo(moved);

    float[] ray = {3, -2, 0.1f};
    Directions.all(3).move(1.0 / 3, ray, x, 1, new double[3], moved, 2);
    Subspace.spannedBy(axes, 3).move(1.0 / 3, ray, x, 1, new double[3], alike, 2);
    assertThat(moved)
        .containsExactly(
            0,
            0,
            (float) (0.1f + 1.0 / 3 * 3),
            (float) (-3.3f - 1.0 / 3 * 2),
            (float) (1e-6f + 1.0 / 3 * 0.1f));
    assertThat(alike).isEqualTo(moved);
  }

  @Test
  void projectionsAreRoundedOnce() {
    float[] values = {7, 0.1f, -3.3f};
    float[] rounded = new float[2];
    Directions.all(2).project(values, 1, rounded);
    assertThat(rounded).containsExactly(0.1f, -3.3f);
    float[] along = new float[1];
    Subspace.spannedBy(new double[] {0.6, 0.8}, 2).project(values, 1, along);
    assertThat(along).containsExactly((float) (0.1f * 0.6 + -3.3f * 0.8));
  }

  @Test
  void thereMustBeSoManyDimensions() {
    assertThat(Subspace.random(4, 4, 1).size()).isEqualTo(4);
    assertThatThrownBy(() -> Subspace.random(4, 5, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("5 dimensions among 4");
  }
}
