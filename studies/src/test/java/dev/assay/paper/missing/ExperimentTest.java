package dev.assay.paper.missing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.reproduction.PaperCase;
import dev.assay.study.Report;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExperimentTest extends PaperCase {
  private static final Size SMALL =
      new Size(2, 100, 60, List.of(8, 24), 0.2, 15, 20, 15, 8, List.of(0.4));

  @Test
  void missingMargin() throws IOException {
    Report report =
        reproduced(
            laboratory -> new Experiment(laboratory, SMALL).run(),
            "C1",
            "C2",
            "C3",
            "C4",
            "C5",
            "C6",
            "C7");

    assertThat(table(report, "networks").rows()).hasSize(2 * 3 * 2);
    assertThat(table(report, "noise").rows()).hasSize(2 * 3);
    // a random label makes a near sample an enemy, noise instead of an image is far from all
    for (List<Object> row : table(report, "neighbours").rows()) {
      if (row.get(1).equals("Gaussian inputs") && row.get(2).equals("corrupted")) {
        assertThat((Double) row.get(4)).isGreaterThan(6);
      }
    }
  }
}
