package dev.assay.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layer;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkKindTest {
  private static Dataset images(int channels, int height, int width) {
    return Dataset.of(
        Shape.image(channels, height, width),
        new float[channels * height * width],
        new int[1],
        List.of("a", "b", "c"),
        new Provenance("black", "train", Map.of()));
  }

  @Test
  void aSizeIsWhatItCounts() {
    assertThat(NetworkKind.MLP.of(images(3, 5, 4), 7).layers().stream().map(Layer::kind))
        .containsExactly("flatten", "dense", "relu", "dense");
    assertThat(NetworkKind.MLP.of(images(3, 5, 4), 7).parameterCount())
        .isEqualTo((3 * 5 * 4 + 1) * 7 + (7 + 1) * 3);

    assertThat(NetworkKind.CNN.of(images(3, 9, 6), 5).layers().stream().map(Layer::kind))
        .containsExactly(
            "conv2d", "relu", "max-pool", "conv2d", "relu", "max-pool", "flatten", "dense");
    // 9 × 6 becomes 4 × 3, then 2 × 1
    assertThat(NetworkKind.CNN.of(images(3, 9, 6), 5).parameterCount())
        .isEqualTo((3 * 9 + 1) * 5 + (5 * 9 + 1) * 10 + (10 * 2 * 1 + 1) * 3);
  }

  @Test
  void deeperNetworksHaveACutBehindEachBlock() {
    Architecture mlp = NetworkKind.MLP.of(images(1, 5, 4), 7, 3);
    Architecture cnn = NetworkKind.CNN.of(images(3, 8, 19), 2, 3);

    assertThat(mlp.parameterCount()).isEqualTo(21 * 7 + 2 * 8 * 7 + 8 * 3);
    // 8 × 19 becomes 4 × 9, 2 × 4, 1 × 2
    assertThat(cnn.parameterCount()).isEqualTo(28 * 2 + 19 * 4 + 37 * 8 + (8 * 2 + 1) * 3);
    for (int block = 1; block <= 3; block++) {
      assertThat(mlp.cutName(NetworkKind.MLP.cut(block))).isEqualTo(2 * block + "-relu");
      assertThat(cnn.cutName(NetworkKind.CNN.cut(block))).isEqualTo(3 * block - 1 + "-max-pool");
    }
  }

  @Test
  void imagesMustBeLargeEnoughToBeHalvedByEachBlock() {
    assertThat(NetworkKind.CNN.of(images(1, 4, 4), 2).output()).isEqualTo(Shape.of(3));
    assertThatThrownBy(() -> NetworkKind.CNN.of(images(1, 28, 3), 2))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("28×3 pixels")
        .hasMessageContaining("--network mlp");
    assertThat(NetworkKind.CNN.of(images(1, 8, 8), 2, 3).output()).isEqualTo(Shape.of(3));
    assertThatThrownBy(() -> NetworkKind.CNN.of(images(1, 7, 28), 2, 3))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("7×28 pixels")
        .hasMessageContaining("3 times: expected 8×8");
  }
}
