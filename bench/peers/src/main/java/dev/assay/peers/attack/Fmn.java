package dev.assay.peers.attack;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Fast minimum norm: "Fast Minimum-norm Adversarial Attacks through Adaptive Norm Constraints"
 * (Pintor et al., NeurIPS 2021), Algorithm 1 for the Euclidean norm, untargeted. Steps down the
 * normalised gradient of the logit difference, of a length α that falls from 1 to 0.01 along a
 * cosine, projected onto a ball. Its radius is the linear estimate of the distance until the class
 * has changed once; then it shrinks by γ where the class has changed, to the best length at most,
 * and grows by γ where not; γ falls from 0.05 to 0.001.
 *
 * @param steps gradients for each sample
 */
@SuppressWarnings("try") // a scope works by being open
record Fmn(int steps) implements Attack {
  private static final double FIRST_STEP = 1;
  private static final double LAST_STEP = 0.01;
  private static final double FIRST_GAMMA = 0.05;
  private static final double LAST_GAMMA = 0.001;
  private static final double TINY = 1e-30;

  @Override
  public Tensor run(Attacked attacked) {
    Tensor displacement = attacked.origin();
    Tensor radius = Rows.filled(attacked.count(), Double.POSITIVE_INFINITY);
    Best best = new Best(attacked);
    for (int k = 0; k < steps; k++) {
      try (PointerScope scope = new PointerScope()) {
        Attacked.Slope slope = attacked.slope(displacement, attacked::gaps);
        Tensor gap = attacked.gaps(slope.logits());
        Tensor steepness = Rows.norms(slope.gradient()).clamp_min(new Scalar(TINY));
        Tensor outside = gap.lt(new Scalar(0.0));
        best.offer(displacement, outside);
        double gamma = Rows.annealed(FIRST_GAMMA, LAST_GAMMA, k, steps);
        Tensor estimate = Rows.norms(displacement).add(gap.div(steepness));
        Tensor found = best.lengths().lt(new Scalar(Double.POSITIVE_INFINITY));
        Tensor larger = torch.where(found, Rows.times(radius, 1 + gamma), estimate);
        Tensor smaller = torch.minimum(Rows.times(radius, 1 - gamma), best.lengths());
        radius.copy_(torch.where(outside, smaller, larger));
        double step = Rows.annealed(FIRST_STEP, LAST_STEP, k, steps);
        Tensor moved = displacement.sub(Rows.times(slope.gradient().div(steepness), step));
        Tensor shrink = radius.div(Rows.norms(moved).clamp_min(new Scalar(TINY)));
        displacement.copy_(moved.mul(shrink.clamp_max(new Scalar(1.0))));
      }
    }
    return best.displacements();
  }
}
