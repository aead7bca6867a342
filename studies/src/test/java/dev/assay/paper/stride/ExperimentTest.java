package dev.assay.paper.stride;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.BadInputException;
import dev.assay.reproduction.Paper;
import dev.assay.reproduction.PaperCase;
import dev.assay.study.Claim;
import dev.assay.study.Report;
import dev.assay.tensor.Shape;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExperimentTest extends PaperCase {
  private static Size small(int train, int epochs, List<Look> looks, List<Design> designs) {
    return new Size(
        2,
        train,
        30,
        100,
        List.of(4, 4, 8),
        16,
        epochs,
        8,
        8,
        1e-2,
        6,
        2,
        2,
        List.of(1, 2),
        looks,
        List.of(2, 5),
        designs);
  }

  /** Those of the quick scale that statements are about. */
  private static List<Design> designs() {
    return Size.of(Paper.Scale.QUICK, Shape.image(1, 8, 8)).designs().stream()
        .filter(design -> design.kernel() != 3)
        .toList();
  }

  @Test
  void strideInvariance() throws IOException {
    Size size = small(150, 6, List.of(Look.PLAIN, Look.PERMUTED), designs());
    Report report =
        reproduced(
            bars(180, 100),
            laboratory -> new Experiment(laboratory, size).run(),
            "D-1a",
            "D-1b",
            "D-2",
            "D-3",
            "D-4a",
            "D-4b",
            "D-4c",
            "D-5");

    assertThat(table(report, "networks").rows()).hasSize(2 * 10);
    assertThat(table(report, "looks").rows()).hasSize(4);
    assertThat(table(report, "maps").rows()).hasSize(2 * 8 * 6 * 2);
    assertThat(report.claims().get(7).verdict()).isEqualTo(Claim.Verdict.HOLDS);
    assertThat(report.figures())
        .extracting(figure -> figure.heading().name())
        .contains(
            "invariance-and-accuracy",
            "invariance-by-stride",
            "kernels-by-homogeneity",
            "homogeneity-by-lag",
            "remedies");
  }

  @Test
  void otherNetworksAreAnErrorBeforeAnyWork() {
    refusesPerceptrons(new StrideInvariance());
  }

  @Test
  void networksThatLearnNothingAreOneClearError() {
    Size one = small(100, 1, List.of(Look.PLAIN), List.of(Design.base()));

    assertThatThrownBy(() -> new Experiment(laboratory("a", blank(150, 8)), one).run())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no more than chance");
  }
}
