package dev.assay.study.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
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
    for (int pair = 0; pair < 500; pair++) {
      int i = Streams.integer(5, pair, count);
      int j = Streams.integer(6, pair, i + 1);
      double product = 0;
      for (int u = 0; u < units; u++) {
        product += (double) values[i * units + u] * values[j * units + u];
      }
      assertThat(gram.of(i, j)).isCloseTo(product, within(1e-11 * product));
    }
    assertThat(Gram.effort(count, units)).isBetween(30_000_000L, 40_000_000L);
  }
}
