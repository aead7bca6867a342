package dev.assay.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.data.DataSource;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.nn.Conv2d;
import dev.assay.nn.Layer;
import dev.assay.reproduction.Family.Hyperparameter;
import dev.assay.reproduction.Family.Member;
import dev.assay.reproduction.Paper.Scale;
import dev.assay.study.Table;
import dev.assay.tensor.Shape;
import dev.assay.train.Optimizer;
import dev.assay.train.StoppingCriterion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DesignTest extends PaperCase {
  private static final ConvolutionalNetworks FEW =
      new ConvolutionalNetworks(
          20,
          10,
          5,
          List.of(20),
          List.of(0.0, 0.5),
          List.of(1, 2),
          List.of(2),
          List.of(1e-3),
          List.of(8),
          1e-2,
          3,
          0.25);

  @Test
  void theNetworkOfASetting() {
    List<Member> members = FEW.family(laboratory("store")).members(3);

    assertThat(members).hasSize(4);
    assertThat(members.get(3).setting().values()).isEqualTo(Map.of("dropout", 0.5, "blocks", 2));
    assertThat(members.get(3).training().architecture().layers().stream().map(Layer::kind))
        .containsExactly(
            "conv2d",
            "relu",
            "conv2d",
            "relu",
            "max-pool", //
            "conv2d",
            "relu",
            "conv2d",
            "relu",
            "max-pool", //
            "flatten",
            "dense",
            "relu",
            "dropout",
            "dense",
            "relu",
            "dropout",
            "dense");
    assertThat(members.get(1).training().architecture().layers().stream().map(Layer::kind))
        .doesNotContain("dropout");
    // glyphs are 1 × 28 × 28 and of 10 classes; blocks of 10 and 20 channels leave 7 × 7 pixels
    assertThat(members.get(1).training().architecture().parameterCount())
        .isEqualTo(
            (9 + 1) * 10
                + (90 + 1) * 10
                + (90 + 1) * 20
                + (180 + 1) * 20 //
                + (7 * 7 * 20 + 1) * 5
                + (5 + 1) * 5
                + (5 + 1) * 10);
    assertThat(members.get(0).training().training())
        .satisfies(
            training -> {
              assertThat(training.batch()).isEqualTo(8);
              assertThat(training.optimizer())
                  .isEqualTo(new Optimizer.Adam(1e-2f, 0.9f, 0.999f, 1e-8f, 1e-3f));
              assertThat(training.stop()).isEqualTo(StoppingCriterion.loss(0.25));
              assertThat(training.seed()).isEqualTo(3);
            });
    assertThat(laboratory("store").bench().data(members.get(0).training().train()).count())
        .isEqualTo(20);
  }

  @Test
  void noBlockIsNarrowerThanTheNarrowest() {
    Member deepest =
        Design.of(NetworkKind.CNN, Scale.QUICK, Shape.image(3, 32, 32))
            .family(laboratory("store", large()))
            .members(0)
            .stream()
            .filter(m -> m.setting().integer("filters") == 16 && m.setting().integer("blocks") == 3)
            .findFirst()
            .orElseThrow();

    assertThat(
            deepest.training().architecture().layers().stream()
                .filter(Conv2d.class::isInstance)
                .map(layer -> ((Conv2d) layer).channels()))
        .containsExactly(8, 8, 8, 8, 16, 16);
  }

  @Test
  void axesAreWhatVaries() {
    assertThat(FEW.axes()).extracting(Hyperparameter::name).containsExactly("dropout", "blocks");

    Table table =
        FEW.table(
                FEW.family(laboratory("store")).members(3), "family", "A family", member -> member)
            .build();
    assertThat(table.columns())
        .extracting(Table.Column::name)
        .containsExactly("seed", "dropout", "blocks");
    assertThat(table.rows()).endsWith(List.of(3L, 0.5, 2L)).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource
  void everyKindHasADesignAtEveryScale(NetworkKind kind) {
    for (Scale scale : Scale.values()) {
      Design design = Design.of(kind, scale, Shape.image(3, 32, 32));

      assertThat(design.kind()).isEqualTo(kind);
      assertThat(design.size()).isBetween(16, 100);
      assertThat(Family.grid(design.family(laboratory("store", large())).members(0)).missing())
          .isEmpty();
    }
  }

  @Test
  void imagesMustBeLargeEnough() {
    Laboratory laboratory = laboratory("store", new Some(images(3, 4, 40), images(3, 4, 40)));

    assertThat(FEW.family(laboratory).members(0)).hasSize(4);
    ConvolutionalNetworks deep = ConvolutionalNetworks.quick();
    assertThatThrownBy(() -> deep.family(laboratory))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("4×4 pixels")
        .hasMessageContaining("3 blocks")
        .hasMessageContaining("expected 8×8")
        .hasMessageContaining("--network mlp");
  }

  private static DataSource large() {
    return new Some(images(1, 8, 1000), images(1, 8, 1000));
  }

  private static Dataset images(int channels, int side, int count) {
    int[] labels = new int[count];
    labels[0] = 1;
    return Dataset.of(
        Shape.image(channels, side, side),
        new float[count * channels * side * side],
        labels,
        List.of("a", "b"),
        new Provenance("black", "train", Map.of()));
  }

  @Test
  void perceptronsAreNarrowerAtTheQuickScaleWhereImagesAreLarge() {
    assertThat(Perceptrons.quick(Shape.image(1, 28, 28)).widths()).containsExactly(16, 64, 256);
    assertThat(Perceptrons.quick(Shape.image(3, 32, 32)).widths()).containsExactly(16, 32, 128);
  }
}
