package dev.assay.study.margin;

import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import dev.assay.study.Figure;
import dev.assay.study.Plot;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarginPicturesTest {

  /** The brighter of two pixels wins, so the nearest point of the boundary has both alike. */
  @Test
  void aSampleItsChangeAndThePointOnTheBoundary() {
    try (Backend backend = Backends.open("reference", 1);
        Network network =
            new Network(backend, Architecture.of(Shape.image(1, 1, 2), flatten(), dense(2)), 0)) {
      network
          .parameters()
          .set(
              Map.of(
                  "layers.1.weight", new float[] {1, 0, 0, 1},
                  "layers.1.bias", new float[2]));
      Dataset data =
          Dataset.of(
              Shape.image(1, 1, 2),
              new float[] {0.8f, 0.2f, 0.3f, 0.4f, 0.9f, 0.6f},
              new int[] {0, 1, 1},
              List.of("left", "right"),
              new Provenance("made", "test", Map.of()));
      MarginPictures pictures = new MarginPictures(network, data);

      Plot.Gallery moved = (Plot.Gallery) pictures.perturbations("m", "M", 9).orElseThrow().plot();
      Figure figure = pictures.misclassified("w", "W", 9).orElseThrow();
      Plot.Gallery wrong = (Plot.Gallery) figure.plot();

      assertThat(moved.cells().stream().map(Plot.Cell::label))
          .containsExactly(
              "left", "length 0.42", "left or right", "right", "length 0.07", "right or left");
      int[][] levels = {{204, 51}, {0, 255}, {128, 128}, {77, 102}, {255, 0}, {89, 89}};
      for (int i = 0; i < levels.length; i++) {
        for (int x = 0; x < 2; x++) {
          assertThat(moved.cells().get(i).picture().rgb()[x] & 255)
              .as("cell %d, pixel %d", i, x)
              .isBetween(levels[i][x] - 1, levels[i][x] + 1);
        }
      }
      assertThat(wrong.cells()).hasSize(1);
      assertThat(wrong.cells().get(0).label()).isEqualTo("right as left");
      assertThat(figure.heading().caption()).contains("1 of 3 test samples");
    }
  }
}
