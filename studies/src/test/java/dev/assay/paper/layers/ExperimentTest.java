package dev.assay.paper.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.BadInputException;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Paper;
import dev.assay.reproduction.PaperCase;
import dev.assay.reproduction.SideBySide;
import dev.assay.study.Report;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExperimentTest extends PaperCase {
  private static final Size SMALL =
      new Size(2, 100, 60, List.of(new Shape(2, 16), new Shape(3, 16)), 20, 5, List.of(1, 4));

  @Test
  void layerTrees() throws IOException {
    Report report =
        reproduced(
            laboratory -> new Experiment(laboratory, SMALL).run(),
            "B1",
            "B2a",
            "B2b",
            "B2c",
            "B2d",
            "B3",
            "B4",
            "B5",
            "B6",
            "B7");

    assertThat(table(report, "networks").rows()).hasSize(2 * 2);
    assertThat(table(report, "layers").rows()).hasSize(2 * (2 + 3));
    List<List<Object>> epochs = table(report, "epochs").rows();
    assertThat(epochs).hasSize(2 * (2 + 3) * 4);
    assertThat(epochs.subList(0, 4).stream().map(row -> row.get(3)))
        .map(Object::toString)
        .containsExactly("0", "1", "4", "20");
    assertThat(epochs.get(0)).containsNull();
    assertThat(report.figures())
        .extracting(figure -> figure.heading().name())
        .contains(
            "leaves-by-depth",
            "fidelity-by-depth",
            "groups-by-epoch",
            "changes-by-epoch",
            "units-by-depth",
            "tree-2x16-layer-1",
            "tree-3x16-layer-3");
  }

  @Test
  void otherNetworksThanPerceptronsAreAnErrorBeforeAnyWork() {
    assertThatThrownBy(
            () ->
                SideBySide.of(
                    new LayerTrees(),
                    laboratory("first"),
                    Paper.Scale.QUICK,
                    List.of(NetworkKind.MLP, NetworkKind.CNN)))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "layer-trees cannot be checked on convolutional networks: its statements are about"
                + " perceptrons (--network mlp)");
    assertThat(folder.resolve("first/cells")).isEmptyDirectory();
  }

  @Test
  void imagesThatCannotBeFittedAreOneClearError() {
    assertThatThrownBy(() -> new Experiment(laboratory("a", blank(100, 28)), SMALL).run())
        .isInstanceOf(BadInputException.class)
        .hasMessageMatching(
            "data set glyphs: networks of 2×16 fit [0-9]+ % of their training samples after 20"
                + " epochs, no more than chance, .*");
  }
}
