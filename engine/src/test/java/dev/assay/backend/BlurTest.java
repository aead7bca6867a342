package dev.assay.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlurTest {

  @Test
  void tapsAreRowsOfPascalsTriangle() {
    assertThat(taps(1)).containsExactly(1);
    assertThat(taps(2)).containsExactly(1 / 2f, 1 / 2f);
    assertThat(taps(3)).containsExactly(1 / 4f, 2 / 4f, 1 / 4f);
    assertThat(taps(4)).containsExactly(1 / 8f, 3 / 8f, 3 / 8f, 1 / 8f);
    assertThat(taps(5)).containsExactly(1 / 16f, 4 / 16f, 6 / 16f, 4 / 16f, 1 / 16f);
    assertThat(taps(6)).containsExactly(1 / 32f, 5 / 32f, 10 / 32f, 10 / 32f, 5 / 32f, 1 / 32f);
    assertThat(taps(7))
        .containsExactly(1 / 64f, 6 / 64f, 15 / 64f, 20 / 64f, 15 / 64f, 6 / 64f, 1 / 64f);
  }

  private static float[] taps(int size) {
    return new Blur(size, 1, Edge.ZERO).taps();
  }

  @Test
  void edgesStandForPixels() {
    assertThat(sources(Edge.REFLECT, 4)).containsExactly(3, 2, 1, 0, 1, 2, 3, 2, 1, 0);
    assertThat(sources(Edge.REPLICATE, 4)).containsExactly(0, 0, 0, 0, 1, 2, 3, 3, 3, 3);
    assertThat(sources(Edge.ZERO, 4)).containsExactly(-1, -1, -1, 0, 1, 2, 3, -1, -1, -1);
    assertThat(sources(Edge.REFLECT, 2)).containsExactly(1, 0, 1, 0, 1, 0, 1, 0);
    assertThat(sources(Edge.REFLECT, 1)).containsOnly(0);
  }

  /** Sources of positions −3 … extent + 2. */
  private static int[] sources(Edge edge, int extent) {
    Blur blur = new Blur(7, 1, edge);
    return IntStream.range(-3, extent + 3).map(at -> blur.source(at, extent)).toArray();
  }

  @Test
  void outputsStartAtEveryStride() {
    for (int stride = 1; stride <= 4; stride++) {
      for (int input = 1; input <= 9; input++) {
        int starts = 0;
        for (int at = 0; at < input; at += stride) {
          starts++;
        }
        assertThat(new Blur(3, stride, Edge.ZERO).outputExtent(input)).isEqualTo(starts);
      }
    }
  }

  @Test
  void evenFiltersLookAhead() {
    assertThat(IntStream.rangeClosed(1, 7).map(size -> new Blur(size, 1, Edge.ZERO).before()))
        .containsExactly(0, 0, 1, 1, 2, 2, 3);
  }

  @Test
  void rejectsWhatIsNoFilter() {
    assertThatThrownBy(() -> new Blur(0, 1, Edge.ZERO)).hasMessageContaining("1 to 7, got 0");
    assertThatThrownBy(() -> new Blur(8, 1, Edge.ZERO)).hasMessageContaining("1 to 7, got 8");
    assertThatThrownBy(() -> new Blur(3, 0, Edge.ZERO)).hasMessageContaining("stride");
  }
}
