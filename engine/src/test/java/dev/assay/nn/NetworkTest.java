package dev.assay.nn;

import static dev.assay.nn.Layers.avgPool;
import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.dropout;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.globalAvgPool;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Backend;
import dev.assay.backend.Move;
import dev.assay.backend.TestBackends;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkTest {
  private static final int SAMPLES = 37;

  private static final Architecture CNN =
      Architecture.of(
          Shape.image(2, 9, 8),
          conv(5, kernel(3).padding(1)),
          batchNorm(),
          relu(),
          maxPool(2, 3),
          conv(7, kernel(3)),
          batchNorm(),
          relu(),
          dropout(0.3),
          flatten(),
          dense(11),
          relu(),
          dense(4));

  /** Wide enough for the transformed products of convolutions, where a backend has them. */
  private static final Architecture WIDE =
      Architecture.of(
          Shape.image(3, 11, 8),
          conv(24, kernel(3).padding(1)),
          batchNorm(),
          relu(),
          conv(25, kernel(3).padding(1)),
          batchNorm(),
          relu(),
          maxPool(2),
          conv(24, kernel(3).padding(1)),
          relu(),
          flatten(),
          dense(4));

  /** All steps are on vectors, though images come in. */
  private static final Architecture FLAT =
      Architecture.of(Shape.image(2, 6, 5), flatten(), dense(9), relu(), dense(4));

  /** BatchNorm of vectors, so that a dense layer in training runs slice by slice. */
  private static final Architecture NORMED =
      Architecture.of(Shape.image(1, 6, 5), flatten(), dense(9), batchNorm(), relu(), dense(4));

  static List<TestBackends.Candidate> backends() {
    return TestBackends.available();
  }

  /**
   * Every cut splits a fused group somewhere; prefix and suffix together must still be the network.
   */
  @ParameterizedTest
  @MethodSource("backends")
  void prefixAndSuffixOfEveryCutComposeToTheNetwork(TestBackends.Candidate candidate) {
    try (Backend backend = candidate.open(2);
        Network network = new Network(backend, CNN, 1)) {
      shake(network);
      float[] x = noise(SAMPLES * CNN.input().intSize(), "x");
      float[] expected = network.logits(x, SAMPLES);
      for (int cut = 0; cut <= CNN.depth(); cut++) {
        float[] hidden = network.activations(x, SAMPLES, cut);
        float[] logits = new float[expected.length];
        network.classifierFrom(cut).logits(hidden, SAMPLES, logits);
        assertThat(logits).as("cut %d", cut).containsExactly(expected, within(2e-5f));
      }
      assertThat(network.activations(x, SAMPLES, 0)).containsExactly(x);
    }
  }

  /** One pass, of inputs that are made while it runs, in which cuts are looked at. */
  @ParameterizedTest
  @MethodSource("backends")
  void severalCutsAreSeenInOnePass(TestBackends.Candidate candidate) {
    int size = CNN.input().intSize();
    int[] cuts = IntStream.range(1, CNN.depth()).toArray();
    for (int count : new int[] {1, SAMPLES, 70}) {
      float[] x = noise(count * size, "x");
      Inputs inputs = (i, target, at) -> System.arraycopy(x, i * size, target, at, size);
      float[][][] seen = new float[2][cuts.length + 1][];
      for (int threads = 1; threads <= 2; threads++) {
        try (Backend backend = candidate.open(threads);
            Network network = new Network(backend, CNN, 1)) {
          shake(network);
          float[][] there = seen[threads - 1];
          Tap[] taps = new Tap[cuts.length];
          for (int c = 0; c < cuts.length; c++) {
            int length = CNN.shape(cuts[c]).intSize();
            float[] here = new float[count * length];
            there[c] = here;
            taps[c] = (first, activations, worker) -> activations.read(here, first * length);
          }
          there[cuts.length] = new float[count * CNN.classes()];
          network.look(inputs, count, cuts, taps, there[cuts.length]);
          for (int c = 0; c < cuts.length; c++) {
            assertThat(there[c])
                .containsExactly(network.activations(x, count, cuts[c]), within(2e-5f));
          }
          assertThat(there[cuts.length]).containsExactly(network.logits(x, count), within(2e-5f));
        }
      }
      assertThat(seen[1]).isDeepEqualTo(seen[0]);
    }
  }

  @Test
  void cutsThatAreLookedAtAscend() {
    try (Backend backend = TestBackends.reference(1);
        Network network = new Network(backend, CNN, 1)) {
      for (int[] cuts : new int[][] {{3, 3}, {0}, {CNN.depth()}}) {
        assertThatThrownBy(
                () -> network.look((i, x, at) -> {}, 1, cuts, new Tap[2], new float[CNN.classes()]))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("do not ascend");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void agreesWithTheReference(TestBackends.Candidate candidate) {
    agreesWithTheReference(candidate, CNN);
    agreesWithTheReference(candidate, WIDE);
  }

  private static void agreesWithTheReference(
      TestBackends.Candidate candidate, Architecture architecture) {
    float[] x = noise(SAMPLES * architecture.input().intSize(), "x");
    Result expected = result(TestBackends.reference(1), architecture, x, SAMPLES);
    Result actual = result(candidate.open(2), architecture, x, SAMPLES);
    assertThat(actual.logits).containsExactly(expected.logits, within(1e-4f));
    assertThat(actual.jacobian).containsExactly(expected.jacobian, within(1e-4f));
    assertThat(actual.gradient).containsExactly(expected.gradient, within(1e-4f));
    assertThat(actual.loss).isCloseTo(expected.loss, within(1e-5));
  }

  @ParameterizedTest
  @MethodSource("backends")
  void bitsDoNotDependOnThreads(TestBackends.Candidate candidate) {
    for (int samples : new int[] {1, 2, 4, 7, SAMPLES}) {
      bitsDoNotDependOnThreads(candidate, CNN, samples);
      bitsDoNotDependOnThreads(candidate, WIDE, samples);
    }
    for (int samples : new int[] {3, 9, 65, 129}) {
      bitsDoNotDependOnThreads(candidate, NORMED, samples);
    }
  }

  private static void bitsDoNotDependOnThreads(
      TestBackends.Candidate candidate, Architecture architecture, int samples) {
    float[] x = noise(samples * architecture.input().intSize(), "x");
    Result one = result(candidate.open(1), architecture, x, samples);
    for (int threads : new int[] {2, 3, 5}) {
      Result many = result(candidate.open(threads), architecture, x, samples);
      assertThat(many.logits).containsExactly(one.logits);
      assertThat(many.jacobian).containsExactly(one.jacobian);
      assertThat(many.gradient).containsExactly(one.gradient);
      assertThat(many.running).containsExactly(one.running);
      assertThat(many.loss).isEqualTo(one.loss);
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void bitsDoNotDependOnHowSamplesAreGrouped(TestBackends.Candidate candidate) {
    int d = CNN.input().intSize();
    int k = CNN.classes();
    float[] x = noise(SAMPLES * d, "x");
    Offset<Float> bits = within(candidate.exact() ? 0 : 1e-4f);
    try (Backend backend = candidate.open(2);
        Network network = new Network(backend, CNN, 1)) {
      shake(network);
      Classifier classifier = network.classifier();
      float[] logits = new float[SAMPLES * k];
      float[] jacobian = new float[SAMPLES * k * d];
      classifier.jacobian(x, SAMPLES, logits, jacobian);
      assertThat(network.logits(x, SAMPLES)).containsExactly(logits, bits);
      for (int group : new int[] {1, 3, 16}) {
        for (int from = 0; from < SAMPLES; from += group) {
          int count = Math.min(group, SAMPLES - from);
          float[] part = Arrays.copyOfRange(x, from * d, (from + count) * d);
          float[] partLogits = new float[count * k];
          float[] partJacobian = new float[count * k * d];
          classifier.jacobian(part, count, partLogits, partJacobian);
          assertThat(partLogits)
              .containsExactly(Arrays.copyOfRange(logits, from * k, (from + count) * k), bits);
          assertThat(partJacobian)
              .containsExactly(
                  Arrays.copyOfRange(jacobian, from * k * d, (from + count) * k * d), bits);
          assertThat(network.logits(part, count)).containsExactly(partLogits, bits);
        }
      }
    }
  }

  /**
   * One cotangent of the difference of two logits is the difference of two rows of the Jacobian.
   */
  @ParameterizedTest
  @MethodSource("backends")
  void cotangentsCombineRowsOfTheJacobian(TestBackends.Candidate candidate) {
    int d = CNN.input().intSize();
    int k = CNN.classes();
    float[] x = noise(SAMPLES * d, "x");
    try (Backend backend = candidate.open(2);
        Network network = new Network(backend, CNN, 1)) {
      shake(network);
      float[] logits = new float[SAMPLES * k];
      float[] jacobian = new float[SAMPLES * k * d];
      network.classifier().jacobian(x, SAMPLES, logits, jacobian);
      float[] cotangents = new float[SAMPLES * k];
      for (int n = 0; n < SAMPLES; n++) {
        cotangents[n * k + 1] = 1;
        cotangents[n * k + 3] = -1;
      }
      float[] gradients = new float[SAMPLES * d];
      network.classifier().gradients(x, SAMPLES, cotangents, 1, logits, gradients);
      for (int n = 0; n < SAMPLES; n++) {
        for (int i = 0; i < d; i++) {
          float expected = jacobian[(n * k + 1) * d + i] - jacobian[(n * k + 3) * d + i];
          assertThat(gradients[n * d + i]).isCloseTo(expected, within(1e-5f));
        }
      }
    }
  }

  /** So many cotangents that those of one image run in chunks: each has the bits it has alone. */
  @ParameterizedTest
  @MethodSource("backends")
  void manyCotangentsAreEachTheirOwn(TestBackends.Candidate candidate) {
    int rows = 150;
    int d = WIDE.input().intSize();
    int k = WIDE.classes();
    float[] x = noise(3 * d, "x");
    float[] cotangents = noise(3 * rows * k, "cotangents");
    Offset<Float> bits = within(candidate.exact() ? 0 : 1e-4f);
    for (int threads : new int[] {1, 2}) {
      try (Backend backend = candidate.open(threads);
          Network network = new Network(backend, WIDE, 1)) {
        float[] many = new float[3 * rows * d];
        network.classifier().gradients(x, 3, cotangents, rows, new float[3 * k], many);
        float[] one = new float[3 * d];
        for (int row : new int[] {0, 61, rows - 1}) {
          float[] own = new float[3 * k];
          for (int i = 0; i < own.length; i++) {
            own[i] = cotangents[(i / k * rows + row) * k + i % k];
          }
          network.classifier().gradients(x, 3, own, 1, new float[3 * k], one);
          for (int n = 0; n < 3; n++) {
            int from = (n * rows + row) * d;
            assertThat(Arrays.copyOfRange(many, from, from + d))
                .containsExactly(Arrays.copyOfRange(one, n * d, (n + 1) * d), bits);
          }
        }
      }
    }
  }

  /** A dense layer without bias is its own weight matrix: logits and Jacobian in closed form. */
  @ParameterizedTest
  @MethodSource("backends")
  void linearNetworkIsItsMatrix(TestBackends.Candidate candidate) {
    Architecture linear = Architecture.of(Shape.vector(3), new Dense(2, false));
    try (Backend backend = candidate.open(1);
        Network network = new Network(backend, linear, 1)) {
      float[] w = {1, 2, 3, -4, 5, -6};
      network.parameters().set(java.util.Map.of("layers.0.weight", w));
      float[] logits = new float[4];
      float[] jacobian = new float[12];
      network.classifier().jacobian(new float[] {1, 1, 1, 0, 1, 2}, 2, logits, jacobian);
      assertThat(logits).containsExactly(6, -5, 8, -7);
      assertThat(jacobian).containsExactly(1, 2, 3, -4, 5, -6, 1, 2, 3, -4, 5, -6);
    }
  }

  /** The affine layers run for the ends alone; the logits must be those of the points. */
  @ParameterizedTest
  @MethodSource("backends")
  void logitsAlongSegmentsAreThoseOfThePoints(TestBackends.Candidate candidate) {
    float[] positions = {0, 0.25f, 0.3f, 0.75f, 1, -0.5f, 2};
    Architecture linear = Architecture.of(Shape.vector(70), dense(5), dense(4));
    Architecture dropped =
        Architecture.of(Shape.vector(70), dropout(0.5), dense(9), relu(), dense(4));
    for (Architecture architecture : List.of(CNN, WIDE, linear, dropped)) {
      for (int cut : new int[] {0, 1, architecture.depth() - 1}) {
        Shape input = architecture.shape(cut);
        int d = input.intSize();
        float[] from = noise(3 * d, "from");
        float[] to = noise(3 * d, "to");
        float[] points = new float[3 * positions.length * d];
        for (int i = 0; i < points.length; i++) {
          int n = i / d / positions.length * d + i % d;
          points[i] = from[n] + positions[i / d % positions.length] * (to[n] - from[n]);
        }
        try (Backend backend = candidate.open(2);
            Network network = new Network(backend, architecture, 1)) {
          shake(network);
          Classifier classifier = network.classifierFrom(cut);
          float[] expected = new float[3 * positions.length * 4];
          classifier.logits(points, 3 * positions.length, expected);
          float[] actual = new float[expected.length];
          classifier.logitsAlong(from, to, 3, positions, actual);
          assertThat(actual)
              .as("%s from %d", architecture, cut)
              .containsExactly(expected, within(1e-4f));
          float[] plain = new float[expected.length];
          new Plain(classifier).logitsAlong(from, to, 3, positions, plain);
          assertThat(plain).containsExactly(expected);
          float[] second = new float[positions.length * 4];
          classifier.logitsAlong(
              Arrays.copyOfRange(from, d, 2 * d),
              Arrays.copyOfRange(to, d, 2 * d),
              1,
              positions,
              second);
          assertThat(second)
              .containsExactly(Arrays.copyOfRange(actual, second.length, 2 * second.length));
        }
      }
    }
  }

  /** Ends in, classes out; the classes are those of the logits at the points. */
  @ParameterizedTest
  @MethodSource("backends")
  void classesAlongSegmentsAreThoseOfThePoints(TestBackends.Candidate candidate) {
    int segments = 7;
    for (Architecture architecture : List.of(CNN, WIDE)) {
      for (int cut : new int[] {0, 1, architecture.depth() - 1}) {
        int d = architecture.shape(cut).intSize();
        float[] from = noise(segments * d, "from");
        float[] to = noise(segments * d, "to");
        Arrays.fill(to, 3 * d, 3 * d + 1, Float.POSITIVE_INFINITY);
        for (int points : new int[] {2, 5, 37}) {
          try (Backend backend = candidate.open(2);
              Network network = new Network(backend, architecture, 1)) {
            shake(network);
            Classifier classifier = network.classifierFrom(cut);
            for (int count : new int[] {1, segments}) {
              int[] actual = new int[count * points];
              classifier.classesAlong(from, to, count, points, actual);
              int[] plain = new int[count * points];
              new Plain(classifier).classesAlong(from, to, count, points, plain);
              assertThat(actual).containsExactly(plain);
              if (count == segments) {
                assertThat(actual).contains(-1);
                assertThat(Arrays.stream(actual).distinct().count()).isGreaterThan(1);
              }
            }
          }
        }
      }
    }
  }

  /** What a classifier has by the interface alone. */
  private record Plain(Classifier classifier) implements Classifier {
    @Override
    public Shape input() {
      return classifier.input();
    }

    @Override
    public int classes() {
      return classifier.classes();
    }

    @Override
    public void logits(float[] inputs, int count, float[] logits) {
      classifier.logits(inputs, count, logits);
    }

    @Override
    public void gradients(
        float[] inputs,
        int count,
        float[] cotangents,
        int perSample,
        float[] logits,
        float[] gradients) {
      classifier.gradients(inputs, count, cotangents, perSample, logits, gradients);
    }
  }

  /** Planned on a draft, a network takes the bytes that it then takes. */
  @ParameterizedTest
  @MethodSource("backends")
  void predictedMemoryIsAllocatedMemory(TestBackends.Candidate candidate) {
    for (Architecture architecture : List.of(CNN, WIDE)) {
      try (Backend backend = candidate.open(2)) {
        Explanation explanation = new Explanation(architecture, backend);
        assertThat(backend.liveBytes()).isZero();
        try (Network network = new Network(backend, architecture, 1)) {
          long expected = explanation.parameterBytes();
          assertThat(backend.liveBytes()).isEqualTo(expected);
          float[] x = noise(architecture.input().intSize(), "x");
          network.classifier().logits(x, 1, new float[4]);
          expected += explanation.evaluationBytes();
          assertThat(backend.liveBytes()).isEqualTo(expected);
          network.classifier().jacobian(x, 1, new float[4], new float[4 * x.length]);
          expected += explanation.sensitivityBytes(4);
          assertThat(backend.liveBytes()).isEqualTo(expected);
          network.training(33).lossGradient(x, new int[1], 1, 0);
          expected += explanation.trainingBytes(33);
          assertThat(backend.liveBytes()).isEqualTo(expected).isEqualTo(network.bytes());
        }
      }
    }
  }

  @Test
  void anExplanationNamesStepsFormsAndMemory() {
    try (Backend backend = TestBackends.reference(1)) {
      assertThat(new Explanation(WIDE, backend).text(8))
          .containsSubsequence(
              "evaluation: images in slices of",
              "conv2d 3×11×8 → 24×11×8 + batch-norm + relu",
              "direct",
              // 2 · 9 · 3 · 24 · 88 operations
              "0.114",
              "forward, per sample",
              "Jacobian of 4 logits",
              "direct, direct",
              "training, batch 8",
              "batch-norm 24×11×8 (batch statistics) + relu");
    }
  }

  /** Images that the network moves are those that were moved before they came. */
  @ParameterizedTest
  @MethodSource("backends")
  void movesImagesWhereTheNetworkRuns(TestBackends.Candidate candidate) {
    for (Architecture architecture : List.of(CNN, WIDE, FLAT)) {
      Shape image = architecture.input();
      int d = image.intSize();
      float[] x = noise(SAMPLES * d, "x");
      float[] expected = new float[SAMPLES * d];
      Move[] moves = new Move[SAMPLES];
      for (int n = 0; n < SAMPLES; n++) {
        moves[n] = Move.none(image).thenShift(n % 5 - 2, n % 3 - 1);
        for (int at = 0; at < d; at++) {
          int row = at / image.width() % image.height() - (n % 5 - 2);
          int column = at % image.width() - (n % 3 - 1);
          if (row >= 0 && row < image.height() && column >= 0 && column < image.width()) {
            int plane = at / (image.height() * image.width());
            int from = (plane * image.height() + row) * image.width() + column;
            expected[n * d + at] = x[n * d + from];
          }
        }
        if (n % 4 == 0) {
          moves[n] = moves[n].thenMirror();
          for (int line = 0; line < d / image.width(); line++) {
            for (int i = 0; i < image.width() / 2; i++) {
              int left = n * d + line * image.width() + i;
              int right = n * d + (line + 1) * image.width() - 1 - i;
              float swap = expected[left];
              expected[left] = expected[right];
              expected[right] = swap;
            }
          }
        }
      }
      int[] labels = new int[SAMPLES];
      for (int samples : new int[] {SAMPLES, 5, 1}) {
        try (Backend backend = candidate.open(2);
            Network network = new Network(backend, architecture, 1)) {
          TrainingPlan plan = network.training(SAMPLES);
          for (int round = 0; round < 3; round++) {
            double plain = plan.lossGradient(expected, labels, samples, 7);
            float[] gradient = plan.gradient().toArray();
            plan.prepare(x, moves, labels, samples);
            plan.start(7);
            assertThat(plan.loss()).isEqualTo(plain);
            assertThat(plan.gradient().toArray()).containsExactly(gradient);
          }
        }
      }
    }
  }

  /** As a trainer does, while a device may be at work: the step before keeps what it found. */
  @ParameterizedTest
  @MethodSource("backends")
  void aBatchMayBePreparedBeforeTheLossBeforeItIsRead(TestBackends.Candidate candidate) {
    float[] x = noise(SAMPLES * CNN.input().intSize(), "x");
    float[] y = noise(SAMPLES * CNN.input().intSize(), "y");
    int[] labels = new int[SAMPLES];
    int few = 5;
    try (Backend backend = candidate.open(2);
        Network network = new Network(backend, CNN, 1)) {
      TrainingPlan plan = network.training(SAMPLES);
      float[] expected = new float[SAMPLES * CNN.classes()];
      float[] logits = expected.clone();
      double first = plan.lossGradient(x, labels, SAMPLES, 3);
      plan.logits(expected);
      double second = plan.lossGradient(y, labels, few, 4);
      assertThat(second).isNotEqualTo(first);
      plan.prepare(x, null, labels, SAMPLES);
      plan.start(3);
      plan.prepare(y, null, labels, few);
      assertThat(plan.loss()).isEqualTo(first);
      plan.logits(logits);
      assertThat(logits).isEqualTo(expected);
      plan.start(4);
      assertThat(plan.loss()).isEqualTo(second);
      assertThatThrownBy(() -> plan.start(5)).hasMessage("no batch was prepared");
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void noMemoryIsAllocatedInLoopsAndNoneIsLeftAfterClose(TestBackends.Candidate candidate) {
    float[] x = noise(SAMPLES * CNN.input().intSize(), "x");
    int[] labels = new int[SAMPLES];
    try (Backend backend = candidate.open(2)) {
      try (Network network = new Network(backend, CNN, 1)) {
        float[] logits = new float[SAMPLES * CNN.classes()];
        float[] jacobian = new float[logits.length * CNN.input().intSize()];
        long planned = 0;
        for (int round = 0; round < 5; round++) {
          for (int count : new int[] {SAMPLES, 1, 20}) {
            network.classifier().logits(x, count, logits);
            network.classifier().jacobian(x, count, logits, jacobian);
            network.training(SAMPLES).lossGradient(x, labels, count, round);
          }
          planned = round == 0 ? backend.liveBytes() : planned;
          assertThat(backend.liveBytes()).isEqualTo(planned).isEqualTo(network.bytes());
        }
        assertThat(planned).isPositive();
      }
      assertThat(backend.liveBytes()).isZero();
    }
  }

  /** Windows with nothing positive: the ReLU before pooling stops what their winners would get. */
  @ParameterizedTest
  @MethodSource("backends")
  void whatReluStopsDoesNotComeThroughPooling(TestBackends.Candidate candidate) {
    Layer conv = conv(3, kernel(3).padding(1));
    List<Architecture> architectures =
        List.of(
            Architecture.of(Shape.image(2, 6, 6), conv, relu(), maxPool(2), flatten(), dense(4)),
            Architecture.of(Shape.image(2, 6, 6), conv, relu(), maxPool(2, 3), flatten(), dense(4)),
            Architecture.of(
                Shape.image(2, 6, 6), conv, batchNorm(), relu(), maxPool(3), flatten(), dense(4)),
            Architecture.of(
                Shape.image(2, 6, 6), batchNorm(), relu(), maxPool(2), flatten(), dense(4)));
    for (Architecture architecture : architectures) {
      try (Backend backend = candidate.open(2);
          Network network = new Network(backend, architecture, 1)) {
        for (Parameters.Entry entry : network.parameters().entries()) {
          String name = entry.spec().name();
          if (name.equals("beta") || entry.name().equals("layers.0.bias")) {
            float[] low = new float[entry.tensor().shape().intSize()];
            Arrays.fill(low, -100);
            entry.tensor().write(low);
          }
        }
        network.parameters().changed();
        float[] x = noise(5 * architecture.input().intSize(), "x");
        float[] jacobian = new float[5 * 4 * architecture.input().intSize()];
        network.classifier().jacobian(x, 5, new float[20], jacobian);
        assertThat(jacobian).as("%s", architecture).containsOnly(0);
        TrainingPlan plan = network.training(5);
        plan.lossGradient(x, new int[5], 5, 1);
        float[] gradient = plan.gradient().toArray();
        for (Parameters.Entry entry : network.parameters().entries()) {
          if (entry.spec().role().trained() && entry.owner().matches("layers.[01]")) {
            int from = (int) entry.offset();
            assertThat(Arrays.copyOfRange(gradient, from, from + (int) entry.tensor().size()))
                .as(entry.name())
                .containsOnly(0);
          }
        }
      }
    }
  }

  /** Normalising takes a bias away; what is left of it is its share of the running mean. */
  @ParameterizedTest
  @MethodSource("backends")
  void aBiasBeforeBatchNormMovesTheRunningMeanAlone(TestBackends.Candidate candidate) {
    Architecture architecture =
        Architecture.of(
            Shape.image(2, 5, 4),
            conv(3, kernel(3)),
            batchNorm(),
            relu(),
            flatten(),
            dense(6),
            batchNorm(),
            dense(4));
    float[] x = noise(SAMPLES * architecture.input().intSize(), "x");
    int[] labels = new int[SAMPLES];
    try (Backend backend = candidate.open(2);
        Network plain = new Network(backend, architecture, 1);
        Network moved = new Network(backend, architecture, 1)) {
      for (String layer : List.of("layers.0", "layers.4")) {
        Tensor bias = moved.parameters().find(layer, "bias");
        float[] values = plain.parameters().find(layer, "bias").toArray();
        for (int i = 0; i < values.length; i++) {
          values[i] += 1 + i;
        }
        bias.write(values);
      }
      moved.parameters().changed();
      TrainingPlan plan = moved.training(SAMPLES);
      assertThat(plan.lossGradient(x, labels, SAMPLES, 1))
          .isEqualTo(plain.training(SAMPLES).lossGradient(x, labels, SAMPLES, 1));
      float[] gradient = plan.gradient().toArray();
      for (Parameters.Entry entry : moved.parameters().entries()) {
        String name = entry.spec().name();
        if (name.equals("bias") && !entry.owner().equals("layers.6")) {
          for (int i = 0; i < entry.tensor().size(); i++) {
            assertThat(gradient[(int) entry.offset() + i]).as(entry.name()).isZero();
          }
        }
        if (name.equals("running_mean")) {
          float[] before = plain.parameters().find(entry.owner(), name).toArray();
          float[] after = entry.tensor().toArray();
          for (int c = 0; c < after.length; c++) {
            assertThat(after[c] - before[c]).isCloseTo(0.1f * (1 + c), within(1e-5f));
          }
        }
      }
    }
  }

  @Test
  void poolsWithoutParametersRunAlone() {
    Architecture pools = Architecture.of(Shape.image(3, 8, 8), avgPool(2), globalAvgPool());
    try (Backend backend = TestBackends.reference(1);
        Network network = new Network(backend, pools, 1)) {
      float[] x = new float[3 * 64];
      Arrays.fill(x, 64, 128, 2);
      assertThat(network.logits(x, 1)).containsExactly(0, 2, 0);
    }
  }

  @Test
  void mistakesAreNamed() {
    try (Backend backend = TestBackends.reference(1);
        Network network = new Network(backend, CNN, 1)) {
      assertThatThrownBy(() -> network.activations(new float[144], 1, 13))
          .hasMessageContaining("no cut 13")
          .hasMessageContaining("0 (input) to 12 (output)");
      assertThatThrownBy(() -> network.logits(new float[10], 1)).hasMessageContaining("need 144");
      TrainingPlan plan = network.training(4);
      assertThatThrownBy(() -> plan.lossGradient(new float[5 * 144], new int[5], 5, 0))
          .hasMessageContaining("1 to 4 samples, got 5");
    }
  }

  @Test
  void initialParametersComeFromTheSeedAlone() {
    Stream<Network> networks =
        Stream.of(1L, 1L, 2L).map(seed -> new Network(TestBackends.reference(1), CNN, seed));
    List<float[]> values = networks.map(n -> n.parameters().trained().toArray()).toList();
    assertThat(values.get(0)).containsExactly(values.get(1));
    assertThat(values.get(0)).isNotEqualTo(values.get(2));
  }

  private record Result(
      float[] logits, float[] jacobian, double loss, float[] gradient, float[] running) {}

  private static Result result(Backend opened, Architecture architecture, float[] x, int count) {
    try (Backend backend = opened;
        Network network = new Network(backend, architecture, 1)) {
      shake(network);
      int[] labels = new int[count];
      Arrays.setAll(labels, i -> i % architecture.classes());
      TrainingPlan plan = network.training(count);
      double loss = plan.lossGradient(x, labels, count, 9);
      float[] gradient = plan.gradient().toArray();
      network.parameters().changed();
      float[] logits = new float[count * architecture.classes()];
      float[] jacobian = new float[logits.length * architecture.input().intSize()];
      network.classifier().jacobian(x, count, logits, jacobian);
      return new Result(logits, jacobian, loss, gradient, running(network));
    }
  }

  private static float[] running(Network network) {
    float[] last = {};
    for (Parameters.Entry entry : network.parameters().entries()) {
      last = entry.spec().role().trained() ? last : entry.tensor().toArray();
    }
    return last;
  }

  private static void shake(Network network) {
    for (Parameters.Entry entry : network.parameters().entries()) {
      float[] values = entry.tensor().toArray();
      float[] noise = noise(values.length, entry.name());
      for (int i = 0; i < values.length; i++) {
        values[i] += 0.1f * noise[i];
      }
      entry.tensor().write(values);
    }
    network.parameters().changed();
  }

  private static float[] noise(int count, String purpose) {
    long key = Streams.key(5, purpose);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Streams.normal(key, i);
    }
    return values;
  }
}
