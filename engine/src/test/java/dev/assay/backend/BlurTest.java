package dev.assay.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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

  /**
   * The binomial distribution near its middle, by Stirling's series: {@code 2/√(2πn)·(1 − 1/4n)}.
   */
  @Test
  void largeFiltersAreBinomial() {
    float[] taps = taps(1001);
    double middle = 2 / Math.sqrt(2 * Math.PI * 1000) * (1 - 1 / 4000.0);
    assertThat(taps[500]).isCloseTo((float) middle, within(1e-7f));
    double sum = 0;
    for (int k = 0; k < taps.length; k++) {
      assertThat(taps[k]).isCloseTo(taps[1000 - k], within(1e-8f));
      sum += taps[k];
    }
    assertThat(sum).isCloseTo(1, within(1e-6));
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
    assertThat(sources(Edge.CIRCULAR, 4)).containsExactly(1, 2, 3, 0, 1, 2, 3, 0, 1, 2);
    assertThat(sources(Edge.CIRCULAR, 2)).containsExactly(1, 0, 1, 0, 1, 0, 1, 0);
    assertThat(sources(Edge.CIRCULAR, 1)).containsOnly(0);
  }

  /** Sources of positions −3 … extent + 2. */
  private static int[] sources(Edge edge, int extent) {
    return IntStream.range(-3, extent + 3).map(at -> edge.source(at, extent)).toArray();
  }

  @Test
  void outputsStartAtEveryStride() {
    for (int stride = 1; stride <= 4; stride++) {
      for (int input = 1; input <= 9; input++) {
        int starts = 0;
        for (int at = 0; at < input; at += stride) {
          starts++;
        }
        assertThat(new Blur(3, stride, 1, Edge.ZERO).outputHeight(input)).isEqualTo(starts);
        assertThat(new Blur(3, 1, stride, Edge.ZERO).outputWidth(input)).isEqualTo(starts);
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
    assertThatThrownBy(() -> new Blur(0, 1, Edge.ZERO)).hasMessageContaining("1 to 1024, got 0");
    assertThatThrownBy(() -> new Blur(1025, 1, Edge.ZERO)).hasMessageContaining("got 1025");
    assertThatThrownBy(() -> new Blur(3, 0, Edge.ZERO)).hasMessageContaining("stride");
    assertThatThrownBy(() -> new Blur(3, 1, 0, Edge.ZERO)).hasMessageContaining("1×0");
  }
}
