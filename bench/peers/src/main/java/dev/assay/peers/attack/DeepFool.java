package dev.assay.peers.attack;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * DeepFool: "DeepFool: a simple and accurate method to fool deep neural networks" (Moosavi-Dezfooli
 * et al., CVPR 2016), Algorithm 2. Full steps onto the nearest linearised boundary, of all classes,
 * until the class changes; the sum of all steps is lengthened by the overshoot, 0.02. At most 50
 * steps.
 */
@SuppressWarnings("try") // a scope works by being open
record DeepFool() implements Attack {
  private static final int STEPS = 50;
  private static final double OVERSHOOT = 0.02;

  @Override
  public Tensor run(Attacked attacked) {
    Tensor steps = attacked.origin();
    Best best = new Best(attacked);
    for (int k = 0; k <= STEPS; k++) {
      try (PointerScope scope = new PointerScope()) {
        Tensor at = Rows.times(steps, 1 + OVERSHOOT);
        Tensor outside = attacked.gaps(attacked.logits(at)).lt(new Scalar(0.0));
        best.offer(at, outside);
        if (k == STEPS || outside.all().item_bool()) {
          break;
        }
        Tensor step = Plane.nearest(attacked, at).step();
        steps.add_(torch.where(outside, new Scalar(0.0), step));
      }
    }
    return best.displacements();
  }
}
