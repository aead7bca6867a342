package dev.assay.reproduction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Augmentation;
import dev.assay.data.DataSource;
import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.measure.Accuracy;
import dev.assay.measure.Bench;
import dev.assay.measure.OutputMargins;
import dev.assay.measure.Rescaled;
import dev.assay.measure.WeightNorm;
import dev.assay.store.MeasureSpec;
import dev.assay.store.Planned;
import dev.assay.store.Runner;
import dev.assay.store.Spec;
import dev.assay.store.Store;
import dev.assay.store.TrainingSpec;
import dev.assay.store.ValueSpec;
import dev.assay.study.Progress;
import dev.assay.train.Optimizer;
import dev.assay.train.Schedule;
import dev.assay.train.StoppingCriterion;
import dev.assay.train.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkTest {
  private static final DataSource DATA =
      new PaperCase.Some(Glyphs.train(60, 1), Glyphs.test(20, 1));
  private static final int SAMPLES = 40;

  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();
  private final List<String> stages = new ArrayList<>();
  private final Map<String, List<Double>> shares = new HashMap<>();
  private Backend backend;

  /** Writes down what it is told. */
  private final class Heard implements Progress {
    @Override
    public void at(String stage, long done, long total, String unit) {
      stages.add(stage + " " + done + "/" + total);
    }

    @Override
    public void at(String stage, long done, long total, String unit, double share) {
      at(stage, done, total, unit);
      shares.computeIfAbsent(stage, any -> new ArrayList<>()).add(share);
    }

    @Override
    public void say(String words) {
      said.add(words);
    }
  }

  @BeforeEach
  void open() {
    backend = Backends.open("reference", 2);
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private Runner runner() {
    return new Runner(
        Store.at(folder.resolve("store"), "test"),
        new Bench(backend, LinearAlgebra.java(), name -> DATA));
  }

  private Laboratory laboratory() {
    return new Laboratory(runner(), "glyphs", 1, new Heard());
  }

  private static TrainingSpec network(int width, int epochs) {
    Dataset train = DATA.train().take(SAMPLES);
    return new TrainingSpec(
        Laboratory.perceptron(train, width, 1),
        train.provenance(),
        DATA.test().provenance(),
        new TrainingConfig(
            epochs,
            20,
            Optimizer.adam(1e-3),
            new Schedule.Constant(),
            Augmentation.NONE,
            width,
            StoppingCriterion.NEVER),
        List.of());
  }

  /** Two measurements of each network. */
  private static List<ValueSpec<?>> measured(List<TrainingSpec> networks) {
    List<ValueSpec<?>> all = new ArrayList<>();
    for (TrainingSpec network : networks) {
      all.add(MeasureSpec.of(new WeightNorm(), network.atEnd()));
      all.add(MeasureSpec.of(new Accuracy(network.train()), network.atEnd()));
    }
    return all;
  }

  private static List<TrainingSpec> networks(int count) {
    List<TrainingSpec> networks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      networks.add(network(2 + i, 2));
    }
    return networks;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private void run(List<ValueSpec<?>> specs) {
    laboratory().run(Planned.all((List) specs.stream().map(spec -> Planned.of(spec)).toList()));
  }

  @Test
  void howLongItWillTakeIsSaidBeforeAndAfterEachStage() {
    run(measured(networks(6)));

    assertThat(said.get(0))
        .isEqualTo("to do: 6 networks, 12 measurements; 0 of 12 measurements are there");
    assertThat(said.get(1))
        .matches("train networks: 6, about .* seconds .*one processor's time, 2 threads.*");
    assertThat(said)
        .anyMatch(line -> line.matches("train networks: 4, about .*"))
        .anyMatch(line -> line.matches("measure: 8, about .*"))
        .anyMatch(line -> line.matches("together: 12, about .*"))
        .anyMatch(line -> line.matches("train networks: took .*, expected were .*"))
        .anyMatch(line -> line.matches("measure: took .*, expected were .*"));
    assertThat(new LinkedHashSet<>(stages.stream().map(s -> s.replaceAll(" \\S+$", "")).toList()))
        .containsExactly("first networks", "first measurements", "train networks", "measure");
  }

  /** A network of many epochs among others of two is most of the work. */
  @Test
  void howMuchIsDoneIsToldByWhatItTakesAsFarAsThatIsKnown() {
    List<TrainingSpec> networks = new ArrayList<>(networks(5));
    networks.add(3, network(4, 200));
    run(measured(networks));

    List<Double> trained = shares.get("train networks");
    assertThat(trained).hasSize(4).isSorted();
    double largest = 0;
    for (int i = 1; i < trained.size(); i++) {
      largest = Math.max(largest, trained.get(i) - trained.get(i - 1));
    }
    assertThat(largest).isGreaterThan(0.9);
    assertThat(trained.get(3)).isCloseTo(1, within(1e-9));
    assertThat(shares.get("first networks")).hasSize(2);
    assertThat(shares.get("first measurements").get(0))
        .as("nothing is known of these")
        .isCloseTo(1.0 / shares.get("first measurements").size(), within(1e-9));
  }

  @Test
  void whatIsThereIsNotDoneAgainAndTellsOfTheRest() {
    run(measured(networks(6)));
    said.clear();
    stages.clear();

    run(measured(networks(6)));
    assertThat(said).isEmpty();
    assertThat(stages).isEmpty();
    run(measured(networks(14)));
    assertThat(said.get(0))
        .isEqualTo("to do: 8 networks, 16 measurements; 12 of 28 measurements are there");
    assertThat(said).anyMatch(line -> line.matches("measure: 16, about .*"));
    assertThat(stages).contains("measure 16/16").noneMatch(stage -> stage.startsWith("first"));
  }

  @Test
  void ofLittleNothingIsSaid() {
    run(measured(networks(2)));

    assertThat(said).isEmpty();
    assertThat(stages).contains("train networks 2/2", "measure 4/4");
  }

  /** By files that tell of times that nobody took. */
  @Test
  void timesFollowFromThoseOfWorkThatIsDone() throws IOException {
    Runner runner = runner();
    TrainingSpec small = network(10, 2);
    TrainingSpec large = network(30, 2);
    List<ValueSpec<?>> norms =
        List.of(
            MeasureSpec.of(new WeightNorm(), small.atEnd()),
            MeasureSpec.of(new WeightNorm(), large.atEnd()));
    List<Spec<?>> all = new ArrayList<>(List.of(small, large));
    all.addAll(norms);
    runner.makeAll(all, spec -> {});
    // 40 samples, two epochs: 0.1 and 0.3 s for each
    tell(runner, small, 8);
    tell(runner, large, 24);
    tell(runner, norms.get(0), 1);
    tell(runner, norms.get(1), 2);
    Forecast forecast = new Forecast(runner);
    forecast.learn(all);

    assertThat(seconds(forecast, network(20, 5))).isCloseTo(0.2 * 200, within(1e-9));
    assertThat(seconds(forecast, network(60, 2))).isCloseTo(0.6 * 80, within(1e-9));
    assertThat(seconds(forecast, network(4, 2))).isCloseTo(8, within(1e-9));
    TrainingSpec middle = network(20, 5);
    assertThat(seconds(forecast, MeasureSpec.of(new WeightNorm(), middle.atEnd())))
        .isCloseTo(1.5, within(1e-9));
    assertThat(
            forecast.seconds(
                List.of(middle, MeasureSpec.of(new OutputMargins(small.train()), small.atEnd()))))
        .as("of a kind that was not tried")
        .isEmpty();
    assertThat(forecast.seconds(List.of())).hasValue(0);
    assertThat(forecast.pace()).isEqualTo(1);
    forecast.learnNow(List.of(large));
    assertThat(forecast.pace()).as("99 s by the clock").isCloseTo(99 / 24.0, within(1e-9));
  }

  private void tell(Runner runner, Spec<?> spec, double seconds) throws IOException {
    Path file = folder.resolve("store/efforts.jsonl");
    String name = runner.place(spec).getFileName().toString();
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.add("{\"cell\":\"" + name + "\",\"seconds\":99.0,\"cpuSeconds\":" + seconds + "}");
    lines.add("{\"cell\":\"torn");
    Files.write(file, lines);
  }

  private static double seconds(Forecast forecast, Spec<?> spec) {
    return forecast.seconds(List.of(spec)).orElseThrow();
  }

  @Test
  void batchesTellOfTrainingsBeforeAnyIsDone() {
    Forecast forecast = new Forecast(runner());
    assertThat(forecast.seconds(List.of(network(5, 2)))).isEmpty();

    forecast.time(List.of(network(2, 2), network(80, 2), network(8, 2)));

    double few = seconds(forecast, network(80, 3));
    assertThat(few).isPositive();
    assertThat(seconds(forecast, network(80, 300))).isCloseTo(100 * few, within(1e-6));
    assertThat(runner().store().cells()).isEmpty();
  }

  @Test
  void kindsDifferInWhatIsMeasuredNotInSamples() {
    Accuracy train = new Accuracy(network(2, 2).train());
    Accuracy test = new Accuracy(network(2, 2).test());
    TrainingSpec network = network(2, 2);

    assertThat(Forecast.kind(MeasureSpec.of(train, network.atEnd())))
        .isEqualTo(Forecast.kind(MeasureSpec.of(test, network(3, 4).atEnd())))
        .isNotEqualTo(Forecast.kind(MeasureSpec.of(new Rescaled<>(2, train), network.atEnd())));
    assertThat(Forecast.kind(MeasureSpec.of(new Rescaled<>(2, train), network.atEnd())))
        .isEqualTo(Forecast.kind(MeasureSpec.of(new Rescaled<>(2, test), network.atEnd())));
    assertThat(Forecast.kind(network.epoch(1))).isEqualTo(Forecast.kind(network(3, 4).epoch(2)));
  }

  @Test
  void costsFollowLinesBetweenWhatWasSeen() {
    Costs costs = new Costs();
    assertThat(costs.of(3)).isEqualTo(OptionalDouble.empty());
    costs.add(0, 7);
    assertThat(costs.of(0)).hasValue(7);
    assertThat(costs.of(9)).hasValue(7);
    costs.add(10, 20);
    costs.add(10, 40);
    costs.add(20, 10);
    assertThat(costs.of(5)).hasValue(18.5);
    assertThat(costs.of(10)).hasValue(30);
    assertThat(costs.of(15)).hasValue(20);
    assertThat(costs.of(40)).hasValue(20);
  }

  @Test
  void timesAreSaidInOneUnit() {
    assertThat(Work.words(0)).isEqualTo("0 seconds");
    assertThat(Work.words(12.2)).isEqualTo("13 seconds");
    assertThat(Work.words(60 * 42)).isEqualTo("42 minutes");
    assertThat(Work.words(3600 * 2.55)).isEqualTo("2.6 hours");
  }
}
