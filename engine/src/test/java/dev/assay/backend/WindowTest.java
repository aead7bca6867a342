package dev.assay.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WindowTest {

  /** The output extent is the number of positions at which the kernel fits. */
  @Test
  void outputExtentCountsPositions() {
    for (int kernel = 1; kernel <= 6; kernel++) {
      for (int stride = 1; stride <= 4; stride++) {
        for (int padding = 0; padding <= 3; padding++) {
          for (int input = 1; input <= 9; input++) {
            Window window = new Window(kernel, 1, stride, 1, padding, 0);
            int positions = 0;
            for (int at = -padding; at + kernel <= input + padding; at += stride) {
              positions++;
            }
            if (positions > 0) {
              assertThat(window.outputHeight(input)).isEqualTo(positions);
            } else {
              assertThat(window.outputHeight(input)).isLessThanOrEqualTo(0);
            }
            assertThat(window.outputWidth(input)).isEqualTo(input);
          }
        }
      }
    }
  }

  @Test
  void buildersKeepTheRest() {
    assertThat(Window.kernel(3)).isEqualTo(new Window(3, 3, 1, 1, 0, 0));
    assertThat(new Window(2, 3, 1, 1, 0, 0).stride(4).padding(5))
        .isEqualTo(new Window(2, 3, 4, 4, 5, 5));
    assertThat(new Window(2, 3, 1, 1, 0, 0).area()).isEqualTo(6);
  }

  @Test
  void rejectsWhatIsNoWindow() {
    assertThatThrownBy(() -> Window.kernel(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kernel must be at least 1, got 0×0");
    assertThatThrownBy(() -> Window.kernel(1).stride(0)).hasMessageContaining("stride");
    assertThatThrownBy(() -> Window.kernel(1).padding(-1)).hasMessageContaining("padding");
    assertThatThrownBy(() -> new Window(1, 0, 1, 1, 0, 0)).hasMessageContaining("1×0");
    assertThatThrownBy(() -> new Window(1, 1, 1, 0, 0, 0)).hasMessageContaining("stride");
    assertThatThrownBy(() -> new Window(1, 1, 1, 1, 0, -1)).hasMessageContaining("padding");
  }
}
