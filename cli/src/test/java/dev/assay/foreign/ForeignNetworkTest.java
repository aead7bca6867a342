package dev.assay.foreign;

import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.globalAvgPool;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.io.BadInputException;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layer;
import dev.assay.nn.Network;
import dev.assay.nn.Parameters;
import dev.assay.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForeignNetworkTest {
  private static final Shape IMAGE = Shape.image(3, 4, 5);

  private static ForeignNetwork network(Layer... layers) {
    Architecture architecture = Architecture.of(IMAGE, layers);
    Map<String, float[]> values = new LinkedHashMap<>();
    for (int layer = 0; layer < architecture.depth(); layer++) {
      for (Parameters.Named named : Parameters.named(architecture, layer)) {
        values.put(named.name(), numbers(named.spec().shape().intSize(), values.size()));
      }
    }
    return new ForeignNetwork(architecture, values, List.of());
  }

  /** From 0.1 to 0.9. */
  private static float[] numbers(int count, int seed) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (0.5 + 0.4 * Math.sin(7 * i + 3 * seed + 1));
    }
    return numbers;
  }

  private static float[] logits(ForeignNetwork read, float[] image) {
    try (Backend backend = Backends.open("reference", 1);
        Network network = new Network(backend, read.architecture(), 0)) {
      network.parameters().set(read.parameters());
      float[] logits = new float[read.architecture().classes()];
      network.classifier().logits(image, 1, logits);
      return logits;
    }
  }

  private static Stream<ForeignNetwork> networks() {
    return Stream.of(
        network(conv(4, kernel(3)), relu(), globalAvgPool(), dense(2)),
        network(batchNorm(), conv(4, kernel(2)), batchNorm(), flatten(), dense(3)),
        network(flatten(), dense(4), relu(), dense(2)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void anImageWithItsChannelsTheOtherWayRoundGivesTheSame(ForeignNetwork network) {
    float[] image = numbers(IMAGE.intSize(), 99);
    float[] turned = new float[image.length];
    for (int i = 0; i < image.length; i++) {
      turned[(2 - i / 20) * 20 + i % 20] = image[i];
    }
    float[] logits = logits(network, image);
    assertThat(logits(network.reversingChannels(), turned)).containsExactly(logits, within(1e-5f));
    assertThat(logits(network, turned)[0]).isNotCloseTo(logits[0], within(1e-3f));
  }

  @Test
  void aLayerThatDoesNotLetTheOrderChangeIsNamed() {
    ForeignNetwork depthwise = network(conv(3, kernel(3)).grouped(3), flatten(), dense(2));
    assertThatThrownBy(depthwise::reversingChannels)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("layer 0, conv2d");
  }
}
