package dev.assay.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Direction;
import dev.assay.backend.Window;
import dev.assay.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConvolutionTest {
  private static final int SAMPLES = 2;
  private static final int IN = 2;
  private static final int OUT = 3;
  private static final int HEIGHT = 6;
  private static final int WIDTH = 5;

  private final Lab lab = new Lab();

  static List<Window> windows() {
    return List.of(
        Window.kernel(1),
        Window.kernel(3),
        Window.kernel(3).padding(1),
        Window.kernel(3).padding(1).stride(2),
        Window.kernel(2).stride(3),
        Window.kernel(1).padding(2),
        Window.kernel(7).padding(3),
        new Window(5, 2, 1, 2, 2, 0),
        new Window(1, 3, 3, 1, 0, 2));
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private Tensor forward(Window window, Tensor x, Tensor weights, Tensor bias, boolean relu) {
    Tensor packed = lab.empty(weights.shape().intSize());
    lab.backend.conv2dPack(window, weights, Direction.FORWARD, packed);
    Tensor y = output(window, x.count(), weights.count());
    lab.backend.conv2d(window, x, packed, bias, relu, 0, 1, y, null);
    return y;
  }

  private Tensor output(Window window, int samples, int channels) {
    return lab.empty(samples, channels, window.outputHeight(HEIGHT), window.outputWidth(WIDTH));
  }

  private Tensor weights(Window window) {
    return lab.random("w", OUT, IN, window.kernelHeight(), window.kernelWidth());
  }

  private Tensor backwardData(Window window, Tensor dy, Tensor weights) {
    Tensor packed = lab.empty(weights.shape().intSize());
    lab.backend.conv2dPack(window, weights, Direction.BACKWARD, packed);
    Tensor dx = lab.empty(dy.count(), IN, HEIGHT, WIDTH);
    lab.backend.conv2dBackwardData(window, dy, packed, 0, 1, dx, null);
    return dx;
  }

  /** Worked by hand: 3×3 image 1…9, kernel (1 2; 3 4), no flip. */
  @Test
  void goldenValues() {
    Tensor x = lab.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 1, 3, 3);
    Tensor w = lab.of(new float[] {1, 2, 3, 4}, 4);
    Tensor bias = lab.of(new float[] {-50}, 1);
    Window window = Window.kernel(2);

    Tensor y = lab.empty(1, 1, 2, 2);
    lab.backend.conv2d(window, x, w, null, false, 0, 1, y, null);
    // 1+4+12+20, 2+6+15+24, 4+10+21+32, 5+12+24+36
    assertThat(y.toArray()).containsExactly(37, 47, 67, 77);
    lab.backend.conv2d(window, x, w, bias, true, 0, 1, y, null);
    assertThat(y.toArray()).containsExactly(0, 0, 17, 27);

    Tensor padded = lab.empty(1, 1, 2, 2);
    lab.backend.conv2d(
        Window.kernel(2).padding(1).stride(2), x, w, null, false, 0, 1, padded, null);
    // only the lower right tap; the lower row; the right column; everything
    assertThat(padded.toArray()).containsExactly(4, 18, 36, 77);

    Tensor dy = lab.of(new float[] {1, 0, 0, 2}, 1, 1, 2, 2);
    Tensor dx = lab.empty(1, 1, 3, 3);
    lab.backend.conv2dBackwardData(window, dy, w, 0, 1, dx, null);
    assertThat(dx.toArray()).containsExactly(1, 2, 0, 3, 6, 4, 0, 6, 8);

    Tensor dw = lab.empty(1, 1, 2, 2);
    Tensor db = lab.empty(1);
    lab.backend.conv2dBackwardWeights(window, x, dy, 0, 1, dw, db, null);
    // x at the upper left plus twice x at the lower right of each tap
    assertThat(dw.toArray()).containsExactly(11, 14, 20, 23);
    assertThat(db.toArray()).containsExactly(3);
  }

  /** Every input is scattered through every tap, instead of gathered: another order of loops. */
  @ParameterizedTest
  @MethodSource("windows")
  void forwardScattersInputs(Window window) {
    Tensor x = lab.random("x", SAMPLES, IN, HEIGHT, WIDTH);
    Tensor weights = weights(window);
    Tensor bias = lab.random("b", OUT);
    Tensor y = forward(window, x, weights, bias, false);
    double[] expected = scatter(window, x.toArray(), weights.toArray(), bias.toArray());
    Lab.assertClose(y.toArray(), expected, 1e-5);

    Tensor rectified = forward(window, x, weights, bias, true);
    for (int i = 0; i < expected.length; i++) {
      expected[i] = expected[i] > 0 ? expected[i] : 0;
    }
    Lab.assertClose(rectified.toArray(), expected, 1e-5);
  }

  private static double[] scatter(Window window, float[] x, float[] w, float[] bias) {
    int rows = window.outputHeight(HEIGHT);
    int columns = window.outputWidth(WIDTH);
    double[] y = new double[SAMPLES * OUT * rows * columns];
    for (int i = 0; i < y.length; i++) {
      y[i] = bias[i / (rows * columns) % OUT];
    }
    for (int index = 0; index < x.length; index++) {
      int column = index % WIDTH;
      int row = index / WIDTH % HEIGHT;
      int c = index / (WIDTH * HEIGHT) % IN;
      int n = index / (WIDTH * HEIGHT * IN);
      for (int a = 0; a < window.kernelHeight(); a++) {
        for (int b = 0; b < window.kernelWidth(); b++) {
          double i = (row + window.paddingHeight() - a) / (double) window.strideHeight();
          double j = (column + window.paddingWidth() - b) / (double) window.strideWidth();
          if (i < 0 || j < 0 || i >= rows || j >= columns || i % 1 != 0 || j % 1 != 0) {
            continue;
          }
          for (int o = 0; o < OUT; o++) {
            int tap = ((o * IN + c) * window.kernelHeight() + a) * window.kernelWidth() + b;
            int target = ((n * OUT + o) * rows + (int) i) * columns + (int) j;
            y[target] += (double) w[tap] * x[index];
          }
        }
      }
    }
    return y;
  }

  /** The forward pass is linear, so central differences with a large step are exact. */
  @ParameterizedTest
  @MethodSource("windows")
  void gradientsAreDifferences(Window window) {
    Tensor x = lab.random("x", SAMPLES, IN, HEIGHT, WIDTH);
    Tensor weights = weights(window);
    Tensor bias = lab.random("b", OUT);
    Tensor dy = output(window, SAMPLES, OUT);
    dy.write(Lab.uniform("dy", dy.shape().intSize()));

    Tensor dw = lab.empty(weights.shape().toArray());
    Tensor db = lab.empty(OUT);
    lab.backend.conv2dBackwardWeights(window, x, dy, 0, 1, dw, db, null);
    Tensor dx = backwardData(window, dy, weights);

    for (Tensor[] pair : new Tensor[][] {{x, dx}, {weights, dw}, {bias, db}}) {
      Tensor input = pair[0];
      float[] point = input.toArray();
      double[] expected =
          Lab.differences(
              moved -> {
                input.write(moved);
                return Lab.dot(forward(window, x, weights, bias, false), dy);
              },
              point,
              1);
      input.write(point);
      Lab.assertClose(pair[1].toArray(), expected, 2e-5);
    }
  }

  /** {@code <conv(x, w), dy> = <x, backwardData(dy, w)> = <w, backwardWeights(x, dy)>}. */
  @ParameterizedTest
  @MethodSource("windows")
  void backwardOperationsAreAdjoints(Window window) {
    Tensor x = lab.random("x", SAMPLES, IN, HEIGHT, WIDTH);
    Tensor weights = weights(window);
    Tensor dy = output(window, SAMPLES, OUT);
    dy.write(Lab.uniform("dy", dy.shape().intSize()));
    double product = Lab.dot(forward(window, x, weights, null, false), dy);
    assertThat(product).isNotZero();

    Tensor dx = backwardData(window, dy, weights);
    assertThat(Lab.dot(x, dx)).isCloseTo(product, within(1e-5));

    Tensor dw = lab.empty(weights.shape().toArray());
    lab.backend.conv2dBackwardWeights(window, x, dy, 0, 1, dw, null, null);
    assertThat(Lab.dot(weights, dw)).isCloseTo(product, within(1e-5));
  }
}
