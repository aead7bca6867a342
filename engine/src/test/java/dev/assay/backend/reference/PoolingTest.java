package dev.assay.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Window;
import dev.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PoolingTest {
  private static final int SAMPLES = 2;
  private static final int CHANNELS = 2;
  private static final int HEIGHT = 6;
  private static final int WIDTH = 5;

  private final Lab lab = new Lab();

  static List<Window> windows() {
    return List.of(
        Window.kernel(1),
        Window.kernel(2).stride(2),
        Window.kernel(3).stride(2).padding(1),
        Window.kernel(3).padding(1),
        Window.kernel(2).stride(3),
        Window.kernel(6).padding(3),
        new Window(2, 3, 1, 2, 1, 0));
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private Tensor output(Window window) {
    return lab.empty(SAMPLES, CHANNELS, window.outputHeight(HEIGHT), window.outputWidth(WIDTH));
  }

  /**
   * Neighbours of a dense maximum of noise are the same where the greatest value under both windows
   * lies under each: of {@code 2k² − I} pixels {@code I} are under both, {@code I = (k − r)(k − s)}
   * for windows r rows and s columns apart.
   */
  @ParameterizedTest
  @CsvSource({"2,1,0", "2,1,1", "3,1,0", "3,1,1", "3,2,0", "5,1,0", "5,1,1"})
  void poolingMakesNeighboursAlike(int kernel, int down, int right) {
    int side = 400;
    Tensor x = lab.random("noise", 1, 1, side, side);
    int map = side - kernel + 1;
    Tensor y = lab.empty(1, 1, map, map);
    lab.backend.maxPool(Window.kernel(kernel), x, y, null);
    float[] values = y.toArray();
    int same = 0;
    int pairs = 0;
    for (int i = 0; i + down < map; i++) {
      for (int j = 0; j + right < map; j++) {
        same += values[i * map + j] == values[(i + down) * map + j + right] ? 1 : 0;
        pairs++;
      }
    }
    double shared = (kernel - down) * (kernel - right);
    assertThat((double) same / pairs)
        .isCloseTo(shared / (2 * kernel * kernel - shared), within(0.01));
  }

  @Test
  void goldenValues() {
    float[] image = {1, 5, 5, -1, 5, 2, -7, -7, -7};
    Tensor x = lab.of(image, 1, 1, 3, 3);
    Tensor y = lab.empty(1, 1, 2, 2);
    Tensor argmax = lab.empty(1, 1, 2, 2);
    lab.backend.maxPool(Window.kernel(2), x, y, argmax);
    assertThat(y.toArray()).containsExactly(5, 5, 5, 5);
    // ties go to the first in row-major order
    assertThat(argmax.toArray()).containsExactly(1, 1, 4, 4);
    lab.backend.maxPool(Window.kernel(2), x, y, null);
    assertThat(y.toArray()).containsExactly(5, 5, 5, 5);

    Tensor dx = lab.empty(2, 1, 3, 3);
    Tensor dy = lab.of(new float[] {1, 2, 3, 4, 10, 20, 30, 40}, 2, 1, 2, 2);
    lab.backend.maxPoolBackward(Window.kernel(2), argmax, dy, dx);
    assertThat(dx.toArray())
        .containsExactly(0, 3, 0, 0, 7, 0, 0, 0, 0, 0, 30, 0, 0, 70, 0, 0, 0, 0);

    // padding never wins, even over negative numbers
    Tensor negative = lab.of(new float[] {-4, -3, -2, -1}, 1, 1, 2, 2);
    lab.backend.maxPool(Window.kernel(2).padding(1).stride(2), negative, y, argmax);
    assertThat(y.toArray()).containsExactly(-4, -3, -2, -1);
    assertThat(argmax.toArray()).containsExactly(0, 1, 2, 3);

    lab.backend.avgPool(Window.kernel(2), x, y);
    assertThat(y.toArray()).containsExactly(2.5f, 4.25f, -2.5f, -1.75f);
    // padding counts in the denominator
    lab.backend.avgPool(Window.kernel(2).padding(1).stride(2), negative, y);
    assertThat(y.toArray()).containsExactly(-1, -0.75f, -0.5f, -0.25f);
    Tensor mean = lab.empty(1, 1, 3, 3);
    lab.backend.avgPoolBackward(
        Window.kernel(2), lab.of(new float[] {4, 8, 12, 16}, 1, 1, 2, 2), mean);
    assertThat(mean.toArray()).containsExactly(1, 3, 2, 4, 10, 6, 3, 7, 4);
  }

  /** Values are 0.1 apart, so a step of 0.02 changes no winner and differences are exact. */
  @ParameterizedTest
  @MethodSource("windows")
  void maxGradientIsTheDifference(Window window) {
    float[] point = Lab.distinct("x", SAMPLES * CHANNELS * HEIGHT * WIDTH);
    Tensor x = lab.of(point, SAMPLES, CHANNELS, HEIGHT, WIDTH);
    Tensor y = output(window);
    Tensor argmax = output(window);
    lab.backend.maxPool(window, x, y, argmax);
    Tensor dy = output(window);
    dy.write(Lab.uniform("dy", dy.shape().intSize()));
    Tensor dx = lab.empty(x.shape().toArray());
    lab.backend.maxPoolBackward(window, argmax, dy, dx);
    double[] expected =
        Lab.differences(
            moved -> {
              x.write(moved);
              lab.backend.maxPool(window, x, y, null);
              return Lab.dot(y, dy);
            },
            point,
            0.02f);
    Lab.assertClose(dx.toArray(), expected, 1e-4);
  }

  /** K cotangents of one sample give what K calls give. */
  @Test
  void maxGradientTakesSeveralCotangents() {
    Window window = Window.kernel(3).stride(2).padding(1);
    Tensor x = lab.random("x", SAMPLES, CHANNELS, HEIGHT, WIDTH);
    Tensor argmax = output(window);
    lab.backend.maxPool(window, x, output(window), argmax);
    int k = 3;
    Tensor dy = lab.random("dy", SAMPLES * k, CHANNELS, 3, 3);
    Tensor all = lab.empty(SAMPLES * k, CHANNELS, HEIGHT, WIDTH);
    lab.backend.maxPoolBackward(window, argmax, dy, all);
    for (int row = 0; row < SAMPLES * k; row++) {
      Tensor one = lab.empty(1, CHANNELS, HEIGHT, WIDTH);
      int n = row / k;
      lab.backend.maxPoolBackward(window, argmax.slice(n, n + 1), dy.slice(row, row + 1), one);
      assertThat(all.slice(row, row + 1).toArray()).isEqualTo(one.toArray());
    }
  }

  @ParameterizedTest
  @MethodSource("windows")
  void meanGradientIsTheDifferenceAndTheAdjoint(Window window) {
    Tensor x = lab.random("x", SAMPLES, CHANNELS, HEIGHT, WIDTH);
    Tensor y = output(window);
    Tensor dy = output(window);
    dy.write(Lab.uniform("dy", dy.shape().intSize()));
    Tensor dx = lab.empty(x.shape().toArray());
    lab.backend.avgPool(window, x, y);
    lab.backend.avgPoolBackward(window, dy, dx);
    assertThat(Lab.dot(x, dx)).isCloseTo(Lab.dot(y, dy), within(1e-5));
    double[] expected =
        Lab.differences(
            moved -> {
              x.write(moved);
              lab.backend.avgPool(window, x, y);
              return Lab.dot(y, dy);
            },
            x.toArray(),
            1);
    Lab.assertClose(dx.toArray(), expected, 1e-5);
  }

  /** The mean is the convolution of each channel with 1 / area. */
  @ParameterizedTest
  @MethodSource("windows")
  void meanIsAConvolution(Window window) {
    Tensor x = lab.random("x", SAMPLES * CHANNELS, 1, HEIGHT, WIDTH);
    int rows = window.outputHeight(HEIGHT);
    int columns = window.outputWidth(WIDTH);
    Tensor y = lab.empty(SAMPLES * CHANNELS, 1, rows, columns);
    lab.backend.avgPool(window, x, y);
    float[] taps = new float[window.area()];
    Arrays.fill(taps, 1f / window.area());
    Tensor expected = lab.empty(SAMPLES * CHANNELS, 1, rows, columns);
    lab.backend.conv2d(window, x, lab.of(taps, taps.length), null, false, 0, 1, expected, null);
    assertThat(y.toArray()).containsExactly(expected.toArray(), within(1e-6f));
  }
}
