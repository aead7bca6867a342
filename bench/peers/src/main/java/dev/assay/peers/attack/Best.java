package dev.assay.peers.attack;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The shortest displacement of each sample at which the class was seen to have changed. */
final class Best {
  private final Tensor displacements;
  private final Tensor lengths;

  Best(Attacked attacked) {
    displacements =
        torch.full(new long[] {attacked.count(), attacked.size()}, new Scalar(Double.NaN));
    lengths = Rows.filled(attacked.count(), Double.POSITIVE_INFINITY);
  }

  /**
   * @param outside where the class has changed, B × 1
   */
  void offer(Tensor at, Tensor outside) {
    Tensor length = Rows.norms(at);
    Tensor better = outside.logical_and(length.lt(lengths));
    displacements.copy_(torch.where(better, at, displacements));
    lengths.copy_(torch.where(better, length, lengths));
  }

  /** NaN where there is none. */
  Tensor displacements() {
    return displacements;
  }

  /** Infinite where there is none, B × 1. */
  Tensor lengths() {
    return lengths;
  }
}
