package dev.assay.paper.constrained;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.reproduction.ConvolutionalNetworks;
import dev.assay.reproduction.PaperCase;
import dev.assay.reproduction.Perceptrons;
import dev.assay.study.Claim;
import dev.assay.study.Report;
import dev.assay.study.Table;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExperimentTest extends PaperCase {
  private static final Perceptrons PERCEPTRONS =
      new Perceptrons(80, 100, List.of(8, 24), List.of(1, 2), List.of(0.0), List.of(10, 20), 40);

  private static final Size SMALL =
      new Size(2, 12, List.of(1, 5, 500), 5, List.of(0, 20, 700), 2, PERCEPTRONS);

  private static final ConvolutionalNetworks CONVOLUTIONAL =
      new ConvolutionalNetworks(
          80,
          100,
          6,
          List.of(2, 4),
          List.of(0.0, 0.2),
          List.of(1),
          List.of(1),
          List.of(0.0),
          List.of(20),
          1e-2,
          8,
          0.3);

  @Test
  void constrainedMargins() throws IOException {
    Report report =
        reproduced(
            laboratory -> new Experiment(laboratory, SMALL).run(),
            "A1",
            "A2",
            "A3",
            "A4",
            "A5",
            "A6",
            "A7");

    assertThat(table(report, "networks").rows()).hasSize(2 * 8);
    // 80 samples have at most 79 components: larger numbers and later blocks are left out
    assertThat(table(report, "measures").rows().stream().map(row -> row.get(0)))
        .contains("input", "pca:5", "block:21-25", "hidden, first")
        .doesNotContain("pca:500", "block:701-705");
    assertThat(report.claims().get(5).verdict()).isEqualTo(Claim.Verdict.HOLDS);
    assertThat(report.claims().get(6).verdict()).isEqualTo(Claim.Verdict.NOT_TESTED);
    assertThat(report.claims().get(6).evidence()).contains("Of 16 networks", "16 kept to the 300");
  }

  @Test
  void onConvolutionalNetworks() throws IOException {
    Size size = new Size(1, 8, List.of(1, 5), 5, List.of(0, 20), 2, CONVOLUTIONAL);
    Report report =
        reproduced(
            laboratory -> new Experiment(laboratory, size).run(),
            "A1",
            "A2",
            "A3",
            "A4",
            "A5",
            "A6",
            "A7");

    assertThat(table(report, "networks").columns())
        .extracting(Table.Column::name)
        .startsWith("seed", "filters", "dropout", "train_accuracy");
    assertThat(table(report, "measures").rows().stream().map(row -> row.get(0)))
        .contains(
            "random",
            "random:1",
            "random:2",
            "input (best search)",
            "hidden, first",
            "hidden, first pooling",
            "hidden, last pooling",
            "hidden, last");
    assertThat(report.notes().toString()).contains("the training loss fell to 0.3");
    assertThat(report.sections().get(0).points().toString())
        .contains("VGG-like")
        .contains("blocks 1, dense layers 1, weight decay 0.0, batch size 20");
    assertThat(report.claims().get(5).verdict()).isEqualTo(Claim.Verdict.HOLDS);
  }
}
