package dev.assay.nn;

import static dev.assay.nn.Layers.add;
import static dev.assay.nn.Layers.avgPool;
import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.concat;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.globalAvgPool;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.relu;
import static dev.assay.nn.Layers.residual;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.backend.Backend;
import dev.assay.backend.TestBackends;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ParallelTest {
  private static final int SAMPLES = 7;
  private static final Shape IMAGE = Shape.image(3, 6, 5);

  private static final List<List<Layer>> BRANCHES =
      List.of(
          List.of(conv(4, kernel(3).stride(2).padding(1)), batchNorm(), relu()),
          List.of(conv(4, kernel(1).stride(2)), relu(), conv(4, kernel(1))),
          List.of(conv(4, kernel(3).padding(1)), maxPool(1), avgPoolByTwo()));

  static List<TestBackends.Candidate> backends() {
    return TestBackends.available();
  }

  private static Layer avgPoolByTwo() {
    return new AvgPool(kernel(1).stride(2), AntiAlias.NONE);
  }

  /** The oracle: each branch as a network of its own, with the same parameters. */
  @ParameterizedTest
  @MethodSource("backends")
  void joinsWhatItsBranchesGiveAlone(TestBackends.Candidate candidate) {
    try (Backend backend = candidate.open(2)) {
      float[] x = noise(SAMPLES * IMAGE.intSize());
      for (Parallel.Join join : Parallel.Join.values()) {
        Parallel layer = new Parallel(BRANCHES, join);
        try (Network whole = new Network(backend, Architecture.of(IMAGE, layer), 5)) {
          List<float[]> alone = new ArrayList<>();
          for (int b = 0; b < BRANCHES.size(); b++) {
            alone.add(alone(whole, b, x));
          }
          assertThat(whole.logits(x, SAMPLES))
              .as("%s", join)
              .containsExactly(
                  join == Parallel.Join.ADD ? sum(alone) : beside(alone), Offset.offset(1e-5f));
        }
      }
    }
  }

  private static float[] alone(Network whole, int branch, float[] x) {
    Architecture architecture = Architecture.of(IMAGE, BRANCHES.get(branch));
    try (Network network = new Network(whole.backend(), architecture, 1)) {
      Map<String, float[]> own = new HashMap<>();
      String prefix = "layers.0.branches." + branch + ".";
      whole
          .parameters()
          .values()
          .forEach(
              (name, values) -> {
                if (name.startsWith(prefix)) {
                  own.put("layers." + name.substring(prefix.length()), values);
                }
              });
      network.parameters().set(own);
      return network.logits(x, SAMPLES);
    }
  }

  private static float[] sum(List<float[]> parts) {
    float[] sum = new float[parts.get(0).length];
    for (float[] part : parts) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += part[i];
      }
    }
    return sum;
  }

  private static float[] beside(List<float[]> parts) {
    int each = parts.get(0).length / SAMPLES;
    float[] all = new float[parts.size() * each * SAMPLES];
    for (int n = 0; n < SAMPLES; n++) {
      for (int b = 0; b < parts.size(); b++) {
        System.arraycopy(parts.get(b), n * each, all, (n * parts.size() + b) * each, each);
      }
    }
    return all;
  }

  @Test
  void aChainTakesTwoBuffersAndAResidualBlockThree() {
    Layer same = conv(3, kernel(3).padding(1));
    assertThat(buffers(same, relu(), same, maxPool(1), same)).isEqualTo(2);
    assertThat(buffers(same, residual(same, relu(), same), relu(), same)).isEqualTo(3);
    assertThat(buffers(residual(same, residual(same, same)), same)).isEqualTo(4);
  }

  private static int buffers(Layer... layers) {
    Architecture architecture = Architecture.of(IMAGE, layers);
    try (Backend backend = TestBackends.reference(1);
        Network network = new Network(backend, architecture, 1)) {
      Plan plan = network.inference(0, architecture.depth());
      return new Buffers(plan.places, place -> true).count();
    }
  }

  /** The cotangent of a sum is that of its terms: nothing is copied but for who would mask it. */
  @Test
  void termsReadTheCotangentOfTheSum() {
    Layer same = conv(3, kernel(3).padding(1));
    assertThat(cotangents(residual(same, relu(), same))).isEqualTo(1);
    assertThat(cotangents(residual(same, relu()))).isEqualTo(2);
  }

  /** Places of the cotangents that leave the sum. */
  private static long cotangents(Parallel layer) {
    Architecture architecture = Architecture.of(IMAGE, layer, flatten(), dense(2));
    try (Backend backend = TestBackends.reference(1);
        Network network = new Network(backend, architecture, 1)) {
      Program program = network.sensitivity(0, 2).program;
      Places places = Places.ofCotangents(program);
      Program.Instruction join =
          program.instructions().stream()
              .filter(instruction -> instruction.step() instanceof JoinStep)
              .findFirst()
              .orElseThrow();
      return join.reads().stream().mapToInt(places::of).distinct().count();
    }
  }

  @Test
  void parametersAreNamedByBranchAndLayer() {
    Architecture architecture =
        Architecture.of(
            IMAGE,
            relu(),
            residual(conv(3, kernel(1)), add(List.of(), List.of(batchNorm()))),
            globalAvgPool());
    assertThat(Parameters.named(architecture, 1).stream().map(Parameters.Named::name))
        .containsExactly(
            "layers.1.branches.0.0.weight",
            "layers.1.branches.0.0.bias",
            "layers.1.branches.0.1.branches.1.0.gamma",
            "layers.1.branches.0.1.branches.1.0.beta",
            "layers.1.branches.0.1.branches.1.0.running_mean",
            "layers.1.branches.0.1.branches.1.0.running_variance");
    assertThat(architecture.table())
        .contains("1  parallel add of 2 branches")
        .contains("1.0.0  conv2d channels 3, kernel 1")
        .contains("1.0.1.1.0  batch-norm");
    assertThat(architecture.parameterCount()).isEqualTo(3 * 3 + 3 + 6);
    assertThat(architecture.hasBranches()).isTrue();
  }

  @Test
  void activationsOfBranchesCount() {
    Architecture architecture =
        Architecture.of(IMAGE, residual(relu()), relu(), concat(List.of(), List.of(relu())));
    assertThat(architecture.activated()).isEqualTo(3 * IMAGE.size());
  }

  @Test
  void isAsLinearAsItsWorstLayer() {
    assertThat(residual(conv(3, kernel(1))).linearity()).isEqualTo(Linearity.AFFINE);
    assertThat(concat(List.of(), List.of(relu())).linearity())
        .isEqualTo(Linearity.PIECEWISE_LINEAR);
    assertThat(residual(residual(new PolyphasePool(1, 1, AntiAlias.NONE))).linearity())
        .isEqualTo(Linearity.OTHER);
  }

  /** Where each sample brings one value per channel, in a branch, too. */
  @Test
  void aLoneNormIsFoundInBranches() {
    Architecture architecture =
        Architecture.of(
            IMAGE, concat(List.of(globalAvgPool(), batchNorm()), List.of(avgPool(5), flatten())));
    assertThat(architecture.loneNorm()).contains("0.0.1");
  }

  private static float[] noise(int count) {
    long key = Streams.key(3, "parallel");
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Streams.normal(key, i);
    }
    return values;
  }
}
