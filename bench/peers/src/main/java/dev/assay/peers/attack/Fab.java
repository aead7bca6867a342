package dev.assay.peers.attack;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Fast adaptive boundary: "Minimally distorted Adversarial Examples with a Fast Adaptive Boundary
 * Attack" (Croce and Hein, ICML 2020), Algorithm 1 for the Euclidean norm, without restarts. 100
 * times: a step of η = 1.05 onto the linearised boundary, mixed with the sample's own foot on it by
 * α ≤ 0.1; where the class has changed, back towards the sample by β = 0.9. At the end three steps
 * of the paper's search on the segment between the sample and the point found.
 *
 * @param targeted whether the class to reach is fixed in turn, from the one with the largest logit
 *     on, nine at most (FAB-T of "Reliable evaluation of adversarial robustness", Croce and Hein
 *     2020); otherwise each step goes to the nearest boundary of all
 */
@SuppressWarnings("try") // a scope works by being open
record Fab(boolean targeted) implements Attack {
  private static final int STEPS = 100;
  private static final double LARGEST_ALPHA = 0.1;
  private static final double ETA = 1.05;
  private static final double BETA = 0.9;
  private static final int FINAL_STEPS = 3;
  private static final long TARGETS = 9;

  @Override
  public Tensor run(Attacked attacked) {
    Best best = new Best(attacked);
    if (!targeted) {
      search(attacked, null, best);
      return best.displacements();
    }
    Tensor logits = attacked.logits(attacked.origin());
    Tensor others = logits.scatter(1, attacked.labels(), new Scalar(Float.NEGATIVE_INFINITY));
    Tensor order = others.argsort(1, true);
    for (long rank = 0; rank < Math.min(TARGETS, logits.size(1) - 1); rank++) {
      search(attacked, order.narrow(1, rank, 1), best);
    }
    return best.displacements();
  }

  /**
   * @param rivals the class to reach for each sample, B × 1; null for any
   */
  private static void search(Attacked attacked, Tensor rivals, Best overall) {
    Tensor place = attacked.origin();
    Best best = new Best(attacked);
    for (int k = 0; k < STEPS; k++) {
      try (PointerScope scope = new PointerScope()) {
        Plane plane =
            rivals == null
                ? Plane.nearest(attacked, place)
                : Plane.towards(attacked, place, rivals);
        Tensor step = plane.step();
        Tensor foot = plane.foot(place);
        Tensor near = Rows.norms(step);
        Tensor alpha =
            torch
                .nan_to_num(near.div(near.add(Rows.norms(foot))))
                .clamp_max(new Scalar(LARGEST_ALPHA));
        Tensor ahead = place.add(Rows.times(step, ETA));
        Tensor next = torch.lerp(ahead, Rows.times(foot, ETA), alpha);
        Tensor outside = attacked.gaps(attacked.logits(next)).lt(new Scalar(0.0));
        best.offer(next, outside);
        place.copy_(torch.where(outside, Rows.times(next, BETA), next));
      }
    }
    shorten(attacked, best, overall);
  }

  /** Takes the gap to be linear between a point inside and one outside. */
  private static void shorten(Attacked attacked, Best best, Best overall) {
    Tensor out = best.displacements();
    overall.offer(out, best.lengths().isfinite());
    Tensor in = attacked.origin();
    for (int k = 0; k < FINAL_STEPS; k++) {
      try (PointerScope scope = new PointerScope()) {
        Tensor inside = attacked.gaps(attacked.logits(in));
        Tensor outside = attacked.gaps(attacked.logits(out));
        Tensor middle = torch.lerp(out, in, outside.div(outside.sub(inside)));
        Tensor changed = attacked.gaps(attacked.logits(middle)).lt(new Scalar(0.0));
        overall.offer(middle, changed);
        in.copy_(torch.where(changed, in, middle));
        out.copy_(torch.where(changed, middle, out));
      }
    }
  }
}
