package dev.assay.study.representation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.tensor.Shape;
import org.junit.jupiter.api.Test;

class FeaturesTest {
  private static final Representation MAPS =
      SparsenessTest.representation(
          Shape.image(2, 1, 2), new float[] {1, 5, 0, 1, 0, 0, 0, 0}, 1, 0);

  @Test
  void rawOnesAreTheActivations() {
    assertThat(Features.RAW.of(MAPS)).isSameAs(MAPS);
    assertThat(Features.RAW.applies(MAPS.shape())).isTrue();
  }

  @Test
  void normalisedOnesHaveLengthOneOrZero() {
    Representation found =
        Features.NORMALISED.of(
            SparsenessTest.representation(Shape.vector(2), new float[] {3, 4, 0, 0}, 1, 0));

    assertThat(found.values()).containsExactly(0.6f, 0.8f, 0, 0);
    assertThat(found.shape()).isEqualTo(Shape.vector(2));
  }

  @Test
  void pooledOnesAreMeansOfChannels() {
    Representation found = Features.POOLED.of(MAPS);

    assertThat(found.values()).containsExactly(3, 0.5f, 0, 0);
    assertThat(found.shape()).isEqualTo(Shape.vector(2));
    assertThat(found.labels()).containsExactly(1, 0);
    assertThat(Features.POOLED.applies(MAPS.shape())).isTrue();
    assertThat(Features.POOLED.applies(Shape.vector(9))).isFalse();
  }
}
