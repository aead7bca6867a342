package dev.assay.peers.attack;

import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The boundary between two classes of the network's linearisation at a place {@code x}, for each
 * sample: {@code o + wᵀ(y − x) = 0} with {@code o = z_i − z_j} and {@code w = ∇(z_i − z_j)}.
 *
 * @param gap o, B × 1
 * @param normal w, B × d
 * @param squares {@code ‖w‖²}, B × 1
 */
record Plane(Tensor gap, Tensor normal, Tensor squares) {
  private static final double TINY = 1e-30;

  private static Plane of(Tensor gap, Tensor normal) {
    Tensor norms = Rows.norms(normal);
    return new Plane(gap, normal, norms.mul(norms).clamp_min(new Scalar(TINY)));
  }

  /**
   * The boundary to one class.
   *
   * @param rivals j of each sample, B × 1
   */
  static Plane towards(Attacked attacked, Tensor at, Tensor rivals) {
    Attacked.Slope slope = attacked.slope(at, z -> difference(attacked, z, rivals));
    return of(difference(attacked, slope.logits(), rivals), slope.gradient());
  }

  private static Tensor difference(Attacked attacked, Tensor logits, Tensor rivals) {
    return logits.gather(1, attacked.labels()).sub(logits.gather(1, rivals));
  }

  /** Of the boundaries to all classes the one with the smallest {@code |o| / ‖w‖}. */
  static Plane nearest(Attacked attacked, Tensor at) {
    Tensor leaf = Attacked.leaf(at);
    Tensor logits = attacked.logits(leaf);
    TensorVector rows = new TensorVector();
    long classes = logits.size(1);
    for (long k = 0; k < classes; k++) {
      TensorVector sum = new TensorVector(logits.select(1, k).sum());
      BoolOptional keepGraph = new BoolOptional(k < classes - 1);
      rows.push_back(
          torch
              .grad(sum, new TensorVector(leaf), new TensorVector(), keepGraph, false, false)
              .get(0));
    }
    Tensor values = logits.detach();
    Tensor jacobian = torch.stack(rows, 1);
    Tensor gaps = values.gather(1, attacked.labels()).sub(values);
    Tensor normals = picked(jacobian, attacked.labels()).unsqueeze(1).sub(jacobian);
    Tensor norms = Rows.norms(normals).squeeze(-1);
    Tensor distances =
        gaps.abs()
            .div(norms)
            .masked_fill(norms.eq(new Scalar(0.0)), new Scalar(Float.POSITIVE_INFINITY));
    Tensor nearest = distances.argmin(new LongOptional(1), true);
    return of(gaps.gather(1, nearest), picked(normals, nearest));
  }

  /** One row of each sample's matrix: from B × K × d to B × d. */
  private static Tensor picked(Tensor matrices, Tensor indices) {
    Tensor index = indices.unsqueeze(2).expand(-1, -1, matrices.size(2));
    return matrices.gather(1, index).squeeze(1);
  }

  /** From x to the nearest point of the plane. */
  Tensor step() {
    return normal.mul(gap.neg().div(squares));
  }

  /**
   * The plane's point that is nearest to the sample itself.
   *
   * @param at x as a displacement
   */
  Tensor foot(Tensor at) {
    Tensor along = Rows.sums(normal.mul(at));
    return normal.mul(along.sub(gap).div(squares));
  }
}
