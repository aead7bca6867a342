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

  @Test
  void thereMustBeSoManyDimensions() {
    assertThat(Subspace.random(4, 4, 1).size()).isEqualTo(4);
    assertThatThrownBy(() -> Subspace.random(4, 5, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("5 dimensions among 4");
  }
}
