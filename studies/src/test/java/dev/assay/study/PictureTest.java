package dev.assay.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.data.Dataset;
import dev.assay.data.Normalised;
import dev.assay.data.Provenance;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PictureTest {
  private static final Dataset PIXELS =
      Dataset.of(
          Shape.image(1, 1, 3),
          new float[] {0, 0.2f, 1},
          new int[1],
          List.of("a"),
          new Provenance("made", "test", Map.of()));

  @Test
  void anImageLooksTheSameInWhateverUnits() {
    Dataset normalised = PIXELS.altered(new Normalised(List.of(0.4f), List.of(0.25f)));
    assertThat(Picture.of(PIXELS, 0).rgb()).containsExactly(0, 0x333333, 0xffffff);
    assertThat(Picture.of(normalised, 0).rgb()).containsExactly(Picture.of(PIXELS, 0).rgb());
  }
}
