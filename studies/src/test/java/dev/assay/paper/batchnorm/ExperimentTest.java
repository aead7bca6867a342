package dev.assay.paper.batchnorm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.data.Glyphs;
import dev.assay.io.BadInputException;
import dev.assay.paper.batchnorm.Size.Variant;
import dev.assay.reproduction.PaperCase;
import dev.assay.store.TrainingSpec;
import dev.assay.study.Report;
import dev.assay.tensor.Shape;
import dev.assay.train.Optimizer;
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
        List.of(new Variant(2, 60, 1)),
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
    assertThat(table(report, "networks").rows()).hasSize(2 * 2);
    assertThat(table(report, "indices").rows()).hasSize(Index.ALL.size());
    assertThat(table(report, "sparsity").rows()).hasSize(8 * 4);
  }

  @Test
  void variantsDifferInRateSamplesAndWidth() {
    TrainingSpec slower =
        new Networks(laboratory("a"), Chain.FOUR, small(1, 1))
            .of(5, Arm.NORMALISED, new Variant(3, 40, 2), 0.01);

    assertThat(slower.training().optimizer()).isEqualTo(Optimizer.sgd(0.005));
    assertThat(slower.train()).isEqualTo(Glyphs.train(300, 1).shuffledSubset(40, 5).provenance());
    assertThat(slower.architecture().shape(1)).isEqualTo(Shape.image(3, 28, 28));
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
    refusesPerceptrons(new BatchNormRepresentations());
  }
}
