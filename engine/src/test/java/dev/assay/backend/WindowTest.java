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

  /** A circle has as many places as pixels; half of an even kernel is padded by one more after. */
  @Test
  void aCircleIsSeenFromEveryPixel() {
    for (int kernel = 1; kernel <= 7; kernel++) {
      for (int stride = 1; stride <= 4; stride++) {
        Window window = new Window(kernel, kernel, stride, stride, 0, 0).circular();
        for (int input = 1; input <= 9; input++) {
          int starts = (input - 1) / stride + 1;
          assertThat(window.outputHeight(input)).isEqualTo(starts);
          assertThat(window.inside().outputWidth(window.wrappedWidth(input))).isEqualTo(starts);
          assertThat(window.wraps(input, input))
              .isEqualTo(window.paddingHeight() > 0 || (starts - 1) * stride + kernel > input);
        }
      }
    }
  }

  /** Other paddings are the same on both sides, as zeros are. */
  @Test
  void aCircleMayBePaddedByAnyNumber() {
    Window window = new Window(3, 2, 1, 1, 5, 3, Edge.CIRCULAR);
    assertThat(window.outputHeight(4)).isEqualTo(4 + 10 - 3 + 1);
    assertThat(window.outputWidth(4)).isEqualTo(4 + 6 - 2 + 1);
    assertThat(window.wrappedHeight(4)).isEqualTo(14);
    assertThat(window.wrappedWidth(4)).isEqualTo(10);
    assertThat(window.inside()).isEqualTo(new Window(3, 2, 1, 1, 0, 0));
    assertThat(Window.kernel(3).inside()).isEqualTo(Window.kernel(3));
  }

  @Test
  void buildersKeepTheRest() {
    assertThat(Window.kernel(3)).isEqualTo(new Window(3, 3, 1, 1, 0, 0));
    assertThat(new Window(2, 3, 1, 1, 0, 0).stride(4).padding(5))
        .isEqualTo(new Window(2, 3, 4, 4, 5, 5));
    assertThat(Window.kernel(4).circular().stride(2))
        .isEqualTo(new Window(4, 4, 2, 2, 1, 1, Edge.CIRCULAR));
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
    assertThatThrownBy(() -> new Window(1, 1, 1, 1, 0, 0, Edge.REFLECT))
        .hasMessageContaining("zero or circular");
    assertThatThrownBy(() -> new Window(1, 1, 1, 0, 0, 0)).hasMessageContaining("stride");
    assertThatThrownBy(() -> new Window(1, 1, 1, 1, 0, -1)).hasMessageContaining("padding");
  }
}
