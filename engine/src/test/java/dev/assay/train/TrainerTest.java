package dev.assay.train;

import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.dropout;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.backend.Backend;
import dev.assay.backend.TestBackends;
import dev.assay.data.Augmentation;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
          flatten(),
          dense(16),
          relu(),
          dropout(0.2),
          dense(3));
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
        TrainingConfig.NEVER_STOP);
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

  @Test
  void stopsOnceTheTrainingSetIsFitted() {
    try (Backend backend = TestBackends.reference(1);
        Network network = new Network(backend, NET, 5)) {
      TrainingConfig config =
          new TrainingConfig(
              50, 32, Optimizer.adam(0.01), new Schedule.Constant(), Augmentation.NONE, 5, 0.97);
      History history = new Trainer(config).fit(network, TRAIN, TEST);
      assertThat(history.epochs().size()).isLessThan(30);
      assertThat(Evaluation.of(network.classifier(), TRAIN).accuracy())
          .isGreaterThanOrEqualTo(0.97);
    }
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
              TrainingConfig.NEVER_STOP);
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
