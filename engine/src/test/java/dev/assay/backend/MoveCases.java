package dev.assay.backend;

import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Images shifted and mirrored, to the last bit. */
final class MoveCases {
  private static final double EXACT = 0;

  private MoveCases() {}

  static List<OperationCase> all() {
    List<OperationCase> cases = new ArrayList<>();
    for (int[] plane : Extents.PLANES) {
      for (int channels : Extents.CHANNELS) {
        for (int samples : Extents.BATCHES) {
          cases.add(move(Shape.image(channels, plane[0], plane[1]), samples));
        }
      }
    }
    return cases;
  }

  private static OperationCase move(Shape image, int samples) {
    return new OperationCase(
        "move",
        image.toString(),
        samples,
        f ->
            f.backend()
                .move(
                    f.givenBatch("x", image, 1, Values.SIGNED),
                    f.givenBatch("moves", Shape.vector(Move.FLOATS), 1, moves(image)),
                    f.resultBatch("y", image, 1, EXACT)));
  }

  /** Up to three shifts, now and then out of the image, with or without a mirror between them. */
  private static Values moves(Shape image) {
    return (key, i) -> {
      long sample = Streams.key(key, i / Move.FLOATS);
      Move move = Move.none(image);
      int steps = Streams.integer(sample, 0, 4);
      for (int step = 1; step <= steps; step++) {
        if (Streams.bits(sample, 3 * step) < 0) {
          move = move.thenMirror();
        }
        move =
            move.thenShift(
                offset(sample, 3 * step + 1, image.height()),
                offset(sample, 3 * step + 2, image.width()));
      }
      float[] values = new float[Move.FLOATS];
      move.write(values, 0);
      return values[(int) (i % Move.FLOATS)];
    };
  }

  private static int offset(long key, long counter, int extent) {
    int most = extent / 3 + 1;
    return Streams.integer(key, counter, 2 * most + 1) - most;
  }
}
