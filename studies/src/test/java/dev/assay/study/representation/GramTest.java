package dev.assay.study.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Workers;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import org.junit.jupiter.api.Test;

class GramTest {

  /** More samples and more units than a block holds, and neither a multiple of it. */
  @Test
  void blocksMakeTheWhole() {
    int count = 523;
    int units = 4099;
    float[] values = new float[count * units];
    for (int i = 0; i < values.length; i++) {
      values[i] = Streams.uniform(4, i);
    }
    Representation all = SparsenessTest.representation(Shape.vector(units), values, new int[count]);
    Gram gram = Gram.of(all, LinearAlgebra.best());
    Gram java = Gram.of(all, LinearAlgebra.java());
    Gram together;
    try (Workers workers = new Workers(3)) {
      together = Gram.of(all, LinearAlgebra.best(), workers);
    }
    for (int pair = 0; pair < 500; pair++) {
      int i = Streams.integer(5, pair, count);
      int j = Streams.integer(6, pair, i + 1);
      double product = 0;
      for (int u = 0; u < units; u++) {
        product += (double) values[i * units + u] * values[j * units + u];
      }
      assertThat(gram.of(i, j)).isCloseTo(product, within(1e-11 * product));
      assertThat(java.of(i, j)).isCloseTo(product, within(1e-11 * product));
      assertThat(together.of(i, j)).isEqualTo(gram.of(i, j));
    }
    assertThat(Gram.effort(count, units, 1)).isBetween(20_000_000L, 30_000_000L);
    assertThat(Gram.effort(count, units, 3)).isEqualTo(3 * Gram.effort(count, units, 1));
  }
}
