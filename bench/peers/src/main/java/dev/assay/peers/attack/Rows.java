package dev.assay.peers.attack;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Arithmetic on the rows of matrices. */
final class Rows {
  private Rows() {}

  /** Euclidean norms along the last axis, which is kept with extent 1. */
  static Tensor norms(Tensor rows) {
    return rows.norm(new ScalarOptional(new Scalar(2.0)), new long[] {-1}, true);
  }

  /** Sums along the last axis, which is kept with extent 1. */
  static Tensor sums(Tensor rows) {
    return rows.sum(new long[] {-1}, true, new ScalarTypeOptional());
  }

  static Tensor times(Tensor rows, double factor) {
    return rows.mul(new Scalar(factor));
  }

  /** One value for each row, B × 1. */
  static Tensor filled(long count, double value) {
    return torch.full(new long[] {count, 1}, new Scalar(value));
  }

  /** From {@code first} at step 0 to {@code last} at step {@code steps} along half a cosine. */
  static double annealed(double first, double last, int step, int steps) {
    return last + (first - last) * (1 + Math.cos(Math.PI * step / steps)) / 2;
  }
}
