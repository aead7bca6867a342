package dev.assay.peers.attack;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Decoupled direction and norm: "Decoupling Direction and Norm for Efficient Gradient-Based L2
 * Adversarial Attacks and Defenses" (Rony et al., CVPR 2019), Algorithm 1, untargeted. Steps along
 * the normalised gradient of the cross entropy, of a length that falls from 1 to 0.01 along a
 * cosine; after each the displacement is put on a sphere whose radius, at first 1, shrinks by γ =
 * 0.05 where the class has changed and grows by it where not. Pixels are not quantised.
 *
 * @param steps gradients for each sample
 */
@SuppressWarnings("try") // a scope works by being open
record Ddn(int steps) implements Attack {
  private static final double FIRST_RADIUS = 1;
  private static final double GAMMA = 0.05;
  private static final double FIRST_STEP = 1;
  private static final double LAST_STEP = 0.01;

  @Override
  public Tensor run(Attacked attacked) {
    Tensor displacement = attacked.origin();
    Tensor radius = Rows.filled(attacked.count(), FIRST_RADIUS);
    Best best = new Best(attacked);
    for (int k = 0; k < steps; k++) {
      try (PointerScope scope = new PointerScope()) {
        Attacked.Slope slope =
            attacked.slope(
                displacement, z -> torch.log_softmax(z, 1).gather(1, attacked.labels()).neg());
        Tensor outside = attacked.gaps(slope.logits()).lt(new Scalar(0.0));
        best.offer(displacement, outside);
        radius.mul_(torch.where(outside, new Scalar(1 - GAMMA), new Scalar(1 + GAMMA)));
        double step = Rows.annealed(FIRST_STEP, LAST_STEP, k, steps);
        Tensor moved = displacement.add(Rows.times(direction(slope.gradient()), step));
        displacement.copy_(moved.mul(radius.div(Rows.norms(moved))));
      }
    }
    return best.displacements();
  }

  /** Of length 1; at random where the gradient is zero, as in the authors' program. */
  private static Tensor direction(Tensor gradient) {
    Tensor zero = Rows.norms(gradient).eq(new Scalar(0.0));
    Tensor some = torch.where(zero, torch.randn_like(gradient), gradient);
    return some.div(Rows.norms(some));
  }
}
