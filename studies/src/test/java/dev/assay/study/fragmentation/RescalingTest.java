package dev.assay.study.fragmentation;

import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.leakyRelu;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.geometry.SegmentClasses;
import dev.assay.io.BadInputException;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.study.Cut;
import dev.assay.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RescalingTest {
  private static final List<Architecture> ARCHITECTURES =
      List.of(
          Architecture.of(Shape.vector(6), dense(12), relu(), dense(9), leakyRelu(), dense(4)),
          Architecture.of(
              Shape.image(2, 6, 6),
              conv(4, kernel(3).padding(1)),
              relu(),
              maxPool(2, 3),
              conv(5, kernel(3)),
              batchNorm(),
              relu(),
              flatten(),
              dense(7),
              batchNorm(),
              relu(),
              dense(3)));

  /** Every parameter is random, statistics of BatchNorm included. */
  private static Network network(Backend backend, Architecture architecture) {
    Network network = new Network(backend, architecture, 1);
    Map<String, float[]> values = new LinkedHashMap<>(network.parameters().values());
    values.replaceAll(
        (name, old) -> {
          float[] random = Networks.gaussian(Streams.key(3, name), old.length, 0.4);
          for (int i = 0; i < random.length && name.endsWith("variance"); i++) {
            random[i] = 0.1f + Math.abs(random[i]);
          }
          return name.startsWith("layers.%d.b".formatted(architecture.depth() - 1))
              ? new float[old.length] // no class wins everywhere
              : random;
        });
    network.parameters().set(values);
    return network;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0x1p-5, 0.5, 4, 0x1p7})
  void powersOfTwoChangeNoLogitBeyondTheirFactorAndNoCount(double factor) {
    try (Backend backend = Backends.open("auto", 1)) {
      for (Architecture architecture : ARCHITECTURES) {
        try (Network network = network(backend, architecture)) {
          int count = 30;
          int length = architecture.input().intSize();
          float[] inputs = Networks.gaussian(Streams.key(4, "inputs"), count * length, 5);
          Tuples pairs =
              Tuples.draw(new int[count], IntStream.range(0, count).toArray(), false, 2, 40, 1);
          float[] before = network.logits(inputs, count);
          int[] changes = changes(network, inputs, pairs);
          Map<String, float[]> weights = network.parameters().values();

          Map<String, float[]> others = Rescaling.of(architecture, weights, factor);
          network.parameters().set(others);

          float[] after = network.logits(inputs, count);
          for (int i = 0; i < before.length; i++) {
            assertThat((double) after[i]).isEqualTo(before[i] * factor);
          }
          assertThat(changes(network, inputs, pairs)).containsExactly(changes);
          assertThat(IntStream.of(changes).sum()).isPositive();
          assertThat(Rescaling.weightNorm(others)).isNotEqualTo(Rescaling.weightNorm(weights));
          assertThat(others.get("layers.0.weight")).isNotEqualTo(weights.get("layers.0.weight"));
        }
      }
    }
  }

  private static int[] changes(Network network, float[] inputs, Tuples pairs) {
    return LineFragmentation.of(
            Cut.of(network, 0),
            Networks.data(network, inputs),
            pairs,
            LineMethod.EXACT,
            2,
            Double.POSITIVE_INFINITY,
            done -> {})
        .stream()
        .mapToInt(SegmentClasses::changes)
        .toArray();
  }

  @Test
  void aFactorMustBePositive() {
    assertThatThrownBy(() -> Rescaling.of(ARCHITECTURES.get(0), Map.of(), 0))
        .isInstanceOf(BadInputException.class);
  }
}
