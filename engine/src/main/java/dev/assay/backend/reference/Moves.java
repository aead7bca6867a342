package dev.assay.backend.reference;

import dev.assay.backend.Move;

/** Images shifted and mirrored. */
final class Moves {
  private Moves() {}

  /**
   * {@code y[n,c,i,j] = x[n, c, i + row, step·j + column]}, rows {@code top … bottom − 1} and
   * columns {@code left … right − 1} of it; 0 elsewhere.
   *
   * @param moves row, column, step, top, bottom, left, right of each sample
   */
  static void apply(Images x, Floats moves, Images y) {
    for (int n = 0; n < y.samples(); n++) {
      int at = n * Move.FLOATS;
      for (int c = 0; c < y.channels(); c++) {
        for (int i = 0; i < y.height(); i++) {
          for (int j = 0; j < y.width(); j++) {
            double row = i + moves.get(at);
            double column = moves.get(at + 2) * j + moves.get(at + 1);
            boolean kept =
                row >= moves.get(at + 3)
                    && row < moves.get(at + 4)
                    && column >= moves.get(at + 5)
                    && column < moves.get(at + 6);
            y.set(y.at(n, c, i) + j, kept ? x.get(x.at(n, c, (int) row) + (int) column) : 0);
          }
        }
      }
    }
  }
}
