package dev.assay.paper.constrained;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.reproduction.PaperCase;
import dev.assay.study.Claim;
import dev.assay.study.Report;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExperimentTest extends PaperCase {
  private static final Size SMALL =
      new Size(2, 12, List.of(1, 5, 500), 5, List.of(0, 20, 700), FAMILY);

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
  }
}
