package dev.assay.nn;

import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.globalAvgPool;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.polyphasePool;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Backend;
import dev.assay.backend.TestBackends;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks of circular windows with global average pooling at the end give a rolled image the same
 * logits, for every roll: with stride 1, and with adaptive polyphase sampling at any stride that
 * divides.
 */
class RollTest {
  private static final int IMAGES = 6;

  static List<Architecture> architectures() {
    Layer maximum = new MaxPool(kernel(2).circular(), AntiAlias.NONE);
    Layer smooth = new MaxPool(kernel(3).circular(), AntiAlias.of(5));
    return List.of(
        Architecture.of(
            Shape.image(1, 7, 5),
            conv(20, kernel(3).circular()),
            relu(),
            smooth,
            conv(4, kernel(2).circular()),
            globalAvgPool()),
        Architecture.of(
            Shape.image(1, 8, 12),
            conv(20, kernel(3).circular()),
            batchNorm(),
            relu(),
            maximum,
            polyphasePool(2),
            conv(20, kernel(3).circular()),
            relu(),
            new PolyphasePool(2, 3, AntiAlias.of(3)),
            conv(8, kernel(3).circular()),
            relu(),
            globalAvgPool(),
            dense(4)),
        Architecture.of(
            Shape.image(2, 9, 6),
            polyphasePool(3),
            conv(8, kernel(5).circular()),
            relu(),
            new PolyphasePool(1, 2, AntiAlias.NONE),
            conv(4, kernel(1)),
            globalAvgPool()));
  }

  static Stream<Arguments> cases() {
    return TestBackends.available().stream()
        .flatMap(backend -> architectures().stream().map(net -> Arguments.of(backend, net)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void logitsAreTheSameForEveryRoll(TestBackends.Candidate candidate, Architecture architecture) {
    try (Backend backend = candidate.open(1);
        Network network = new Network(backend, architecture, 3)) {
      assertRolls(network);
      train(network);
      assertRolls(network);
    }
  }

  /** A few steps of plain descent, large enough that weights are not what they were. */
  private static void train(Network network) {
    int size = network.architecture().input().intSize();
    try (TrainingPlan plan = network.training(IMAGES)) {
      float[] values = network.parameters().trained().toArray();
      int[] labels = {0, 1, 2, 3, 0, 1};
      for (int step = 0; step < 5; step++) {
        plan.lossGradient(join(images(network.architecture().input()), size), labels, IMAGES, step);
        float[] gradient = plan.gradient().toArray();
        for (int i = 0; i < values.length; i++) {
          values[i] -= 0.2f * gradient[i];
        }
        network.parameters().trained().write(values);
        network.parameters().changed();
      }
    }
  }

  private static void assertRolls(Network network) {
    Shape shape = network.architecture().input();
    int rolls = shape.height() * shape.width();
    for (float[] image : images(shape)) {
      List<float[]> rolled = new ArrayList<>();
      for (int roll = 0; roll < rolls; roll++) {
        rolled.add(rolled(image, shape, roll / shape.width(), roll % shape.width()));
      }
      float[] logits = network.logits(join(rolled, image.length), rolls);
      int classes = logits.length / rolls;
      for (int i = 0; i < logits.length; i++) {
        assertThat(logits[i]).isCloseTo(logits[i % classes], within(1e-4f));
      }
    }
  }

  /** Noise, coarse values, a dot and a bar on a background, stripes, and nothing. */
  private static List<float[]> images(Shape shape) {
    int size = shape.intSize();
    float[][] images = new float[IMAGES][size];
    long key = Streams.key(5, "images");
    for (int i = 0; i < size; i++) {
      images[0][i] = (float) Streams.normal(key, i);
      images[1][i] = Streams.integer(key, i, 3) - 1;
      images[2][i] = 0.25f;
      images[3][i] = i % shape.width() == 2 && i / shape.width() < 3 ? 1 : 0;
      images[4][i] = i % 2;
    }
    images[2][shape.width() + 1] = 1;
    return List.of(images);
  }

  private static float[] rolled(float[] image, Shape shape, int down, int right) {
    float[] rolled = new float[image.length];
    for (int i = 0; i < image.length; i++) {
      int row = i / shape.width() % shape.height();
      int to = (row + down) % shape.height() - row;
      int column = i % shape.width();
      rolled[i + to * shape.width() + (column + right) % shape.width() - column] = image[i];
    }
    return rolled;
  }

  private static float[] join(List<float[]> images, int size) {
    float[] all = new float[images.size() * size];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i), 0, all, i * size, size);
    }
    return all;
  }
}
