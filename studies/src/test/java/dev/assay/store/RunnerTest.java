package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.measure.Accuracy;
import dev.assay.measure.Margins;
import dev.assay.measure.Rescaled;
import dev.assay.measure.Selection;
import dev.assay.measure.WeightNorm;
import dev.assay.nn.Network;
import dev.assay.study.Space;
import dev.assay.study.margin.MarginSolver;
import dev.assay.train.Checkpoint;
import dev.assay.train.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunnerTest extends RunnerCase {
  private static final TrainingSpec TRAINING = Probe.spec(4);

  private static final List<Spec<?>> MANY = many();

  /** Trainings, and something of each. */
  private static List<Spec<?>> many() {
    List<Spec<?>> many = new ArrayList<>();
    for (int epochs = 2; epochs < 7; epochs++) {
      many.add(Probe.spec(epochs));
    }
    for (int epochs = 2; epochs < 7; epochs++) {
      many.add(MeasureSpec.of(new Accuracy(TRAINING.test()), Probe.spec(epochs).atEnd()));
      many.add(Probe.spec(epochs).epoch(1));
    }
    return many;
  }

  private static List<Spec<?>> specs() {
    Provenance data = TRAINING.train();
    List<Spec<?>> specs = new ArrayList<>();
    specs.add(MeasureSpec.of(new Accuracy(data), TRAINING.after(1)));
    specs.add(MeasureSpec.of(new Accuracy(TRAINING.test()), TRAINING.atEnd()));
    specs.add(MeasureSpec.of(new Rescaled<>(4, new WeightNorm()), TRAINING.atEnd()));
    for (String space : List.of("input", "pca:2", "random:2:5", "hidden:2-relu")) {
      specs.add(
          MeasureSpec.of(
              new Margins(
                  data,
                  new Selection.Drawn(5, 1),
                  Space.parse(space),
                  MarginSolver.FirstOrder.standard()),
              TRAINING.atEnd()));
    }
    return specs;
  }

  /** All bytes of all cells, but for the seal, which notes the version. */
  private static Map<String, byte[]> bytes(Path store) throws IOException {
    Map<String, byte[]> bytes = new TreeMap<>();
    try (Stream<Path> all = Files.walk(store.resolve("cells"))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        bytes.put(store.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return bytes;
  }

  @Test
  void aProcessThatIsGivenTheTextAloneMakesTheSameBytes() throws Exception {
    Path texts = folder.resolve("specs");
    Files.write(texts, specs().stream().map(SpecFormat::write).toList());
    runner("here").makeAll(specs(), spec -> {});

    Process process =
        Probe.fork(folder.resolve("there").toString(), log().toString(), "specs", texts.toString());

    assertThat(process.waitFor()).isZero();
    Map<String, byte[]> here = bytes(folder.resolve("here"));
    assertThat(bytes(folder.resolve("there"))).hasSameSizeAs(here).containsExactlyEntriesOf(here);
  }

  private Path log() {
    return folder.resolve("log");
  }

  @Test
  void whatIsNeededIsMadeFirstAndOnce() {
    Runner runner = runner("here");
    List<Spec<?>> told = new ArrayList<>();

    runner.makeAll(specs(), told::add);

    assertThat(told).isEqualTo(specs());
    assertThat(runner.store().cells()).hasSize(specs().size() + 1);
  }

  @Test
  void aTrainingComesOutTheSameOnceMore() throws IOException {
    Runner runner = runner("here");
    MeasureSpec<WeightNorm.Norm> norm = MeasureSpec.of(new WeightNorm(), TRAINING.atEnd());

    assertThat(runner.rebuild(TRAINING)).isEmpty();
    assertThat(runner.rebuild(norm)).isEmpty();
    Path model = runner.place(TRAINING).resolve("epoch-00001.safetensors");
    assertThat(model).exists();
    assertThat(folder.resolve("here/work")).isEmptyDirectory();
  }

  @Test
  void aNetworkBeforeTrainingIsAsItsSeedDrawsIt() {
    Runner runner = runner("here");
    double untrained = runner.get(MeasureSpec.of(new WeightNorm(), TRAINING.untrained())).value();

    assertThat(untrained)
        .isNotEqualTo(runner.get(MeasureSpec.of(new WeightNorm(), TRAINING.atEnd())).value());
    try (Network drawn =
        new Network(
            runner.bench().backend(), TRAINING.architecture(), TRAINING.training().seed())) {
      assertThat(new WeightNorm().of(drawn, runner.bench()).value()).isEqualTo(untrained);
    }
    assertThat(MeasureSpec.of(new WeightNorm(), TRAINING.untrained()).needs()).isEmpty();
  }

  @Test
  void theNetworkWithTheLowestLossBesideIsKeptWhereTrainingWatchesThat() {
    Runner runner = runner("here");
    int best = runner.get(TRAINING).history().best().epoch();
    NetworkSource then = best < 3 ? TRAINING.after(best) : TRAINING.atEnd();

    assertThat(runner.get(MeasureSpec.of(new WeightNorm(), TRAINING.atBest())))
        .isEqualTo(runner.get(MeasureSpec.of(new WeightNorm(), then)));
  }

  @Test
  void aCheckpointFromElsewhereIsMeasuredByItsDigest() {
    Runner runner = runner("here");
    TrainedNetwork trained = runner.get(TRAINING);
    NetworkSource kept = runner.store().keep(trained.folder().resolve("model.safetensors"));

    assertThat(runner.get(MeasureSpec.of(new WeightNorm(), kept)))
        .isEqualTo(runner.get(MeasureSpec.of(new WeightNorm(), TRAINING.atEnd())));
    assertThatThrownBy(
            () ->
                runner.get(
                    MeasureSpec.of(new WeightNorm(), new NetworkSource.Kept("0".repeat(64)))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("0".repeat(64));
  }

  @Test
  void howALossFellIsKeptWithoutTheNetwork() {
    Runner runner = runner("here");
    TrainedNetwork trained = runner.get(TRAINING);
    Path model = trained.folder().resolve("model.safetensors");

    CourseSpec.Course course = runner.get(new CourseSpec(TRAINING.atEnd()));
    CourseSpec.Course kept = runner.get(new CourseSpec(runner.store().keep(model)));

    double[] losses =
        trained.history().epochs().stream().mapToDouble(History.Epoch::trainLoss).toArray();
    assertThat(course.losses()).isEqualTo(losses);
    assertThat(kept).usingRecursiveComparison().isEqualTo(course);
    assertThat(course.stepsTo(losses[1]))
        .isEqualTo((losses[0] <= losses[1] ? 1 : 2) * course.steps());
    assertThat(course.stepsTo(0)).isNaN();
    assertThat(course.steps() * losses.length).isEqualTo(trained.model().state().steps());
    assertThatThrownBy(() -> new CourseSpec(TRAINING.untrained()))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  void parametersFromElsewhereAreKeptByWhatTheyAre() {
    Runner runner = runner("here");
    TrainedNetwork trained = runner.get(TRAINING);
    Checkpoint model = trained.model();

    NetworkSource kept = runner.store().keep(model.architecture(), model.parameters());

    assertThat(runner.store().keep(model.architecture(), model.parameters())).isEqualTo(kept);
    assertThat(runner.get(MeasureSpec.of(new WeightNorm(), kept)))
        .isEqualTo(runner.get(MeasureSpec.of(new WeightNorm(), TRAINING.atEnd())));
  }

  @Test
  void aCheckpointThatWasExchangedIsRefusedUntilItIsKeptAgain() throws IOException {
    Runner runner = runner("here");
    Path folderOfCell = runner.get(TRAINING).folder();
    Path model = folderOfCell.resolve("model.safetensors");
    NetworkSource.Kept kept = (NetworkSource.Kept) runner.store().keep(model);
    Path place = folder.resolve("here/kept").resolve(kept.sha256() + ".safetensors");
    Files.write(place, Files.readAllBytes(folderOfCell.resolve("epoch-00001.safetensors")));

    assertThatThrownBy(() -> runner.get(MeasureSpec.of(new WeightNorm(), kept)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("keep the checkpoint again");
    runner.store().keep(model);
    assertThat(place).hasSameBinaryContentAs(model);
    assertThat(runner.get(MeasureSpec.of(new WeightNorm(), kept)).value()).isPositive();
  }

  @Test
  void severalAtATimeComeOutWithTheSameBytes() throws IOException {
    runner("one").makeAll(MANY, spec -> {});

    for (int threads : new int[] {2, 40}) {
      String store = "by-" + threads;
      List<Spec<?>> told = new ArrayList<>();
      try (Backend several = Backends.open("reference", threads)) {
        runner(store, several).makeAll(MANY, told::add);
      }
      Map<String, byte[]> one = bytes(folder.resolve("one"));
      assertThat(bytes(folder.resolve(store))).hasSameSizeAs(one).containsExactlyEntriesOf(one);
      assertThat(told).containsExactlyInAnyOrderElementsOf(MANY);
      assertThat(folder.resolve(store).resolve("work")).isEmptyDirectory();
    }
  }

  @Test
  void whatCannotBeMadeEndsTheWorkWhoeverTriesIt() {
    List<Spec<?>> specs = new ArrayList<>(MANY);
    specs.add(7, TRAINING.epoch(99));
    try (Backend several = Backends.open("reference", 3)) {
      Runner runner = runner("several", several);

      assertThatThrownBy(() -> runner.makeAll(specs, spec -> {}))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("epoch 99");
      specs.remove(7);
      runner.makeAll(specs, spec -> {});
      assertThat(runner.missing(specs)).isEmpty();
    }
  }

  @Test
  void whatEachTookIsKnownButPartOfNoCell() {
    try (Backend several = Backends.open("reference", 2)) {
      Runner runner = runner("several", several);
      runner.makeAll(MANY, spec -> {});

      Map<String, Effort> efforts = runner.store().efforts();
      assertThat(efforts.keySet())
          .containsExactlyInAnyOrderElementsOf(
              runner.store().cells().stream().map(StoredCell::name).toList());
      assertThat(efforts.values())
          .allSatisfy(effort -> assertThat(effort.cpuSeconds()).isNotNegative());
      assertThat(efforts.values()).anySatisfy(e -> assertThat(e.seconds()).isPositive());
    }
  }
}
