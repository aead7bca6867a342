package dev.assay.train;

import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.dropout;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.globalAvgPool;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.relu;
import static dev.assay.nn.Layers.residual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.assay.backend.Backend;
import dev.assay.backend.TestBackends;
import dev.assay.data.Augmentation;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.nn.Architecture;
import dev.assay.nn.Dense;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainerTest {
  private static final Architecture NET =
      Architecture.of(
          Shape.image(1, 8, 8),
          conv(6, kernel(3).padding(1)),
          batchNorm(),
          relu(),
          maxPool(2),
          residual(conv(6, kernel(3).padding(1)), batchNorm()),
          relu(),
          flatten(),
          dense(16),
          relu(),
          dropout(0.2),
          dense(3));

  /** BatchNorm of vectors: a batch of one sample has one value per channel. */
  private static final Architecture NORMED =
      Architecture.of(
          Shape.image(1, 8, 8), flatten(), dense(5), batchNorm(), relu(), dropout(0.2), dense(3));

  private static final Dataset TRAIN = bars(150, 1);
  private static final Dataset TEST = bars(60, 2);

  static List<TestBackends.Candidate> backends() {
    return TestBackends.available();
  }

  private static TrainingConfig config(Optimizer optimizer, int epochs) {
    return new TrainingConfig(
        epochs,
        32,
        optimizer,
        new Schedule.Cosine(),
        Augmentation.parse("shift:1"),
        5,
        StoppingCriterion.NEVER);
  }

  @ParameterizedTest
  @MethodSource("backends")
  void learnsAndEqualSeedsGiveEqualBytesForAnyNumberOfThreads(
      TestBackends.Candidate candidate, @TempDir Path folder) throws Exception {
    byte[] first = null;
    for (int threads = 1; threads <= 3; threads++) {
      Path file = folder.resolve(threads + ".safetensors");
      try (Backend backend = candidate.open(threads);
          Network network = new Network(backend, NET, 5)) {
        TrainingConfig config = config(Optimizer.adam(0.01), 4);
        History history =
            new Trainer(config, saving(network, config, file)).fit(network, TRAIN, TEST);
        assertThat(history.last().testAccuracy()).isGreaterThan(0.9);
        assertThat(history.epochs().get(0).trainLoss()).isGreaterThan(history.last().trainLoss());
      }
      byte[] bytes = Files.readAllBytes(file);
      first = first == null ? bytes : first;
      assertThat(bytes).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void aRunResumedFromAnyEpochGivesTheBytesOfAnUninterruptedOne(
      TestBackends.Candidate candidate, @TempDir Path folder) throws Exception {
    TrainingConfig config = config(Optimizer.sgd(0.05), 3);
    Path whole = folder.resolve("whole.safetensors");
    List<byte[]> epochs = new ArrayList<>();
    try (Backend backend = candidate.open(2);
        Network network = new Network(backend, NET, 5)) {
      TrainingListener saver = saving(network, config, whole);
      TrainingListener copying =
          new TrainingListener() {
            @Override
            public void epoch(History history, TrainingState state) {
              saver.epoch(history, state);
              epochs.add(bytes(whole));
            }
          };
      new Trainer(config, copying).fit(network, TRAIN, TEST);
    }
    assertThat(epochs).hasSize(3);
    for (int epoch = 0; epoch < 3; epoch++) {
      Path file = Files.write(folder.resolve("resumed.safetensors"), epochs.get(epoch));
      Checkpoint checkpoint = Checkpoint.read(file);
      assertThat(checkpoint.history().epochs()).hasSize(epoch + 1);
      try (Backend backend = candidate.open(1);
          Network network = checkpoint.network(backend, "test")) {
        new Trainer(config, saving(network, config, file))
            .resume(network, TRAIN, TEST, checkpoint.history(), checkpoint.state());
      }
      assertThat(Files.readAllBytes(file)).isEqualTo(epochs.get(2));
    }
  }

  @Test
  void divergenceIsReportedWithItsStep() {
    try (Backend backend = TestBackends.reference(1);
        Network network = new Network(backend, NET, 5)) {
      Trainer trainer = new Trainer(config(Optimizer.sgd(1e20), 3));
      assertThatThrownBy(() -> trainer.fit(network, TRAIN, TEST))
          .isInstanceOf(DivergedException.class)
          .hasMessageMatching(
              "training diverged: the loss is .* at step [0-9]+ \\(epoch 1\\); lower.*");
    }
  }

  /**
   * Without anything learnt, a running variance becomes that of the layer's input; a last batch of
   * one sample, whose variance is zero, would halve it.
   */
  @ParameterizedTest
  @MethodSource("backends")
  void aLastBatchWithOneValuePerChannelIsLeftOut(TestBackends.Candidate candidate) {
    Dataset train = bars(129, 1);
    TrainingConfig config = TrainingConfig.of(Optimizer.sgd(1e-9), 40, 5);
    float[] first = null;
    for (int threads = 1; threads <= 3; threads++) {
      List<Long> heard = new ArrayList<>();
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void step(long samples, long total, double loss) {
              assertThat(total).isEqualTo(40 * 128);
              heard.add(samples);
            }

            @Override
            public void epoch(History history, TrainingState state) {
              assertThat(state.steps()).isEqualTo(history.epochs().size());
            }
          };
      try (Backend backend = candidate.open(threads);
          Network network = new Network(backend, NORMED, 5)) {
        new Trainer(config, listener).fit(network, train, TEST);
        assertThat(heard).hasSize(40).endsWith(40L * 128);
        float[] variance = network.parameters().values().get("layers.2.running_variance");
        first = first == null ? variance : first;
        assertThat(variance).containsExactly(first);
        float[] inputs = network.activations(train.images(), 129, 2);
        for (int c = 0; c < variance.length; c++) {
          int channel = c;
          double[] values =
              IntStream.range(0, 129).mapToDouble(n -> inputs[n * 5 + channel]).toArray();
          double mean = Arrays.stream(values).average().orElseThrow();
          double own = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (129 - 1);
          double left = Math.pow(0.9, 40); // of the 1 that it starts with
          assertThat(variance[c] / (left + (1 - left) * own)).isBetween(0.95, 1.05);
        }
      }
    }
  }

  @Test
  void batchesWithOneValuePerChannelAreRefusedOnlyWhereEveryOneIs() {
    TrainingConfig ones =
        new TrainingConfig(
            1,
            1,
            Optimizer.sgd(0.1),
            new Schedule.Constant(),
            Augmentation.NONE,
            5,
            StoppingCriterion.NEVER);
    try (Backend backend = TestBackends.reference(1);
        Network normed = new Network(backend, NORMED, 5);
        Network images = new Network(backend, NET, 5)) {
      assertThatThrownBy(() -> new Trainer(ones).fit(normed, TRAIN, TEST))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("layer 2 (batch-norm)")
          .hasMessageContaining("batch of 2 or more");
      assertThatThrownBy(() -> normed.training(4).lossGradient(new float[64], new int[1], 1, 0))
          .hasMessageContaining("2 to 4 samples, got 1");
      new Trainer(ones).fit(images, TRAIN, TEST);
    }
    Architecture pooled =
        Architecture.of(
            Shape.image(1, 8, 8),
            conv(6, kernel(3)),
            relu(),
            globalAvgPool(),
            batchNorm(),
            dense(3));
    assertThat(Batches.of(NORMED, 32, 129)).returns(128, Batches::used).returns(4L, Batches::steps);
    assertThat(Batches.of(NORMED, 32, 129).remark()).get().asString().contains("129", "layer 2");
    assertThat(Batches.of(pooled, 32, 33).remark()).get().asString().contains("layer 3");
    assertThat(Batches.of(NORMED, 32, 130).remark()).isEmpty();
    assertThat(Batches.of(NORMED, 32, 130)).returns(130, Batches::used).returns(5L, Batches::steps);
    assertThat(Batches.of(NET, 32, 129).remark()).isEmpty();
    assertThat(Batches.of(NET, 1, 129)).returns(129, Batches::used).returns(129L, Batches::steps);
  }

  /** What is saved can be gone on from: the epochs before the one that diverges, all finite. */
  @Test
  void nothingThatIsNotFiniteIsToldAfterAnEpoch(@TempDir Path folder) {
    Architecture chain =
        Architecture.of(Shape.image(1, 8, 8), flatten(), dense(16), dense(16), dense(3));
    List<String> causes = new ArrayList<>();
    int kept = 0;
    for (double rate : new double[] {0.5, 3, 1e5, 1e20, 3e38}) {
      Path file = folder.resolve(rate + ".safetensors");
      causes.add(divergence(chain, rate, 32, folder.resolve("five-steps.safetensors")));
      causes.add(divergence(chain, rate, 150, file));
      if (Files.exists(file)) {
        kept++;
        assertThat(Checkpoint.read(file).history().last().testLoss()).isFinite();
      }
    }
    assertThat(kept).isPositive();
    assertThat(causes)
        .anyMatch(cause -> cause.startsWith("training diverged: the loss is "))
        .anyMatch(cause -> cause.startsWith("training diverged: the loss on the test set is "));
    // its loss knows nothing of it: what is divided by an infinite deviation is zero
    Architecture overflowing =
        Architecture.of(
            Shape.image(1, 8, 8), flatten(), new Dense(5, false), batchNorm(), dense(3));
    try (Backend backend = TestBackends.reference(1);
        Network network = new Network(backend, overflowing, 5)) {
      float[] large = new float[5 * 64];
      for (int i = 0; i < large.length; i++) {
        large[i] = 1e25f * (i % 7 - 3);
      }
      Map<String, float[]> values = network.parameters().values();
      values.put("layers.1.weight", large);
      network.parameters().set(values);
      assertThatThrownBy(
              () -> new Trainer(config(Optimizer.sgd(1e-9), 2)).fit(network, TRAIN, TEST))
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining("layers.2.running_variance has a value that is Infinity")
          .hasMessageContaining("at step 5 (epoch 1)");
    }
  }

  private static String divergence(Architecture architecture, double rate, int batch, Path file) {
    TrainingConfig config =
        new TrainingConfig(
            40,
            batch,
            Optimizer.sgd(rate),
            new Schedule.Constant(),
            Augmentation.NONE,
            5,
            StoppingCriterion.NEVER);
    try (Backend backend = TestBackends.reference(1);
        Network network = new Network(backend, architecture, 5)) {
      Trainer trainer = new Trainer(config, saving(network, config, file));
      Throwable thrown = catchThrowable(() -> trainer.fit(network, TRAIN, TEST));
      assertThat(thrown)
          .isInstanceOf(DivergedException.class)
          .hasMessageMatching(".* at step [0-9]+ \\(epoch [0-9]+\\); lower the learning rate");
      return thrown.getMessage();
    }
  }

  @Test
  void stopsOnceTheTrainingSetIsFitted() {
    try (Backend backend = TestBackends.reference(1);
        Network network = new Network(backend, NET, 5)) {
      TrainingConfig config =
          new TrainingConfig(
              50,
              32,
              Optimizer.adam(0.01),
              new Schedule.Constant(),
              Augmentation.NONE,
              5,
              StoppingCriterion.accuracy(0.97));
      History history = new Trainer(config).fit(network, TRAIN, TEST);
      assertThat(history.epochs().size()).isLessThan(30);
      assertThat(Evaluation.of(network.classifier(), TRAIN).accuracy())
          .isGreaterThanOrEqualTo(0.97);
    }
  }

  /** The epoch before was above, by a training without a criterion. */
  @Test
  void stopsAfterTheFirstEpochWhoseTrainingLossIsLowEnough() {
    try (Backend backend = TestBackends.reference(1);
        Network stopping = new Network(backend, NET, 5);
        Network whole = new Network(backend, NET, 5)) {
      List<Double> losses = new ArrayList<>();
      TrainingListener watching =
          new TrainingListener() {
            @Override
            public void epoch(History history, TrainingState state) {
              losses.add(Evaluation.of(whole.classifier(), TRAIN).loss());
            }
          };
      new Trainer(stoppingAt(StoppingCriterion.NEVER), watching).fit(whole, TRAIN, TEST);
      double most = losses.get(4);

      History history =
          new Trainer(stoppingAt(StoppingCriterion.loss(most))).fit(stopping, TRAIN, TEST);

      int expected = 0;
      while (losses.get(expected) > most) {
        expected++;
      }
      assertThat(history.epochs()).hasSize(expected + 1);
    }
  }

  private static TrainingConfig stoppingAt(StoppingCriterion stop) {
    return new TrainingConfig(
        8, 32, Optimizer.adam(0.01), new Schedule.Constant(), Augmentation.NONE, 5, stop);
  }

  /** A run that ends with the epoch that fits the data does not ask whether it does. */
  @Test
  void anExtendedRunStopsWhereTheLongerOneWouldHave(@TempDir Path folder) throws Exception {
    TrainingConfig config =
        new TrainingConfig(
            50,
            32,
            Optimizer.adam(0.01),
            new Schedule.Constant(),
            Augmentation.NONE,
            5,
            StoppingCriterion.accuracy(0.97));
    Path whole = folder.resolve("whole.safetensors");
    Path parts = folder.resolve("parts.safetensors");
    try (Backend backend = TestBackends.reference(1);
        Network network = new Network(backend, NET, 5);
        Network shorter = new Network(backend, NET, 5)) {
      int epochs =
          new Trainer(config, saving(network, config, whole))
              .fit(network, TRAIN, TEST)
              .epochs()
              .size();
      TrainingConfig few =
          new TrainingConfig(
              epochs,
              32,
              Optimizer.adam(0.01),
              config.schedule(),
              Augmentation.NONE,
              5,
              StoppingCriterion.accuracy(0.97));
      new Trainer(few, saving(shorter, few, parts)).fit(shorter, TRAIN, TEST);
      Checkpoint finished = Checkpoint.read(parts);
      assertThat(finished.state().finished()).isTrue();
      try (Network network2 = finished.network(backend, "test")) {
        new Trainer(config, saving(network2, config, parts))
            .resume(network2, TRAIN, TEST, finished.history(), finished.state());
      }
    }
    assertThat(parts).hasSameBinaryContentAs(whole);
  }

  @Test
  void mismatchesAreNamed() {
    try (Backend backend = TestBackends.reference(1);
        Network network = new Network(backend, NET, 5)) {
      TrainingConfig large =
          new TrainingConfig(
              1,
              151,
              Optimizer.sgd(0.1),
              new Schedule.Constant(),
              Augmentation.NONE,
              5,
              StoppingCriterion.NEVER);
      assertThatThrownBy(() -> new Trainer(large).fit(network, TRAIN, TEST))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("batch 151 is larger than the training set (150 samples)");
      Dataset other =
          Dataset.of(
              Shape.image(1, 8, 8),
              new float[128],
              new int[] {0, 1},
              List.of("a", "b"),
              new Provenance("other", "train", Map.of()));
      assertThatThrownBy(() -> new Trainer(config(Optimizer.sgd(0.1), 1)).fit(network, other, TEST))
          .hasMessageContaining("3 outputs")
          .hasMessageContaining("2 classes");
    }
  }

  @Test
  void historyAndSchedulesKeepTheirNumbers() {
    History history =
        History.empty()
            .with(new History.Epoch(1, 0.1f, 1.0 / 3, 0.5, Math.PI, 0.25))
            .with(new History.Epoch(2, 0.05f, 1e-17, 1, 2, 1));
    assertThat(History.fromCsv(history.toCsv(), "test")).isEqualTo(history);
    assertThat(Schedule.parse("step:10:0.1").factor(29, 100)).isEqualTo(0.1 * 0.1, within());
    assertThat(Schedule.parse("cosine").factor(50, 100)).isEqualTo(0.5, within());
    assertThatThrownBy(() -> Schedule.parse("step:0:0.1")).hasMessageContaining("every ≥ 1");
    assertThatThrownBy(() -> Schedule.parse("linear"))
        .hasMessageContaining("expected constant, cosine");
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(1e-12);
  }

  private static TrainingListener saving(Network network, TrainingConfig config, Path file) {
    return new TrainingListener() {
      @Override
      public void epoch(History history, TrainingState state) {
        Checkpoint.of(network, config.settings(), history, state).write(file);
      }
    };
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Horizontal bars, vertical bars and dots in noise. */
  private static Dataset bars(int count, long seed) {
    long key = Streams.key(seed, "bars");
    float[] images = new float[count * 64];
    int[] labels = new int[count];
    for (int n = 0; n < count; n++) {
      labels[n] = Streams.integer(key, 1000L * n, 3);
      int place = 1 + Streams.integer(key, 1000L * n + 1, 6);
      for (int i = 0; i < 64; i++) {
        boolean on =
            switch (labels[n]) {
              case 0 -> i / 8 == place;
              case 1 -> i % 8 == place;
              default -> (i / 8 + i % 8) % 3 == place % 3;
            };
        images[n * 64 + i] = (on ? 0.8f : 0) + 0.2f * Streams.uniform(key, 1000L * n + 2 + i);
      }
    }
    return Dataset.of(
        Shape.image(1, 8, 8),
        images,
        labels,
        List.of("row", "column", "dots"),
        new Provenance("bars", "s" + seed, Map.of()));
  }
}
