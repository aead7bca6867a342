package dev.assay.paper.stride;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.nn.Architecture;
import dev.assay.reproduction.Paper.Scale;
import dev.assay.study.translation.Homogeneity;
import dev.assay.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DesignTest {
  private static final Dataset DATA = Look.PLAIN.of(Glyphs.train(60, 1), 6);

  @ParameterizedTest
  @EnumSource(Scale.class)
  void networksHaveTheMapsThatDesignsSay(Scale scale) {
    Size size = Size.of(scale, Shape.image(1, 28, 28), true);
    for (Design design : size.designs()) {
      Architecture network = design.of(DATA, size.channels(), size.units());
      List<String> cuts = design.cuts(network);
      assertThat(cuts).hasSize(6);
      for (int i = 0; i < 3; i++) {
        assertThat(cuts.get(2 * i)).endsWith("relu");
        assertThat(cuts.get(2 * i + 1)).endsWith("pool");
      }
      // maps shrink by strides, but for a pixel or two at the edges
      int last = network.shape(network.hiddenCut(cuts.get(5))).height();
      assertThat(last)
          .as("%s", design)
          .isBetween(40 / design.stride() - 3, 40 / design.stride() + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void fewNetworksAreTrainedQuickly(boolean beside) {
    Size quick = Size.of(Scale.QUICK, Shape.image(1, 28, 28), beside);
    assertThat(quick.networks()).isLessThanOrEqualTo(20);
    assertThat(quick.designs()).doesNotHaveDuplicates().containsAll(Size.remedies());
    assertThat(quick.looks().size() + quick.besides().size()).isGreaterThanOrEqualTo(6);
    assertThat(quick.seeds()).isGreaterThanOrEqualTo(3);
  }

  /**
   * Five strides, four kernels, five filters, two heads, moved or not, but what does not divide.
   */
  @Test
  void allIsCrossed() {
    Size full = Size.of(Scale.FULL, Shape.image(1, 28, 28), true);
    assertThat(full.designs()).doesNotHaveDuplicates().hasSize(5 * 4 * 5 * 2 * 2 - 4 * 2 * 2);
    assertThat(full.designs()).containsAll(Size.of(Scale.QUICK, DATA.sample(), true).designs());
  }

  @Test
  void looksDifferInHomogeneityAlone() {
    Dataset glyphs = Glyphs.train(60, 1);
    double plain = alike(Look.PLAIN, glyphs);
    assertThat(alike(Look.BLURRED, glyphs)).isGreaterThan(plain);
    assertThat(alike(Look.NOISED, glyphs)).isLessThan(plain);
    assertThat(alike(Look.NOISIER, glyphs)).isLessThan(alike(Look.NOISED, glyphs));
    assertThat(alike(Look.PERMUTED, glyphs)).isLessThan(plain);
    for (Look look : Look.values()) {
      Dataset images = look.of(glyphs, 6);
      assertThat(images.labels()).isEqualTo(glyphs.labels());
      assertThat(images.sample().height() % 8).isZero();
    }
    assertThat(Look.ENLARGED.of(glyphs, 6).sample().height()).isEqualTo(72);
  }

  private static double alike(Look look, Dataset images) {
    Dataset some = look.of(images, 6);
    return Homogeneity.of(some.images(), some.count(), some.sample(), List.of(1))
        .lags()
        .get(0)
        .value();
  }
}
