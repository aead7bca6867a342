package dev.assay.peers.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** {@code z_0 − z_1 = 2 − 3x − 4y}: from (0, 0) the boundary is 2/5 away, at (6, 8)/25. */
@SuppressWarnings("try") // scopes work by being open
class PlaneTest {

  private static Tensor tensor(float[] values, long... shape) {
    Tensor tensor = torch.empty(shape);
    tensor.data_ptr_float().put(values, 0, values.length);
    return tensor;
  }

  private static void hasValues(Tensor tensor, double x, double y) {
    assertThat(tensor.data_ptr_float().get(0)).isCloseTo((float) x, within(1e-6f));
    assertThat(tensor.data_ptr_float().get(1)).isCloseTo((float) y, within(1e-6f));
  }

  @Test
  void stepsLeadFromThePlaceAndFeetFromTheSample() {
    try (PointerScope scope = new PointerScope()) {
      Tensor weights = tensor(new float[] {0, 3, 0, 4}, 2, 2);
      Tensor biases = tensor(new float[] {2, 0}, 1, 2);
      Attacked attacked =
          new Attacked(at -> torch.matmul(at, weights).add(biases), torch.tensor(0L), 2);
      Tensor place = tensor(new float[] {1, 1}, 1, 2);
      Plane nearest = Plane.nearest(attacked, place);
      Plane towards = Plane.towards(attacked, place, torch.tensor(1L).view(1, 1));
      for (Plane plane : new Plane[] {nearest, towards}) {
        hasValues(plane.step(), -3 * 5 / 25.0, -4 * 5 / 25.0);
        hasValues(plane.foot(place), 6 / 25.0, 8 / 25.0);
      }
    }
  }
}
