package dev.assay.study.translation;

import dev.assay.backend.Workers;
import java.util.function.IntConsumer;

/** Does something for each of many small things, several at a time. */
final class Each {
  /** Things that a worker takes at a time. */
  private static final int PIECE = 16;

  private Each() {}

  static void of(int count, Workers workers, IntConsumer task) {
    workers.run(
        (count + PIECE - 1) / PIECE,
        (piece, worker) -> {
          for (int i = piece * PIECE; i < Math.min(count, (piece + 1) * PIECE); i++) {
            task.accept(i);
          }
        });
  }
}
