package dev.assay.backend;

import dev.assay.tensor.Shape;

/**
 * Where the pixels of a moved image come from: {@code y[c,i,j] = x[c, i + row, step·j + column]}
 * where that row is one of {@code top … bottom − 1} and that column one of {@code left … right −
 * 1}, and 0 elsewhere. Shifts that fill with zeros and mirroring, one after the other, are one
 * move: a pixel that left the image does not come back.
 *
 * @param height rows of the image
 * @param width columns of the image
 * @param step 1, or −1 for mirrored
 */
public record Move(
    int height,
    int width,
    int row,
    int column,
    int step,
    int top,
    int bottom,
    int left,
    int right) {
  /** Floats of a move in a tensor. */
  public static final int FLOATS = 7;

  /** Leaves an image as it is. */
  public static Move none(Shape image) {
    int height = image.height();
    int width = image.width();
    return new Move(height, width, 0, 0, 1, 0, height, 0, width);
  }

  /** True where nothing of the image is left. */
  public boolean isEmpty() {
    return top >= bottom || left >= right;
  }

  /** This one, then {@code down} rows down and {@code across} columns to the right. */
  public Move thenShift(int down, int across) {
    if (isEmpty()) {
      return this; // so offsets stay small, however long the sequence
    }
    // the frame over x so far; what it shows and goes on showing is kept
    int frame = Math.min(column, column + step * (width - 1));
    int forward = step * across;
    return new Move(
        height,
        width,
        row - down,
        column - forward,
        step,
        Math.max(top, row + Math.max(-down, 0)),
        Math.min(bottom, row + height - Math.max(down, 0)),
        Math.max(left, frame + Math.max(-forward, 0)),
        Math.min(right, frame + width - Math.max(forward, 0)));
  }

  /** This one, then mirrored left to right. */
  public Move thenMirror() {
    return new Move(
        height, width, row, column + step * (width - 1), -step, top, bottom, left, right);
  }

  /** Writes {@code row, column, step, top, bottom, left, right}: a row of a tensor of moves. */
  public void write(float[] moves, int at) {
    int[] values = {row, column, step, top, bottom, left, right};
    for (int i = 0; i < FLOATS; i++) {
      moves[at + i] = values[i];
    }
  }
}
