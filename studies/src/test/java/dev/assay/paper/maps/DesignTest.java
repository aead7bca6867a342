package dev.assay.paper.maps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.nn.Architecture;
import dev.assay.reproduction.Paper.Scale;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DesignTest {
  private static final Dataset DATA = Glyphs.train(3, 1).onCanvas(40);

  @Test
  void mapsAreThoseOfFeatureMapArithmetic() {
    // 40 → 40, 20 → 20, 10 → 10, 5; 36, 18 → 14, 7 → 3, 1; 44, 22 → 26, 13 → 17, 8
    assertThat(Design.same(3).map(40)).isEqualTo(5);
    assertThat(new Design(5, 0, 2, Head.FLAT).map(40)).isEqualTo(1);
    assertThat(new Design(5, 4, 2, Head.FLAT).map(40)).isEqualTo(8);
    assertThat(new Design(7, 0, 2, Head.FLAT).map(40)).isZero();
    assertThat(new Design(7, 1, 2, Head.FLAT).map(40)).isEqualTo(1);
    assertThat(new Design(5, 0, 2, Head.FLAT).forced(40)).isTrue();
    assertThat(new Design(3, 1, 2, Head.MEAN).forced(40)).isTrue();
    assertThat(Design.same(5).forced(40)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Scale.class)
  void networksHaveTheMapsThatDesignsSay(Scale scale) {
    Size size = Size.of(scale, 40);
    for (Design design : size.designs()) {
      Architecture network = design.of(DATA, size.channels());
      int last = size.channels().get(2);
      List<String> cuts = design.cuts(network);
      assertThat(network.shape(9).height()).as("%s", design).isEqualTo(design.map(40));
      assertThat(network.shape(network.hiddenCut(cuts.get(2))).channels()).isEqualTo(last);
      assertThat(network.shape(network.hiddenCut(cuts.get(cuts.size() - 1))).intSize())
          .isEqualTo(last);
      assertThat(cuts).hasSize(design.head() == Head.MEAN ? 5 : 4);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 52})
  void fewNetworksAreTrainedQuickly(int canvas) {
    List<Design> designs = Size.of(Scale.QUICK, canvas).designs();

    assertThat(designs).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(20);
    assertThat(designs.stream().filter(d -> d.forced(canvas))).hasSizeGreaterThan(1);
    assertThat(designs).contains(Design.same(3), Design.same(5), Design.same(7));
  }
}
