package dev.assay.paper.fragmentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.reproduction.PaperCase;
import dev.assay.study.Claim;
import dev.assay.study.Report;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExperimentTest extends PaperCase {
  private static final Size SMALL =
      new Size(
          2,
          100,
          60,
          List.of(4, 8, 16),
          0.2,
          6,
          20,
          40,
          List.of(8),
          List.of(1, 3),
          8,
          2,
          1,
          FAMILY);

  @Test
  void fragmentation() throws IOException {
    Report report =
        reproduced(
            laboratory -> new Experiment(laboratory, SMALL).run(),
            "B1",
            "B2",
            "B3",
            "B4",
            "B5",
            "B6");

    assertThat(table(report, "widths").rows()).hasSize(2 * 2 * 3);
    assertThat(table(report, "epochs").rows()).hasSize(2 * 3);
    assertThat(table(report, "family").rows()).hasSize(2 * 8);
    assertThat(table(report, "rescaled").rows())
        .allSatisfy(row -> assertThat(row.get(5)).isEqualTo(0L));
    assertThat(report.claims().get(3).verdict()).isEqualTo(Claim.Verdict.HOLDS);
  }
}
