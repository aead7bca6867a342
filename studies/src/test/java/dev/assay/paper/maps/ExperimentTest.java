package dev.assay.paper.maps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.BadInputException;
import dev.assay.reproduction.PaperCase;
import dev.assay.study.Report;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExperimentTest extends PaperCase {
  /** On a canvas of 22: last maps of 2×2, but 1×1 and 6×6 and 8×8 where padding says so. */
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

  private static Size small(int train, int epochs, double loss, List<Design> designs) {
    return new Size(2, train, 60, 22, List.of(4, 8, 8), epochs, 5, 5e-3, loss, 8, 6, 3, 2, designs);
  }

  @Test
  void translationMaps() throws IOException {
    Report report =
        reproduced(
            bars(120, 60),
            laboratory -> new Experiment(laboratory, small(100, 12, 0.7, DESIGNS)).run(),
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
    refusesPerceptrons(new TranslationMaps());
  }

  @Test
  void networksThatLearnNothingAreOneClearError() {
    Size one = small(60, 1, 0.5, List.of(Design.same(3)));

    assertThatThrownBy(() -> new Experiment(laboratory("a", blank(120, 8)), one).run())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no more than chance");
  }
}
