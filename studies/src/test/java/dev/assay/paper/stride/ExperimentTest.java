package dev.assay.paper.stride;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.BadInputException;
import dev.assay.reproduction.Laboratory;
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
    List<Design> compared = List.of(Design.base(), Design.plain(Design.STRIDED, 5));
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
        4,
        1,
        List.of(1, 2),
        looks,
        List.of(Look.PLAIN),
        compared,
        designs);
  }

  /** Those of the quick scale that statements are about. */
  private static List<Design> designs() {
    return Size.of(Paper.Scale.QUICK, Shape.image(1, 8, 8), true).designs().stream()
        .filter(design -> design.kernel() != 3)
        .toList();
  }

  @Test
  void strideInvariance() throws IOException {
    Size size = small(150, 6, List.of(Look.PLAIN, Look.PERMUTED), designs());
    Report report =
        reproduced(
            bars(180, 100),
            laboratory -> run(laboratory, size),
            "D-1a",
            "D-1b",
            "D-2",
            "D-3a",
            "D-3b",
            "D-4a",
            "D-4b",
            "D-4c",
            "D-4d",
            "D-5");

    assertThat(table(report, "networks").rows()).hasSize(2 * 12);
    assertThat(table(report, "levels").rows()).hasSize(3 * 2);
    assertThat(table(report, "maps").rows()).hasSize(2 * 8 * 6 * 2);
    assertThat(table(report, "profiles").rows()).hasSize(2 * 8 * 3);
    assertThat(report.claims().get(9).verdict()).isEqualTo(Claim.Verdict.HOLDS);
    assertThat(report.figures())
        .extracting(figure -> figure.heading().name())
        .contains(
            "invariance-and-accuracy",
            "invariance-by-stride",
            "profiles",
            "kernels-by-homogeneity",
            "homogeneity-by-lag",
            "remedies");
  }

  @Test
  void dataThatAreNotThereStandBesideNothing() {
    assertThat(laboratory("a").beside(ABSENT)).isEmpty();
    assertThat(laboratory("a").beside("other")).map(Laboratory::data).contains("other");
  }

  private static Report run(Laboratory laboratory, Size size) {
    return new Experiment(laboratory, laboratory.beside("beside"), size).run();
  }

  @Test
  void otherNetworksAreAnErrorBeforeAnyWork() {
    refusesPerceptrons(new StrideInvariance());
  }

  @Test
  void networksThatLearnNothingAreOneClearError() {
    Size one = small(100, 1, List.of(Look.PLAIN), List.of(Design.base()));

    assertThatThrownBy(() -> run(laboratory("a", blank(150, 8)), one))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no more than chance");
  }
}
