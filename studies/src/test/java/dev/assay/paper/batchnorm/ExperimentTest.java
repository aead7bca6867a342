package dev.assay.paper.batchnorm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.BadInputException;
import dev.assay.paper.batchnorm.Size.Variant;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Paper.Scale;
import dev.assay.reproduction.PaperCase;
import dev.assay.study.Report;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExperimentTest extends PaperCase {
  private static Size small(double loss, int epochs) {
    return new Size(
        2,
        60,
        10,
        epochs,
        loss,
        List.of(1e-5, 1e-2),
        List.of(new Variant(2, 60, 1), new Variant(2, 40, 2)),
        20,
        3,
        List.of(0.5));
  }

  /** The first rate is too small, so the pilot takes the second one. */
  @Test
  void batchNormRepresentations() throws IOException {
    Report report =
        reproduced(
            laboratory -> new Experiment(laboratory, Chain.FOUR, small(2.1, 6)).run(),
            "A-1a",
            "A-1b",
            "A-2",
            "A-3",
            "A-4",
            "A-5");

    assertThat(report.provenance().get("rates"))
        .isEqualTo(Map.of("without BatchNorm", 0.01, "with BatchNorm", 0.01));
    assertThat(table(report, "networks").rows()).hasSize(2 * 2 * 2);
    assertThat(table(report, "indices").rows()).hasSize(Index.ALL.size());
    assertThat(table(report, "sparsity").rows()).hasSize(8 * 4);
  }

  @Test
  void lossThatIsNotReachedIsOneClearErrorThatNamesTheArm() {
    assertThatThrownBy(() -> new Experiment(laboratory("a"), Chain.FOUR, small(1e-6, 1)).run())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("data set glyphs: networks without BatchNorm do not reach")
        .hasMessageContaining("1.0E-6")
        .hasMessageContaining("0.01: [");
  }

  @Test
  void perceptronsAreRefused() {
    assertThatThrownBy(
            () ->
                new BatchNormRepresentations()
                    .reproduce(laboratory("a"), Scale.QUICK, NetworkKind.MLP))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("expected --network cnn, got mlp");
  }
}
