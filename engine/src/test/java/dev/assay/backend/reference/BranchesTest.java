package dev.assay.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BranchesTest {
  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void sumsAndWhatIsPositiveOfThem() {
    Tensor a = lab.of(new float[] {1, -2, 3, Float.NaN}, 2, 2);
    Tensor b = lab.of(new float[] {4, 1, -5, 1}, 2, 2);
    Tensor y = lab.empty(2, 2);
    lab.backend.add(a, b, false, y);
    assertThat(y.toArray()).containsExactly(5, -1, -2, Float.NaN);
    lab.backend.add(a, b, true, a);
    assertThat(a.toArray()).containsExactly(5, 0, 0, Float.NaN);
  }

  @Test
  void channelsOfTwoSamples() {
    Tensor x = lab.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 1, 2);
    Tensor y = lab.of(new float[12], 2, 3, 1, 2);
    lab.backend.copyChannels(x, 0, y, 1, 2);
    assertThat(y.toArray()).containsExactly(0, 0, 1, 2, 3, 4, 0, 0, 5, 6, 7, 8);
    Tensor back = lab.of(new float[4], 2, 1, 1, 2);
    lab.backend.copyChannels(y, 2, back, 0, 1);
    assertThat(back.toArray()).containsExactly(3, 4, 7, 8);
  }
}
