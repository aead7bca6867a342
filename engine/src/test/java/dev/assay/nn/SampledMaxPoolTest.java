package dev.assay.nn;

import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.backend.Backend;
import dev.assay.backend.Edge;
import dev.assay.backend.TestBackends;
import dev.assay.backend.Window;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Dense pools that training runs with what samples them, against the same layers with one between
 * them that changes nothing: the same bits of the gradient.
 */
class SampledMaxPoolTest {
  private static final Shape IMAGE = Shape.image(2, 12, 30);
  private static final int SAMPLES = 5;
  private static final Layer NOTHING = new AvgPool(kernel(1), AntiAlias.NONE);

  static Stream<Arguments> pools() {
    List<Window> windows =
        List.of(
            kernel(2).circular(),
            kernel(3).circular(),
            kernel(3).padding(1),
            new Window(1, 3, 1, 1, 0, 1),
            new Window(5, 2, 1, 1, 2, 0, Edge.CIRCULAR));
    List<Arguments> pools = new ArrayList<>();
    for (Window window : windows) {
      for (AntiAlias taps : List.of(AntiAlias.NONE, AntiAlias.of(2), AntiAlias.of(3))) {
        boolean odd = window.outputWidth(IMAGE.width()) % 2 != 0;
        pools.add(Arguments.of(window, new PolyphasePool(2, odd ? 1 : 3, taps)));
        if (!taps.isNone()) {
          pools.add(Arguments.of(window, taps));
        }
      }
    }
    return TestBackends.available().stream()
        .flatMap(
            candidate -> pools.stream().map(p -> Arguments.of(candidate, p.get()[0], p.get()[1])));
  }

  @ParameterizedTest
  @MethodSource("pools")
  void gradientIsThatOfLayersApart(
      TestBackends.Candidate candidate, Window window, Object sampling) {
    Layer pool = new MaxPool(window, AntiAlias.NONE);
    List<Layer> together;
    List<Layer> apart;
    if (sampling instanceof AntiAlias taps) {
      Window strided =
          new Window(
              window.kernelHeight(),
              window.kernelWidth(),
              2,
              3,
              window.paddingHeight(),
              window.paddingWidth(),
              window.edge());
      together = List.of(new MaxPool(strided, taps));
      apart = List.of(pool, NOTHING, new BlurPool(taps.blur(strided)));
    } else {
      together = List.of(pool, (Layer) sampling);
      apart = List.of(pool, NOTHING, (Layer) sampling);
    }
    try (Backend backend = candidate.open(2)) {
      assertThat(gradient(backend, together)).isEqualTo(gradient(backend, apart));
    }
  }

  private static float[] gradient(Backend backend, List<Layer> pool) {
    List<Layer> layers = new ArrayList<>(List.of(conv(3, kernel(3).circular()), relu()));
    layers.addAll(pool);
    layers.addAll(List.of(conv(2, kernel(1)), flatten(), dense(3)));
    try (Network network = new Network(backend, Architecture.of(IMAGE, layers), 1)) {
      float[] values = network.parameters().trained().toArray();
      for (int i = 0; i < values.length; i++) {
        values[i] = Streams.uniform(Streams.key(2, "weights"), i) - 0.5f;
      }
      network.parameters().trained().write(values);
      network.parameters().changed();
      float[] inputs = new float[SAMPLES * IMAGE.intSize()];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = Math.round(4 * Streams.uniform(Streams.key(3, "images"), i)); // with ties
      }
      TrainingPlan plan = network.training(SAMPLES);
      plan.lossGradient(inputs, new int[] {0, 1, 2, 0, 1}, SAMPLES, 0);
      return plan.gradient().toArray();
    }
  }
}
