package dev.assay.nn;

import static dev.assay.nn.Layers.add;
import static dev.assay.nn.Layers.avgPool;
import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.blurPool;
import static dev.assay.nn.Layers.concat;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.dropout;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.globalAvgPool;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.leakyRelu;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.polyphasePool;
import static dev.assay.nn.Layers.relu;
import static dev.assay.nn.Layers.residual;
import static dev.assay.nn.Layers.tanh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.backend.Curve;
import dev.assay.backend.Edge;
import dev.assay.backend.reference.ReferenceBackend;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every layer's parameter and input gradients against central differences of the loss (or of the
 * logits) on the reference backend.
 */
class GradientCheckTest {
  private static final int SAMPLES = 5;

  static Stream<Architecture> architectures() {
    Shape image = Shape.image(2, 6, 5);
    return Stream.of(
        Architecture.of(Shape.vector(7), dense(4)),
        Architecture.of(Shape.vector(7), dense(9), relu(), dense(4)),
        Architecture.of(image, conv(3, kernel(3).padding(1)), flatten(), dense(4)),
        Architecture.of(
            image, conv(3, kernel(3).stride(2).padding(1)), relu(), flatten(), dense(4)),
        Architecture.of(
            image,
            conv(3, kernel(2)),
            batchNorm(),
            relu(),
            flatten(),
            dense(5),
            batchNorm(),
            dense(3)),
        Architecture.of(image, batchNorm(), flatten(), dense(4)),
        Architecture.of(image, conv(3, kernel(3)), batchNorm(), batchNorm(), flatten(), dense(4)),
        Architecture.of(image, relu(), conv(4, kernel(3)), maxPool(2), flatten(), dense(3)),
        Architecture.of(image, conv(4, kernel(3).padding(1)), maxPool(2, 3), flatten(), dense(3)),
        // windows of nine are hardly ever all zero behind ReLU, where no derivative exists
        Architecture.of(
            image, conv(4, kernel(3).padding(1)), relu(), maxPool(3), flatten(), dense(3)),
        Architecture.of(
            image, conv(4, kernel(3).padding(1)), relu(), maxPool(3, 3), flatten(), dense(3)),
        Architecture.of(
            image,
            conv(4, kernel(3).padding(1)),
            batchNorm(),
            relu(),
            maxPool(3),
            flatten(),
            dense(3)),
        Architecture.of(image, batchNorm(), relu(), maxPool(3), flatten(), dense(3)),
        Architecture.of(image, conv(4, kernel(3).padding(1)), avgPool(2), flatten(), dense(3)),
        Architecture.of(
            image, conv(4, kernel(3).padding(1)), blurPool(4, 2), relu(), globalAvgPool()),
        Architecture.of(
            image,
            conv(4, kernel(4).circular()),
            new MaxPool(kernel(2).circular().stride(2), AntiAlias.of(4)),
            conv(3, kernel(3).circular().padding(9)),
            new AvgPool(kernel(2).circular().stride(5), AntiAlias.NONE),
            flatten(),
            dense(3)),
        Architecture.of(
            image,
            conv(4, kernel(3).circular()),
            new PolyphasePool(2, 1, AntiAlias.of(3)),
            conv(3, kernel(2).circular()),
            polyphasePool(1),
            new PolyphasePool(3, 5, AntiAlias.NONE),
            flatten(),
            dense(3)),
        Architecture.of(
            image,
            conv(4, kernel(3).circular()),
            relu(),
            new MaxPool(kernel(3).circular(), AntiAlias.NONE),
            globalAvgPool()),
        Architecture.of(
            image,
            conv(4, kernel(3).circular()),
            relu(),
            new MaxPool(kernel(3).circular(), AntiAlias.NONE),
            new PolyphasePool(2, 1, AntiAlias.NONE),
            flatten(),
            dense(3)),
        Architecture.of(
            image,
            conv(4, kernel(3).padding(1)),
            relu(),
            new MaxPool(kernel(3).padding(1), AntiAlias.NONE),
            new PolyphasePool(2, 1, AntiAlias.of(3)),
            flatten(),
            dense(3)),
        Architecture.of(
            image,
            conv(4, kernel(3)),
            leakyRelu(),
            maxPool(2),
            new LeakyRelu(0.3f),
            flatten(),
            dense(3)),
        Architecture.of(
            image,
            conv(6, kernel(3).padding(1)).grouped(2),
            batchNorm(),
            relu(),
            conv(6, kernel(3).stride(2)).grouped(6),
            conv(4, kernel(2).padding(2)).dilated(3).grouped(2),
            new Conv2d(4, kernel(2).padding(1), new Dilation(1, 2), 1, false),
            conv(4, kernel(1).circular()).grouped(2),
            leakyRelu(),
            flatten(),
            dense(3)),
        Architecture.of(image, conv(4, kernel(3)), tanh(), flatten(), tanh(), dense(3)),
        Architecture.of(
            image,
            new Pad(new Margins(1, 0, 2, 3), Edge.ZERO),
            conv(4, kernel(3)),
            new Pad(new Margins(2, 1, 0, 1), Edge.REFLECT),
            relu(),
            new Pad(new Margins(0, 1, 1, 1), Edge.REPLICATE),
            new AvgPool(kernel(3).stride(2), AntiAlias.NONE, new Margins(1, 0, 1, 2)),
            new Pad(new Margins(1, 2, 1, 0), Edge.CIRCULAR),
            new AvgPool(kernel(2).padding(1), AntiAlias.of(3), new Margins(0, 1, 0, 0)),
            flatten(),
            dense(3)),
        Architecture.of(
            image,
            conv(4, kernel(3)),
            new Smooth(Curve.SIGMOID),
            conv(4, kernel(3)),
            new Smooth(Curve.GELU),
            flatten(),
            new Clip(-0.1f, 0.4f),
            dense(5),
            new Smooth(Curve.SILU),
            dense(3)),
        Architecture.of(
            image,
            conv(3, kernel(3).padding(1)),
            batchNorm(),
            residual(
                conv(3, kernel(3).padding(1)),
                batchNorm(),
                relu(),
                conv(3, kernel(3).padding(1)),
                batchNorm()),
            relu(),
            add(
                List.of(conv(4, kernel(3).stride(2).padding(1)), batchNorm(), relu()),
                List.of(conv(4, kernel(1).stride(2)), batchNorm()),
                List.of(avgPool(1), conv(4, kernel(1).stride(2)))),
            globalAvgPool(),
            dense(3)),
        Architecture.of(
            image,
            concat(
                List.of(),
                List.of(conv(3, kernel(1)), relu(), residual(conv(3, kernel(3).padding(1)))),
                List.of(conv(2, kernel(3).padding(1)), leakyRelu())),
            relu(),
            avgPool(3),
            concat(List.of(flatten(), dense(4), batchNorm()), List.of(globalAvgPool(), relu())),
            residual(dense(11), relu(), dropout(0.3)),
            dense(3)),
        // the logits are an image
        Architecture.of(image, conv(4, kernel(3)), relu(), avgPool(2), flatten()),
        Architecture.of(image, flatten(), dense(8), dropout(0.4), relu(), dropout(0.2), dense(3)));
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void parameterGradient(Architecture architecture) {
    try (ReferenceBackend backend = new ReferenceBackend(1);
        Network network = new Network(backend, architecture, 3)) {
      perturb(network);
      float[] x = noise(SAMPLES * architecture.input().intSize(), "x");
      int[] labels = labels(architecture.classes());
      TrainingPlan plan = network.training(SAMPLES);
      plan.lossGradient(x, labels, SAMPLES, 11);
      float[] gradient = plan.gradient().toArray();
      float[] values = network.parameters().trained().toArray();
      Errors errors = new Errors();
      for (Parameters.Entry entry : network.parameters().entries()) {
        if (entry.spec().role().trained()) {
          for (long i = entry.offset(); i < entry.offset() + entry.tensor().size(); i++) {
            errors.add(gradient[(int) i], slope(network, plan, values, (int) i, x, labels));
          }
        }
      }
      errors.check();
    }
  }

  private static double slope(
      Network network, TrainingPlan plan, float[] values, int index, float[] x, int[] labels) {
    float kept = values[index];
    float step = 2e-3f;
    values[index] = kept + step;
    double up = loss(network, plan, values, x, labels);
    values[index] = kept - step;
    double down = loss(network, plan, values, x, labels);
    float width = (kept + step) - (kept - step);
    values[index] = kept;
    return (up - down) / width;
  }

  private static double loss(
      Network network, TrainingPlan plan, float[] values, float[] x, int[] labels) {
    network.parameters().trained().write(values);
    network.parameters().changed();
    return plan.lossGradient(x, labels, SAMPLES, 11);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void inputGradientAtEveryCut(Architecture architecture) {
    try (ReferenceBackend backend = new ReferenceBackend(2);
        Network network = new Network(backend, architecture, 3)) {
      perturb(network);
      for (int cut = 0; cut < architecture.depth(); cut++) {
        Classifier classifier = network.classifierFrom(cut);
        int d = classifier.input().intSize();
        int classes = classifier.classes();
        float[] x =
            network.activations(noise(SAMPLES * architecture.input().intSize(), "x"), SAMPLES, cut);
        float[] logits = new float[SAMPLES * classes];
        float[] jacobian = new float[SAMPLES * classes * d];
        classifier.jacobian(x, SAMPLES, logits, jacobian);
        assertThat(logits)
            .containsExactly(network.logits(x(architecture), SAMPLES), Offset.offset(1e-5f));
        Errors errors = new Errors();
        for (int i = 0; i < d; i++) {
          double[] slopes = slopes(classifier, x, i);
          for (int n = 0; n < SAMPLES; n++) {
            for (int k = 0; k < classes; k++) {
              errors.add(jacobian[(n * classes + k) * d + i], slopes[n * classes + k]);
            }
          }
        }
        errors.check();
      }
    }
  }

  private static float[] x(Architecture architecture) {
    return noise(SAMPLES * architecture.input().intSize(), "x");
  }

  private static double[] slopes(Classifier classifier, float[] x, int feature) {
    int d = classifier.input().intSize();
    float step = 2e-3f;
    float[] up = x.clone();
    float[] down = x.clone();
    for (int n = 0; n < SAMPLES; n++) {
      up[n * d + feature] += step;
      down[n * d + feature] -= step;
    }
    float[] above = new float[SAMPLES * classifier.classes()];
    float[] below = new float[above.length];
    classifier.logits(up, SAMPLES, above);
    classifier.logits(down, SAMPLES, below);
    double[] slopes = new double[above.length];
    for (int i = 0; i < slopes.length; i++) {
      int n = i / classifier.classes();
      slopes[i] =
          ((double) above[i] - below[i]) / (up[n * d + feature] - (double) down[n * d + feature]);
    }
    return slopes;
  }

  /** Moves shifts, scales and running statistics away from their trivial starts. */
  private static void perturb(Network network) {
    for (Parameters.Entry entry : network.parameters().entries()) {
      float[] values = entry.tensor().toArray();
      float[] noise = noise(values.length, entry.name());
      for (int i = 0; i < values.length; i++) {
        values[i] += 0.2f * noise[i];
      }
      entry.tensor().write(values);
    }
    network.parameters().changed();
  }

  private static int[] labels(int classes) {
    int[] labels = new int[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      labels[i] = i % classes;
    }
    return labels;
  }

  private static float[] noise(int count, String purpose) {
    long key = Streams.key(5, purpose);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Streams.normal(key, i);
    }
    return values;
  }

  /**
   * Kinks (ReLU, max) falsify a central difference here and there, so all but a few per cent must
   * agree closely; a wrong formula makes most of them disagree.
   */
  private static final class Errors {
    private int count;
    private int wrong;
    private double scale;
    private double largest;

    void add(double analytic, double numeric) {
      count++;
      scale = Math.max(scale, Math.abs(numeric));
      double error = Math.abs(analytic - numeric);
      if (error > 5e-3 * Math.max(0.5, Math.abs(numeric))) {
        wrong++;
        largest = Math.max(largest, error);
      }
    }

    void check() {
      assertThat(scale).as("gradients must not all vanish").isGreaterThan(0.01);
      assertThat((double) wrong / count)
          .as("share of %d derivatives that disagree, by up to %s", count, largest)
          .isLessThan(0.03);
    }
  }
}
