package dev.assay.paper.batchnorm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.nn.Architecture;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChainTest {
  @Test
  void greyImagesTakeFourConvolutions() {
    Dataset glyphs = Glyphs.train(10, 1);
    Chain chain = Chain.of(glyphs.sample());
    Architecture plain = chain.of(glyphs, 4, Arm.PLAIN);
    Architecture normalised = chain.of(glyphs, 4, Arm.NORMALISED);

    assertThat(chain).isEqualTo(Chain.FOUR);
    assertThat(chain.compared()).containsExactly(1, 2, 3, 4);
    assertThat(Chain.cut(plain, 1)).isEqualTo("1-relu");
    assertThat(Chain.cut(normalised, 4)).isEqualTo("12-relu");
    assertThat(Chain.last(plain)).isEqualTo("10-flatten");
    assertThat(plain.shape(plain.depth() - 1)).isEqualTo(Shape.vector(8 * 7 * 7));
  }

  @Test
  void colouredImagesTakeTheThirteenOfVgg() {
    Dataset coloured =
        Dataset.of(
            Shape.image(3, 32, 32),
            new float[3 * 32 * 32],
            new int[1],
            List.of("a", "b"),
            new Provenance("one", "train", Map.of()));
    Chain chain = Chain.of(coloured.sample());
    Architecture network = chain.of(coloured, 3, Arm.NORMALISED);

    assertThat(chain.depth()).isEqualTo(13);
    assertThat(chain.compared()).containsExactly(2, 4, 7, 10, 13);
    assertThat(network.shape(network.depth() - 1)).isEqualTo(Shape.vector(24));
    assertThat(network.shape(network.hiddenCut(Chain.cut(network, 7))))
        .isEqualTo(Shape.image(12, 8, 8));
  }

  @Test
  void imagesThatAreTooSmallAreOneClearError() {
    assertThatThrownBy(() -> Chain.of(Shape.image(3, 28, 28)))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "images of 28×28 pixels are too small for the 13 convolutions of this paper, which"
                + " halve them 5 times: expected 32×32 at least");
    assertThatThrownBy(() -> Chain.of(Shape.image(1, 3, 9)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("3×9")
        .hasMessageContaining("4×4");
  }
}
