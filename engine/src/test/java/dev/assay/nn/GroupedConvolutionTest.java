package dev.assay.nn;

import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.backend.Backend;
import dev.assay.backend.TestBackends;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle: a convolution in one group whose weights between groups are zero. */
class GroupedConvolutionTest {
  private static final int SAMPLES = 5;
  private static final Shape IMAGE = Shape.image(6, 7, 5);

  static List<TestBackends.Candidate> backends() {
    return TestBackends.available();
  }

  @ParameterizedTest
  @MethodSource("backends")
  void isOneOfManyZeros(TestBackends.Candidate candidate) {
    try (Backend backend = candidate.open(3)) {
      for (int groups : new int[] {2, 3, 6}) {
        for (Conv2d whole :
            List.of(
                conv(6, kernel(3).padding(1)),
                conv(12, kernel(3).stride(2)),
                conv(6, kernel(2).circular()))) {
          compare(backend, whole, groups);
        }
      }
    }
  }

  private static void compare(Backend backend, Conv2d whole, int groups) {
    float[] x = noise(SAMPLES * IMAGE.intSize(), "x");
    try (Network dense = new Network(backend, architecture(whole), 1);
        Network grouped = new Network(backend, architecture(whole.grouped(groups)), 2)) {
      Map<String, float[]> values = new HashMap<>(grouped.parameters().values());
      values.put("layers.0.bias", noise(whole.channels(), "bias"));
      grouped.parameters().set(values);
      Map<String, float[]> same = new HashMap<>(values);
      same.put("layers.0.weight", spread(values.get("layers.0.weight"), whole, groups));
      dense.parameters().set(same);
      String what = whole + " in " + groups;
      assertThat(grouped.logits(x, SAMPLES))
          .as(what)
          .containsExactly(dense.logits(x, SAMPLES), Offset.offset(1e-4f));
      assertThat(jacobian(grouped, x))
          .as(what)
          .containsExactly(jacobian(dense, x), Offset.offset(1e-4f));
      int[] labels = {0, 1, 2, 1, 0};
      TrainingPlan plan = grouped.training(SAMPLES);
      plan.lossGradient(x, labels, SAMPLES, 3);
      TrainingPlan other = dense.training(SAMPLES);
      other.lossGradient(x, labels, SAMPLES, 3);
      float[] found = weights(grouped, plan);
      float[] all = weights(dense, other);
      assertThat(spread(found, whole, groups))
          .as(what)
          .containsExactly(masked(all, whole, groups), Offset.offset(1e-4f));
    }
  }

  private static Architecture architecture(Conv2d conv) {
    return Architecture.of(IMAGE, conv, batchNorm(), relu(), flatten(), dense(3));
  }

  private static float[] jacobian(Network network, float[] x) {
    float[] jacobian = new float[SAMPLES * 3 * IMAGE.intSize()];
    network.classifier().jacobian(x, SAMPLES, new float[SAMPLES * 3], jacobian);
    return jacobian;
  }

  private static float[] weights(Network network, TrainingPlan plan) {
    Parameters.Entry weight = network.parameters().entries().get(0);
    return plan.gradient().part(weight.offset(), weight.spec().shape()).toArray();
  }

  /** The weights of groups among those of all channels. */
  private static float[] spread(float[] own, Conv2d whole, int groups) {
    int inputs = IMAGE.channels();
    int area = whole.window().area();
    float[] all = new float[whole.channels() * inputs * area];
    for (int o = 0; o < whole.channels(); o++) {
      int first = o / (whole.channels() / groups) * (inputs / groups);
      System.arraycopy(
          own,
          o * inputs / groups * area,
          all,
          (o * inputs + first) * area,
          inputs / groups * area);
    }
    return all;
  }

  /** Those of all channels without what lies between groups. */
  private static float[] masked(float[] all, Conv2d whole, int groups) {
    float[] ones = new float[all.length / groups];
    Arrays.fill(ones, 1);
    float[] mask = spread(ones, whole, groups);
    for (int i = 0; i < mask.length; i++) {
      mask[i] *= all[i];
    }
    return mask;
  }

  private static float[] noise(int count, String purpose) {
    long key = Streams.key(9, purpose);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Streams.normal(key, i);
    }
    return values;
  }
}
