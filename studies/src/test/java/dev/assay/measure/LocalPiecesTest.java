package dev.assay.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.measure.LocalPieces.Direction;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalPiecesTest {
  private static Dataset samples(Shape shape, float... values) {
    int count = values.length / shape.intSize();
    return Dataset.of(
        shape,
        values,
        new int[count],
        List.of("a", "b"),
        new Provenance("few " + shape, "train", Map.of()));
  }

  private static int[] pieces(Dataset samples, double length, int... chosen) {
    return pieces(samples, Direction.RANDOM, length, chosen);
  }

  private static int[] pieces(Dataset samples, Direction to, double length, int... chosen) {
    return BehindRelu.of(
            new LocalPieces(samples.provenance(), Selection.Listed.of(chosen), to, length, 7),
            samples)
        .pieces();
  }

  /** From (1, 3) to (−1, 3) the first axis alone is crossed, but not half a unit around an end. */
  @Test
  void bendsOnTheWayToAnotherSample() {
    Dataset samples = samples(Shape.vector(2), 1, 3, -1, 3);

    assertThat(pieces(samples, Direction.SAMPLE, 2.2, 0, 1)).containsExactly(2, 2);
    assertThat(pieces(samples, Direction.SAMPLE, 1, 0, 1)).containsExactly(1, 1);
    assertThat(pieces(samples, Direction.SAMPLE, 100, 0, 1)).containsExactly(2, 2);
  }

  @Test
  void equalSamplesMakeNoSegment() {
    Dataset samples = samples(Shape.vector(2), 1, 3, 1, 3);

    assertThat(pieces(samples, Direction.SAMPLE, 1, 0)).containsExactly(-1);
  }

  /** A ReLU of a number bends at 0, whichever way one goes. */
  @Test
  void bendsWithinHalfALengthOfASample() {
    Dataset samples = samples(Shape.vector(1), 0.3f, 0.6f, -0.4f, 9, -0.6f);

    assertThat(pieces(samples, 1, 0, 1, 2, 3, 4)).containsExactly(2, 1, 2, 1, 1);
    assertThat(pieces(samples, 1.3, 0, 1, 2, 3, 4)).containsExactly(2, 2, 2, 1, 2);
    assertThat(pieces(samples, 1, 2, 3)).containsExactly(2, 1);
  }

  /**
   * Axes are crossed as far as a direction leads: none in a corner far away, both at the origin.
   */
  @Test
  void bendsInAPlane() {
    Dataset samples = samples(Shape.vector(2), 5, 5, 1e-4f, -1e-4f);

    assertThat(pieces(samples, 1, 0, 1)).containsExactly(1, 3);
  }

  @Test
  void meanIsOverSegmentsThatHaveAnAnswer() {
    assertThat(new LocalPieces.Found(new int[] {3, -1, 6}).mean()).isEqualTo(4.5);
    assertThat(new LocalPieces.Found(new int[] {-1}).mean()).isNaN();
  }
}
