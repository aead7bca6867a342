package dev.assay.paper.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Paper;
import dev.assay.reproduction.PaperCase;
import dev.assay.study.Report;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExperimentTest extends PaperCase {
  /** On a canvas of 28: last maps of 3×3, but 1×1 and 7×7 and 8×8 where padding says so. */
  private static final List<Design> DESIGNS =
      List.of(
          Design.same(3),
          new Design(3, 0, 2, Head.FLAT),
          Design.same(5),
          new Design(5, 4, 2, Head.FLAT),
          Design.same(7),
          new Design(7, 6, 2, Head.FLAT),
          new Design(3, 1, 3, Head.FLAT),
          new Design(3, 1, 5, Head.FLAT),
          new Design(3, 1, 2, Head.MEAN));

  private static final Size SMALL =
      new Size(2, 100, 100, 28, List.of(4, 8, 8), 12, 5, 5e-3, 0.7, 8, 6, 3, 2, DESIGNS);

  @Test
  void translationMaps() throws IOException {
    Report report =
        reproduced(
            laboratory -> new Experiment(laboratory, SMALL).run(),
            "C-1a",
            "C-1b",
            "C-2a",
            "C-2b",
            "C-3",
            "C-4",
            "C-5");

    assertThat(table(report, "networks").rows()).hasSize(2 * 9);
    assertThat(table(report, "locations").rows()).hasSize(2 * (8 * 6 + 7));
    assertThat(report.figures())
        .extracting(figure -> figure.heading().name())
        .contains(
            "outputs-by-map",
            "profiles-by-location",
            "maps-by-location",
            "profiles-by-pooling",
            "distances-and-cosines");
  }

  @Test
  void otherNetworksAreAnErrorBeforeAnyWork() {
    assertThatThrownBy(
            () ->
                new TranslationMaps()
                    .reproduce(laboratory("a"), Paper.Scale.QUICK, NetworkKind.MLP))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("expected --network cnn");
    assertThat(folder.resolve("a/cells")).isEmptyDirectory();
  }

  /** Equal images of two classes, of which nothing can be learned. */
  @Test
  void networksThatLearnNothingAreOneClearError() {
    Dataset glyphs = Glyphs.train(120, 1);
    Dataset blank =
        Dataset.of(
            glyphs.sample(),
            new float[glyphs.images().length],
            IntStream.range(0, 120).map(i -> i % 2).toArray(),
            List.of("a", "b"),
            new Provenance("blank", "train", Map.of()));
    Size one =
        new Size(
            2,
            100,
            60,
            40,
            List.of(2, 2, 2),
            1,
            50,
            1e-2,
            0.5,
            4,
            3,
            3,
            1,
            List.of(Design.same(3)));

    assertThatThrownBy(() -> new Experiment(laboratory("a", new Some(blank, blank)), one).run())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no more than chance");
  }
}
