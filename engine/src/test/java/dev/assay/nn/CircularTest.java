package dev.assay.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Backend;
import dev.assay.backend.Edge;
import dev.assay.backend.TestBackends;
import dev.assay.backend.Window;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Windows on circular images against loops that take every place modulo the image's extent. */
class CircularTest {
  private static final int HEIGHT = 5;
  private static final int WIDTH = 4;

  private final Backend backend = TestBackends.reference(1);

  static List<Window> windows() {
    return List.of(
        Window.kernel(3).circular(),
        Window.kernel(2).circular(),
        Window.kernel(4).circular().stride(2),
        new Window(1, 5, 1, 3, 0, 2, Edge.CIRCULAR),
        new Window(3, 2, 2, 1, 0, 3, Edge.CIRCULAR),
        Window.kernel(9).circular(),
        Window.kernel(3).circular().padding(11));
  }

  @AfterEach
  void close() {
    backend.close();
  }

  @ParameterizedTest
  @MethodSource("windows")
  void convolution(Window window) {
    try (Network network = network(new Conv2d(1, window, false))) {
      float[] weights = network.parameters().values().get("layers.0.weight");
      assertSees(
          network,
          window,
          seen -> {
            double sum = 0;
            for (int k = 0; k < seen.length; k++) {
              sum += seen[k] * weights[k];
            }
            return sum;
          });
    }
  }

  @ParameterizedTest
  @MethodSource("windows")
  void maximum(Window window) {
    try (Network network = network(new MaxPool(window, AntiAlias.NONE))) {
      assertSees(network, window, seen -> Arrays.stream(seen).max().getAsDouble());
    }
  }

  @ParameterizedTest
  @MethodSource("windows")
  void mean(Window window) {
    try (Network network = network(new AvgPool(window, AntiAlias.NONE))) {
      assertSees(network, window, seen -> Arrays.stream(seen).average().getAsDouble());
    }
  }

  private Network network(Layer layer) {
    Shape image = Shape.image(1, HEIGHT, WIDTH);
    return new Network(
        backend, Architecture.of(image, layer, new Flatten(), new Dense(2, true)), 1);
  }

  private static void assertSees(
      Network network, Window window, ToDoubleFunction<double[]> expected) {
    float[] x = new float[HEIGHT * WIDTH];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) Streams.normal(Streams.key(1, "image"), i);
    }
    float[] y = network.activations(x, 1, 1);
    int columns = window.outputWidth(WIDTH);
    assertThat(y).hasSize(window.outputHeight(HEIGHT) * columns);
    for (int o = 0; o < y.length; o++) {
      double[] seen = new double[window.area()];
      for (int k = 0; k < seen.length; k++) {
        int row = o / columns * window.strideHeight() + k / window.kernelWidth();
        int column = o % columns * window.strideWidth() + k % window.kernelWidth();
        int h = Math.floorMod(row - window.paddingHeight(), HEIGHT);
        int w = Math.floorMod(column - window.paddingWidth(), WIDTH);
        seen[k] = x[h * WIDTH + w];
      }
      assertThat((double) y[o]).isCloseTo(expected.applyAsDouble(seen), within(1e-5));
    }
  }
}
