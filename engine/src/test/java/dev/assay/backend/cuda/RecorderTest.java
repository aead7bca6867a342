package dev.assay.backend.cuda;

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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.backend.Repetition;
import dev.assay.data.Augmentation;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Architecture;
import dev.assay.nn.Classifier;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import dev.assay.train.History;
import dev.assay.train.Optimizer;
import dev.assay.train.Schedule;
import dev.assay.train.StoppingCriterion;
import dev.assay.train.Trainer;
import dev.assay.train.TrainingConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** On emulated cards: one that replays graphs, and one that does call after call. */
class RecorderTest {
  private static final Shape IMAGE = Shape.image(1, 8, 8);

  private static SpiedDevice card() {
    assumeTrue(EmulatedDevice.reason() == null, EmulatedDevice.reason());
    return new SpiedDevice(new EmulatedDevice(256L << 20));
  }

  private static Architecture architecture() {
    return Architecture.of(
        IMAGE,
        conv(4, kernel(3).padding(1)),
        batchNorm(),
        relu(),
        dropout(0.3),
        maxPool(2),
        conv(6, kernel(3).stride(2)),
        flatten(),
        dense(20),
        relu(),
        dropout(0.5),
        dense(3));
  }

  private static Dataset data(int count, int seed) {
    float[] images = new float[count * IMAGE.intSize()];
    int[] labels = new int[count];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) Streams.normal(seed, i);
    }
    for (int n = 0; n < count; n++) {
      labels[n] = n % 3;
      Arrays.fill(images, n * 64 + labels[n] * 16, n * 64 + labels[n] * 16 + 8, 2);
    }
    return Dataset.of(
        IMAGE,
        images,
        labels,
        List.of("top", "middle", "bottom"),
        new Provenance("bands", "seed " + seed, Map.of()));
  }

  /** Everything that came of a training run and of looking at the network after it. */
  private record Outcome(History history, List<float[]> values) {}

  private static Outcome outcome(SpiedDevice card, int count, int epochs) {
    try (CudaBackend backend = new CudaBackend(card.device());
        Network network = new Network(backend, architecture(), 3)) {
      TrainingConfig config =
          new TrainingConfig(
              epochs,
              16,
              Optimizer.adam(0.01),
              new Schedule.Cosine(),
              Augmentation.NONE,
              5,
              StoppingCriterion.NEVER);
      History history = new Trainer(config).fit(network, data(count, 1), data(64, 2));
      List<float[]> values = new ArrayList<>(network.parameters().values().values());
      Classifier classifier = network.classifier();
      for (int round = 0; round < 4; round++) {
        float[] images = data(40, 10 + round).images();
        float[] logits = new float[40 * 3];
        float[] jacobian = new float[40 * 3 * 64];
        classifier.jacobian(images, 40, logits, jacobian);
        values.add(logits);
        values.add(jacobian);
        float[] along = new float[5 * 3];
        classifier.logitsAlong(
            images, data(1, 20 + round).images(), 1, new float[] {0, 0.25f, 0.5f, 0.75f, 1}, along);
        values.add(along);
      }
      return new Outcome(history, values);
    }
  }

  @Test
  void graphsChangeNoBit() {
    graphsChangeNoBit(card().withoutGraphs(), card(), card().withLibrary());
  }

  /** Skipped where there is no GPU. */
  @Test
  void graphsChangeNoBitOnAGpu() {
    CudaStatus status = Cuda.status();
    assumeTrue(status.ok(), () -> "no GPU: " + status.reason());
    SpiedDevice plain = new SpiedDevice(CudaDevice.open(status)).withoutGraphs();
    graphsChangeNoBit(plain, new SpiedDevice(CudaDevice.open(status)));
  }

  private static void graphsChangeNoBit(SpiedDevice plain, SpiedDevice... cards) {
    Outcome expected = outcome(plain, 72, 4);
    assertThat(plain.count("capture")).isZero();
    for (SpiedDevice card : cards) {
      Outcome outcome = outcome(card, 72, 4);
      assertThat(card.count("graph.launch"))
          .as("as many, whoever convolves")
          .isEqualTo(cards[0].count("graph.launch"));
      assertThat(outcome.history()).isEqualTo(expected.history());
      assertThat(outcome.values()).usingRecursiveComparison().isEqualTo(expected.values());
      // steps of 16 and of 8 samples, evaluation, segments, Jacobians
      assertThat(card.count("graph.launch")).isGreaterThan(20);
      assertThat(card.count("graph.set")).as("masks change").isGreaterThan(20);
      assertThat(card.count("launch")).isLessThan(plain.count("launch") / 2);
      assertThat(card.count("graph.close")).isEqualTo(card.count("capture")).isPositive();
    }
  }

  /** What a repetition of some work leaves in a tensor, time after time. */
  private static List<float[]> rounds(SpiedDevice card, int rounds, Round work) {
    try (CudaBackend backend = new CudaBackend(card.device());
        Workspace workspace = new Workspace(backend)) {
      Tensor x = workspace.tensor(Shape.vector(50));
      Tensor y = workspace.tensor(Shape.vector(50));
      List<float[]> results = new ArrayList<>();
      Repetition repetition = backend.repetition();
      for (int round = 0; round < rounds; round++) {
        int now = round;
        repetition.run((index, worker) -> work.run(backend, x, y, now), 0, 0);
        results.add(y.toArray());
      }
      repetition.close();
      return results;
    }
  }

  private interface Round {
    void run(CudaBackend backend, Tensor x, Tensor y, int round);
  }

  private static SpiedDevice check(int rounds, Round work) {
    SpiedDevice card = card();
    List<float[]> expected = rounds(card().withoutGraphs(), rounds, work);
    assertThat(rounds(card, rounds, work)).usingRecursiveComparison().isEqualTo(expected);
    for (int round = 1; round < rounds; round++) {
      assertThat(expected.get(round)).as("a round of its own").isNotEqualTo(expected.get(0));
    }
    assertThat(card.count("graph.close")).isEqualTo(card.count("capture"));
    return card;
  }

  private static float[] numbers(int from) {
    float[] values = new float[50];
    for (int i = 0; i < 50; i++) {
      values[i] = from + i;
    }
    return values;
  }

  @Test
  void inputsRatesAndKeysThatChangeTakeEffectInAReplay() {
    SpiedDevice input =
        check(
            6,
            (backend, x, y, round) -> {
              x.write(numbers(round));
              backend.relu(0, x, y);
              backend.sgd(y, x, x, 0.5f, 0, 0, false);
            });
    assertThat(input.count("capture")).isEqualTo(1);
    assertThat(input.count("graph.launch")).isEqualTo(5);
    assertThat(input.count("graph.set")).isZero();
    SpiedDevice rate =
        check(
            6,
            (backend, x, y, round) -> {
              x.write(numbers(1));
              y.write(numbers(0));
              backend.sgd(y, x, x, 0.1f * round, 0, 0, false);
            });
    assertThat(rate.count("capture")).isEqualTo(1);
    assertThat(rate.count("graph.set")).as("the captured graph holds round 1").isEqualTo(4);
    SpiedDevice key =
        check(
            6,
            (backend, x, y, round) -> {
              x.write(numbers(1));
              backend.relu(0, x, x);
              backend.dropout(0.5f, 77L * round, 0, x, y);
            });
    assertThat(key.count("graph.set")).isEqualTo(4);
  }

  /** Each piece between transfers is a graph of its own, and they keep their order. */
  @Test
  void transfersAmidTheWork() {
    float[] half = new float[50];
    SpiedDevice card =
        check(
            5,
            (backend, x, y, round) -> {
              x.write(numbers(round - 30));
              backend.relu(0, x, y);
              y.read(half, 0);
              half[3] = 1000 + round;
              x.write(half);
              backend.relu(0, x, y);
            });
    assertThat(card.count("capture")).isEqualTo(2);
    assertThat(card.count("graph.launch")).isEqualTo(8);
  }

  /** What was asked for before a write sees what was there before it. */
  @Test
  void writesAmidTheWork() {
    check(
        5,
        (backend, x, y, round) -> {
          x.write(numbers(round - 30));
          backend.relu(0, x, y);
          x.write(numbers(1000));
        });
  }

  /** Whatever the work does, it is what was asked for; capturing in vain has an end. */
  @Test
  void workThatIsNeverTheSame() {
    SpiedDevice card =
        check(
            40,
            (backend, x, y, round) -> {
              x.write(numbers(round));
              backend.relu(0, x, y);
              for (int i = 0; i < round / 3 % 2; i++) {
                backend.relu(0, y, x);
                backend.sgd(y, x, x, 0.5f, 0, 0, false);
              }
            });
    assertThat(card.count("capture")).isEqualTo(3);
  }

  /** As many calls of the same sorts, but other ones. */
  @Test
  void anotherKernelOrProductEndsTheGraph() {
    SpiedDevice kernels =
        check(
            16,
            (backend, x, y, round) -> {
              x.write(numbers(round - 20));
              if (round / 4 % 2 == 0) {
                backend.relu(0, x, y);
              } else {
                backend.dropout(0.25f, 1, 0, x, y);
              }
            });
    assertThat(kernels.count("capture")).isEqualTo(3);
    Shape matrix = Shape.of(5, 5);
    check(
        16,
        (backend, x, y, round) -> {
          x.write(numbers(round + 1));
          Tensor weights = x.part(round / 4 % 2 * 25, matrix);
          Tensor input = x.part(0, matrix);
          backend.dense(input, weights, null, false, 0, 1, y.part(0, matrix), null);
        });
  }

  @Test
  void whatCannotBeCapturedIsDoneOneByOne() {
    SpiedDevice card = card().refusingCaptures();
    Round work =
        (backend, x, y, round) -> {
          x.write(numbers(round));
          backend.relu(0, x, y);
        };
    List<float[]> results = rounds(card, 5, work);
    for (int round = 0; round < 5; round++) {
      assertThat(results.get(round)).containsExactly(numbers(round));
    }
    assertThat(card.count("capture")).as("tried once").isEqualTo(1);
    assertThat(card.count("graph.launch")).isZero();
    assertThat(card.count("launch")).isEqualTo(5);
  }

  @Test
  void aGraphThatCannotBeChangedIsDoneWithout() {
    SpiedDevice card = card().refusingChanges();
    Round work =
        (backend, x, y, round) -> {
          x.write(numbers(1));
          backend.dropout(0.5f, 77L * round, 0, x, y);
        };
    List<float[]> expected = rounds(card().withoutGraphs(), 6, work);
    assertThat(rounds(card, 6, work)).usingRecursiveComparison().isEqualTo(expected);
    assertThat(card.count("capture")).as("tried once").isEqualTo(1);
    assertThat(card.count("graph.set")).isEqualTo(1);
    assertThat(card.count("graph.close")).isEqualTo(1);
    assertThat(card.count("launch")).as("all but the captured").isEqualTo(5);
  }

  @Test
  void aRepetitionWithinAnotherIsPartOfIt() {
    SpiedDevice card = card();
    try (CudaBackend backend = new CudaBackend(card.device());
        Workspace workspace = new Workspace(backend)) {
      Tensor x = workspace.tensor(Shape.vector(50));
      Tensor y = workspace.tensor(Shape.vector(50));
      Repetition outer = backend.repetition();
      Repetition inner = backend.repetition();
      for (int round = 0; round < 4; round++) {
        int now = round;
        outer.run(
            (index, worker) -> {
              x.write(numbers(now - 30));
              backend.sgd(y, x, x, 1, 0, 0, false);
              inner.run((i, w) -> backend.relu(0, x, x), 0, 0);
              backend.sgd(y, x, x, 1, 0, 0, false);
            },
            0,
            0);
      }
      // y loses z = round - 30 + i in every round, and max(z, 0)
      assertThat(y.toArray()).startsWith(114, 110).endsWith(-2 * (19 + 20 + 21 + 22));
      inner.close();
      outer.close();
      assertThat(card.count("capture")).isEqualTo(1);
      assertThat(card.count("graph.launch")).isEqualTo(3);
      assertThat(card.count("launch")).as("those of the first round").isEqualTo(3);
    }
  }

  @Test
  void whatIsLeftOpenEndsWithTheBackend() {
    SpiedDevice card = card();
    try (CudaBackend backend = new CudaBackend(card.device());
        Workspace workspace = new Workspace(backend)) {
      Tensor x = workspace.tensor(Shape.vector(50));
      Repetition repetition = backend.repetition();
      for (int round = 0; round < 2; round++) {
        repetition.run((index, worker) -> backend.relu(0, x, x), 0, 0);
      }
      assertThat(card.count("graph.close")).isZero();
    }
    assertThat(card.count("graph.close")).isEqualTo(card.count("capture")).isEqualTo(1);
  }

  @Test
  void aFailureWithinTheWorkLeavesNothingBehind() {
    try (CudaBackend backend = new CudaBackend(card().device());
        Workspace workspace = new Workspace(backend)) {
      Tensor x = workspace.tensor(Shape.vector(50));
      Repetition repetition = backend.repetition();
      assertThatThrownBy(
              () ->
                  repetition.run(
                      (index, worker) -> {
                        backend.relu(0, x, x);
                        throw new IllegalArgumentException("ours");
                      },
                      0,
                      0))
          .hasMessage("ours");
      x.write(numbers(-1));
      backend.relu(0, x, x);
      assertThat(x.toArray()).startsWith(0, 0, 1, 2);
    }
  }

  /** The graph that was not used for the longest time goes first. */
  @Test
  void graphsAreKeptUpToANumber() {
    SpiedDevice card = card();
    try (CudaBackend backend = new CudaBackend(card.device());
        Workspace workspace = new Workspace(backend)) {
      Tensor x = workspace.tensor(Shape.vector(50));
      List<Repetition> repetitions = new ArrayList<>();
      IntConsumer run = i -> repetitions.get(i).run((a, b) -> backend.relu(0, x, x), 0, 0);
      for (int i = 0; i < 66; i++) {
        repetitions.add(backend.repetition());
        run.accept(i);
        run.accept(i);
        run.accept(0);
      }
      assertThat(card.count("capture")).isEqualTo(66);
      assertThat(card.count("graph.close")).isEqualTo(2);
      run.accept(0);
      assertThat(card.count("capture")).as("the first was used all the time").isEqualTo(66);
      run.accept(1);
      assertThat(card.count("capture")).as("the second was not").isEqualTo(67);
      repetitions.forEach(Repetition::close);
      assertThat(card.count("graph.close")).isEqualTo(67);
    }
  }

  /** A step of training is waited for once, when its loss and logits are read. */
  @Test
  void nothingWaitsButReading() {
    SpiedDevice few = card();
    SpiedDevice many = card();
    outcome(few, 64, 1);
    outcome(many, 160, 1);
    assertThat(many.waits() - few.waits()).isEqualTo((160 - 64) / 16);
    assertThat(many.count("synchronize")).as("when the backend closes").isEqualTo(1);
  }
}
