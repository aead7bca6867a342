package dev.assay.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SegmentsTest {
  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void quartersOfTwoSegments() {
    Tensor from = lab.of(new float[] {0, 8, 1, -1}, 2, 2);
    Tensor to = lab.of(new float[] {4, 0, 1, 7}, 2, 2);
    Tensor out = lab.empty(10, 2);
    lab.backend.interpolate(from, to, 5, 0, out);
    assertThat(out.toArray())
        .containsExactly(0, 8, 1, 6, 2, 4, 3, 2, 4, 0, 1, -1, 1, 1, 1, 3, 1, 5, 1, 7);
    Tensor piece = lab.empty(3, 2);
    lab.backend.interpolate(from, to, 5, 4, piece);
    assertThat(piece.toArray()).containsExactly(4, 0, 1, -1, 1, 1);
  }

  /** The ends come out as they are, also where the difference is no float. */
  @Test
  void roundedOnce() {
    Tensor from = lab.of(new float[] {0.1f, 16777216}, 1, 2);
    Tensor to = lab.of(new float[] {1.3f, 3}, 1, 2);
    Tensor out = lab.empty(4, 2);
    lab.backend.interpolate(from, to, 4, 0, out);
    double step = ((double) 1.3f - 0.1f) / 3;
    assertThat(out.toArray())
        .containsExactly(
            0.1f,
            16777216,
            (float) (0.1f + step),
            (float) (16777216 - 16777213 / 3.0),
            (float) (0.1f + 2 * step),
            (float) (16777216 - 2 * 16777213 / 3.0),
            1.3f,
            3);
  }

  @Test
  void theFirstOfTheLargest() {
    float inf = Float.POSITIVE_INFINITY;
    Tensor logits =
        lab.of(new float[] {1, 3, 3, 0, -0f, 0, 1, inf, 2, 1, Float.NaN, 2, -1, -2, -inf}, 5, 3);
    Tensor classes = lab.empty(5);
    lab.backend.argmax(logits, classes);
    assertThat(classes.toArray()).containsExactly(1, 0, -1, -1, -1);
  }
}
