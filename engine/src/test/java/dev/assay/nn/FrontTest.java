package dev.assay.nn;

import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Backend;
import dev.assay.backend.TestBackends;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrontTest {
  private static final int COUNT = 5;
  private static final int CLASSES = 3;
  private static final Shape IMAGE = Shape.image(2, 3, 2);

  static Stream<TestBackends.Candidate> backends() {
    return TestBackends.available().stream();
  }

  @ParameterizedTest
  @MethodSource("backends")
  void ofOneDenseLayerIsItsWeights(TestBackends.Candidate candidate) {
    try (Backend backend = candidate.open(2);
        Network network =
            new Network(
                backend,
                Architecture.of(
                    IMAGE, flatten(), dense(7), relu(), dense(6), relu(), dense(CLASSES)),
                1)) {
      Front front = network.classifier().front().orElseThrow();
      float[] weights = network.parameters().values().get("layers.1.weight");
      assertThat(front.inputs()).isEqualTo(12);
      assertThat(front.outputs()).isEqualTo(7);
      assertThat(front.matrix()).isEqualTo(weights);
      // from a hidden cut, too, and parameters as they are now
      Map<String, float[]> values = network.parameters().values();
      Arrays.fill(values.get("layers.3.weight"), 0.25f);
      network.parameters().set(values);
      float[] above = network.classifierFrom(3).front().orElseThrow().matrix();
      assertThat(above).hasSize(6 * 7).containsOnly(0.25f);
    }
  }

  /** Several affine layers are one, and what is above goes on from there. */
  @ParameterizedTest
  @MethodSource("backends")
  void andWhatIsAboveAreTheClassifier(TestBackends.Candidate candidate) {
    try (Backend backend = candidate.open(2);
        Network network =
            new Network(
                backend,
                Architecture.of(
                    IMAGE,
                    flatten(),
                    dense(7),
                    batchNorm(),
                    relu(),
                    dense(6),
                    relu(),
                    dense(CLASSES)),
                2)) {
      Map<String, float[]> values = network.parameters().values();
      values.replaceAll(
          (name, value) ->
              name.endsWith("variance")
                  ? positive(value.length)
                  : random(name.hashCode(), value.length));
      network.parameters().set(values);
      Front front = network.classifier().front().orElseThrow();
      float[] inputs = random(3, COUNT * front.inputs());
      float[] expected = network.logits(inputs, COUNT);
      float[] logits = new float[COUNT * CLASSES];
      float[] images = front.images(inputs, COUNT);
      front.above().logits(images, COUNT, logits);
      assertThat(logits).containsExactly(expected, within(1e-5f));

      float[] matrix = front.matrix();
      float[] shift = front.images(new float[front.inputs()], 1);
      for (int n = 0; n < COUNT; n++) {
        for (int k = 0; k < front.outputs(); k++) {
          double sum = shift[k];
          for (int i = 0; i < front.inputs(); i++) {
            sum += (double) matrix[k * front.inputs() + i] * inputs[n * front.inputs() + i];
          }
          assertThat(images[n * front.outputs() + k]).isCloseTo((float) sum, within(1e-4f));
        }
      }
      try (Network same = front.with(matrix, front.inputs())) {
        assertThat(same.logits(inputs, COUNT)).containsExactly(expected, within(1e-4f));
      }
    }
  }

  @Test
  void whereItSavesNothingThereIsNone() {
    try (Backend backend = TestBackends.reference(1)) {
      assertThat(has(backend, flatten(), dense(12), relu(), dense(CLASSES))).isFalse();
      assertThat(has(backend, flatten(), dense(11), relu(), dense(CLASSES))).isTrue();
      // convolutions are cheaper than their matrices
      assertThat(has(backend, conv(1, kernel(2)), flatten(), relu(), dense(CLASSES))).isFalse();
      assertThat(has(backend, flatten(), dense(7), dense(CLASSES))).isFalse();
    }
  }

  private static boolean has(Backend backend, Layer... layers) {
    try (Network network = new Network(backend, Architecture.of(IMAGE, layers), 1)) {
      return network.classifier().front().isPresent();
    }
  }

  private static float[] random(long seed, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Streams.normal(Streams.key(seed, "front"), i);
    }
    return values;
  }

  private static float[] positive(int count) {
    float[] values = random(1, count);
    for (int i = 0; i < count; i++) {
      values[i] = 0.5f + Math.abs(values[i]);
    }
    return values;
  }
}
