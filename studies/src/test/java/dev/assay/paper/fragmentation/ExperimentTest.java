package dev.assay.paper.fragmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.PaperCase;
import dev.assay.study.Claim;
import dev.assay.study.Report;
import dev.assay.tensor.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExperimentTest extends PaperCase {
  private static Size small(List<Integer> widths, int epochs) {
    return new Size(
        2,
        100,
        60,
        widths,
        0.2,
        epochs,
        5,
        60,
        widths.subList(1, 2),
        List.of(1, 3),
        8,
        2,
        1,
        FAMILY);
  }

  /** Glyphs of 7 × 7 pixels, each the mean of 4 × 4. */
  private static Dataset small(Dataset glyphs) {
    float[] means = new float[glyphs.count() * 49];
    for (int i = 0; i < glyphs.images().length; i++) {
      int pixel = i % 784;
      means[i / 784 * 49 + pixel / 28 / 4 * 7 + pixel % 28 / 4] += glyphs.images()[i] / 16;
    }
    return Dataset.of(
        Shape.image(1, 7, 7), means, glyphs.labels(), glyphs.classNames(), glyphs.provenance());
  }

  private static Some small() {
    return new Some(small(Glyphs.train(300, 1)), small(Glyphs.test(100, 1)));
  }

  private static Report on(NetworkKind networks, Laboratory laboratory) {
    Size size =
        networks == NetworkKind.MLP ? small(List.of(4, 8, 128), 10) : small(List.of(1, 2, 16), 12);
    return new Experiment(laboratory, size, networks).run();
  }

  @ParameterizedTest
  @EnumSource(NetworkKind.class)
  void fragmentation(NetworkKind networks) throws IOException {
    Report report =
        reproduced(
            small(), laboratory -> on(networks, laboratory), "B1", "B2", "B3", "B4", "B5", "B6");

    assertThat(table(report, "widths").rows()).hasSize(2 * 2 * 3);
    assertThat(table(report, "epochs").rows()).hasSize(2 * 3);
    assertThat(table(report, "family").rows()).hasSize(2 * 8);
    assertThat(table(report, "rescaled").rows())
        .allSatisfy(row -> assertThat(row.get(5)).isEqualTo(0L));
    assertThat(report.claims().get(3).verdict()).isEqualTo(Claim.Verdict.HOLDS);
    assertThat(report.provenance()).containsEntry("network", networks.name());
    assertThat(table(report, "cuts").rows().stream().map(row -> row.get(1)).distinct())
        .containsExactly(
            networks == NetworkKind.MLP
                ? new String[] {"input", "2-relu", "4-relu"}
                : new String[] {"input", "2-max-pool", "5-max-pool"});
  }

  @Test
  void imagesThatAreTooSmallForTheDeeperNetworkAreAnErrorBeforeAnyWork() {
    Size deeper =
        new Size(2, 100, 60, List.of(1, 2), 0.2, 1, 20, 4, List.of(2), List.of(), 1, 3, 1, FAMILY);

    assertThatThrownBy(
            () -> new Experiment(laboratory("a", small()), deeper, NetworkKind.CNN).run())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("images of 7×7 pixels are too small")
        .hasMessageContaining("8×8");
    assertThat(folder.resolve("a/cells")).isEmptyDirectory();
  }

  @Test
  void imagesInColourAreForConvolutionalNetworks() {
    Dataset grey = small(Glyphs.train(300, 1));
    Dataset coloured =
        Dataset.of(
            Shape.image(3, 2, 2),
            new float[12],
            new int[1],
            List.of("a"),
            new Provenance("glyphs", "train", Map.of()));

    assertThat(new Fragmentation().usual(laboratory("a", new Some(grey, grey))))
        .isEqualTo(NetworkKind.MLP);
    assertThat(new Fragmentation().usual(laboratory("b", new Some(coloured, coloured))))
        .isEqualTo(NetworkKind.CNN);
  }
}
