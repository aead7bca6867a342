package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.Edge;
import dev.assay.backend.Window;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;

/**
 * The cotangent of a circular image that a dense convolution leaves as large as it is: cotangents
 * of outputs are wrapped in their turn, and the transpose of the convolution, padded by all of its
 * kernel but one, comes out as large as the image. So nothing is computed beyond its edges to be
 * folded back.
 */
final class Around {
  private final Backend backend;
  private final Shape image;
  private final Shape wrapped;
  private final Window window;
  private final int top;
  private final int left;

  private Around(Backend backend, Window circle, Shape image, Shape out) {
    this.backend = backend;
    this.image = image;
    int rows = circle.kernelHeight() - 1;
    int columns = circle.kernelWidth() - 1;
    top = rows - circle.paddingHeight();
    left = columns - circle.paddingWidth();
    wrapped = Shape.image(out.channels(), out.height() + rows, out.width() + columns);
    window = new Window(circle.kernelHeight(), circle.kernelWidth(), 1, 1, rows, columns);
  }

  /**
   * Of a convolution from images to outputs; null where it is none of this kind.
   *
   * @param circle its window on the image, before what it sees is made
   */
  static Around of(Backend backend, Window circle, Shape image, Shape out) {
    boolean same = out.height() == image.height() && out.width() == image.width();
    return circle.edge() == Edge.CIRCULAR && circle.isDense() && same
        ? new Around(backend, circle, image, out)
        : null;
  }

  /** The window of the transpose, for which weights are packed. */
  Window window() {
    return window;
  }

  /** The image before it is wrapped. */
  Shape image() {
    return image;
  }

  /** How the transpose is computed, for people. */
  String form() {
    return backend
        .conv2dForms(window, image.channels(), image.height(), image.width(), wrapped.channels())
        .get(1);
  }

  /** Samples at a time: one stays in cache. */
  private int group(int rows) {
    return backend.takesWholeBatches() ? rows : 1;
  }

  private long room(int group) {
    return Workspace.align(group * wrapped.size());
  }

  long scratchSize(int rows) {
    long size =
        backend.conv2dScratchSize(
            window, image.channels(), image.height(), image.width(), wrapped.channels());
    return room(group(rows)) + Math.max(1, size);
  }

  /**
   * Part of the cotangents of images.
   *
   * @param dx of the images, one after the other
   */
  void backward(Tensor dy, Tensor packed, int part, int parts, Tensor dx, Tensor scratch) {
    int rows = dy.count();
    int group = group(rows);
    int more = Math.toIntExact(room(group));
    Tensor rest = scratch.part(more, Shape.vector(scratch.count() - more));
    for (int from = 0; from < rows; from += group) {
      int to = Math.min(rows, from + group);
      Tensor around = scratch.part(0, wrapped.batch(to - from));
      backend.pad(Edge.CIRCULAR, top, left, dy.slice(from, to), around);
      backend.conv2dBackwardData(window, around, packed, part, parts, dx.slice(from, to), rest);
    }
  }
}
