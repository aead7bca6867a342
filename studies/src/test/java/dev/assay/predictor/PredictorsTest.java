package dev.assay.predictor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.data.Provenance;
import dev.assay.geometry.LayerNorms;
import dev.assay.io.BadInputException;
import dev.assay.measure.Bench;
import dev.assay.measure.Flatness;
import dev.assay.measure.MapHomogeneity;
import dev.assay.measure.Measure;
import dev.assay.measure.Norms;
import dev.assay.measure.OutputMargins;
import dev.assay.measure.OutputStatistics;
import dev.assay.measure.SampledFragmentation;
import dev.assay.measure.SegmentFragmentation;
import dev.assay.measure.Sharpness;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.store.Effort;
import dev.assay.store.MeasureSpec;
import dev.assay.store.NetworkSource;
import dev.assay.store.Planned;
import dev.assay.store.Results;
import dev.assay.store.Runner;
import dev.assay.store.Store;
import dev.assay.store.ValueSpec;
import dev.assay.study.fragmentation.LineFragmentation;
import dev.assay.study.translation.Homogeneity;
import dev.assay.tensor.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredictorsTest {
  private static final Dataset SAMPLES =
      Dataset.of(
          Shape.image(1, 1, 2),
          new float[200],
          new int[100],
          List.of("a", "b"),
          new Provenance("hundred", "train", Map.of()));

  private static final Architecture TWO =
      Architecture.of(
          SAMPLES.sample(), Layers.flatten(), Layers.dense(2), Layers.relu(), Layers.dense(2));

  /** What asks for more than a perceptron whose training is not known, and what it says. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "steps-to-loss",
          "how this network was trained is not known",
          "map-homogeneity",
          "this network has no maps behind an activation");

  @TempDir private Path folder;

  private static Predictor named(String name) {
    return Predictors.all().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Trained trained(Architecture architecture, Dataset samples) {
    return new Trained(
        architecture,
        new NetworkSource.Untrained(architecture, 1),
        new NetworkSource.Untrained(architecture, 2),
        samples,
        3);
  }

  /** What measures would say of two products; the tenth percentile of margins is 0.5. */
  private static final class Known implements Results {
    @Override
    public <R extends Record> R get(ValueSpec<R> spec) {
      Measure<R> measure = ((MeasureSpec<R>) spec).measure();
      Record found;
      if (measure instanceof Norms) {
        found =
            new LayerNorms(
                new double[] {25, 4},
                new double[] {4, 2},
                new double[] {9, 1},
                new double[] {3, 1},
                50,
                8);
      } else if (measure instanceof OutputMargins) {
        found = new OutputMargins.Summary(1.35, .5, 1, 1);
      } else if (measure instanceof MapHomogeneity maps) {
        assertThat(maps.cuts()).containsExactly("3-relu");
        found =
            new MapHomogeneity.Found(
                List.of(
                    new Homogeneity(
                        1, List.of(new Homogeneity.Lag(1, .8, Homogeneity.Status.OK)))));
      } else if (measure instanceof OutputStatistics) {
        found = new OutputStatistics.Statistics(.5, 7);
      } else if (measure instanceof SampledFragmentation seen) {
        found = new SampledFragmentation.Found(seen.cut() == 0 ? 3 : 2);
      } else if (measure instanceof SegmentFragmentation exact) {
        // 4 of 9 changes on the three segments that have an answer are missed by 100 points
        int few = exact.pairs().count();
        int[] changes = new int[few];
        Arrays.fill(changes, -1);
        changes[0] = 4;
        changes[1] = 0;
        changes[2] = 5;
        long[] seen = new long[LineFragmentation.GRIDS.size()];
        seen[LineFragmentation.GRIDS.indexOf(100)] = 5;
        found = new SegmentFragmentation.Changes(changes, new boolean[few], seen, 30);
      } else if (measure instanceof Sharpness) {
        found = new Sharpness.Found(.1, .2, 8, 40, 12, 60, 80);
      } else {
        found = new Flatness.Found(.1, .2, 40, 12, 60, 80);
      }
      return spec.result().cast(found);
    }

    @Override
    public Optional<Effort> effort(ValueSpec<?> spec) {
      return Optional.empty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "parameters, 8",
    "frobenius, 29",
    "frobenius-distance, 10",
    "spectral-distance, 10", // 9 + 1
    "frobenius-over-spectral, 2.5625", // 25/16 + 4/4
    "path-norm, 50",
    "path-norm-over-margin, 200",
    "frobenius-over-margin, 116",
    "frobenius-distance-over-margin, 40",
    "spectral-distance-over-margin, 40",
    "fisher-rao-over-margin, 112",
    "output-margin-normalised, -0.125", // median 1, by 4·2
    "sharpness, 100",
    "magnitude-sharpness, 25",
    "sharpness-initial, 2.917168073", // √((300 log 16 + 19.21034)/100)
    "sharpness-origin, 5.283747782", // √((1000 log 16 + 19.21034)/100)
    "magnitude-sharpness-initial, 0.584896",
    "magnitude-sharpness-origin, 0.626182",
    "log-product-frobenius, 4.605170186", // log 100
    "log-product-spectral, 4.158883083", // log 64
    "log-sum-frobenius, 2.995732274", // log 2·10
    "log-sum-spectral, 2.772588722", // log 2·8
    "log-product-frobenius-over-margin, 5.991464547", // log 400
    "log-product-spectral-over-margin, 5.545177444", // log 256
    "log-sum-frobenius-over-margin, 3.688879454", // log 2·20
    "log-sum-spectral-over-margin, 3.465735903", // log 2·16
    "spectral-origin, 6.486161170", // log 256·2.5625
    "spectral-initial, 5.337538080", // log 256·(9/16 + 1/4)
    "inverse-margin, 4",
    "output-margin, -1.35",
    "output-margin-median, -1",
    "output-margin-quartile, -1",
    "negative-entropy, -0.5",
    "fisher-rao, 28", // two products
    "fragmentation, 4.333333333", // 3 + 4/3
    "hidden-fragmentation, 3.333333333",
    "fragmentation-sampled, 3",
    "flatness, 100",
    "magnitude-flatness, 25",
    // m = 100, log(100/.01) = 9.210340372
    "pac-bayes-initial, 1.786645853", // √((300 + 19.21034)/100)
    "pac-bayes-origin, 3.192507385", // √((1000 + 19.21034)/100)
    "magnitude-pac-bayes-initial, 0.584896", // √((15 + 19.21034)/100)
    "magnitude-pac-bayes-origin, 0.626182" // √((20 + 19.21034)/100)
  })
  void formulas(String name, double value) {
    assertThat(named(name).value().apply(trained(TWO, SAMPLES)).read(new Known()))
        .isCloseTo(value, within(1e-6 * Math.max(1, Math.abs(value))));
  }

  /** What rests on exact geometry says at once that it does not apply. */
  @ParameterizedTest
  @ValueSource(strings = {"path-norm", "spectral-initial", "fragmentation", "local-pieces"})
  void withoutExactGeometryItIsRefusedBeforeItIsMeasured(String name) {
    Architecture choosing =
        Architecture.of(
            Shape.image(1, 8, 8),
            Layers.conv(2, Layers.kernel(3).circular()),
            Layers.relu(),
            Layers.polyphasePool(2),
            Layers.globalAvgPool());

    assertThatThrownBy(() -> named(name).value().apply(trained(choosing, SAMPLES)))
        .isInstanceOf(BadInputException.class)
        .hasMessage("polyphase-pool is not piecewise linear");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fragmentation", "hidden-fragmentation", "local-pieces"})
  void piecesAreOfPiecewiseLinearNetworksAlone(String name) {
    Trained bent =
        trained(
            Architecture.of(Shape.vector(2), Layers.dense(2), Layers.tanh(), Layers.dense(2)),
            SAMPLES);

    assertThatThrownBy(() -> named(name).value().apply(bent))
        .hasMessage("tanh is not piecewise linear");
    assertThat(named("path-norm").value().apply(bent).read(new Known())).isEqualTo(50);
    assertThat(named("hidden-margin-first").value().apply(bent).specs()).hasSize(1);
  }

  @Test
  void mapsAreThoseBehindTheLastActivationThatHasSome() {
    Architecture convolutional =
        Architecture.of(
            Shape.image(1, 8, 8),
            Layers.conv(2, Layers.kernel(3)),
            Layers.relu(),
            Layers.conv(2, Layers.kernel(3)),
            Layers.relu(),
            Layers.flatten(),
            Layers.dense(2),
            Layers.relu(),
            Layers.dense(2));
    Predictor predictor = named("map-homogeneity");

    assertThat(predictor.value().apply(trained(convolutional, SAMPLES)).read(new Known()))
        .isEqualTo(-0.8);
    assertThatThrownBy(() -> predictor.value().apply(trained(TWO, SAMPLES)))
        .isInstanceOf(BadInputException.class)
        .hasMessage("this network has no maps behind an activation");
  }

  /** 3 × 3 × 64 inputs of each of 64 × 32 × 32 units, once for the images and once for these. */
  @Test
  void exactSegmentsThatWouldTakeTooLongAreRefused() {
    Architecture wide =
        Architecture.of(
            Shape.image(3, 32, 32),
            Layers.conv(64, Layers.kernel(3).padding(1)),
            Layers.relu(),
            Layers.conv(64, Layers.kernel(3).padding(1)),
            Layers.relu(),
            Layers.globalAvgPool(),
            Layers.dense(10));

    assertThatThrownBy(() -> named("fragmentation").value().apply(trained(wide, SAMPLES)))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "exact segments would take too long: 131,072 units cut them, and a pass takes"
                + " 39,518,848 products");
    assertThat(named("path-norm").value().apply(trained(wide, SAMPLES)).specs()).isNotEmpty();
  }

  /** All of them, on a small network: a number each, or why there is none. */
  @Test
  void eachSaysSomethingOfANetwork() {
    Dataset samples = Glyphs.train(60, 1);
    Architecture architecture =
        Architecture.of(
            samples.sample(),
            Layers.flatten(),
            Layers.dense(12),
            Layers.relu(),
            Layers.dense(8),
            Layers.relu(),
            Layers.dense(samples.classes()));
    Trained trained = trained(architecture, samples);
    try (Backend backend = Backends.open("auto", 1)) {
      Bench bench = new Bench(backend, LinearAlgebra.best(), name -> null);
      bench.keep(samples);
      Runner runner = new Runner(Store.at(folder, "test"), bench);
      for (Predictor each : Predictors.all()) {
        if (REFUSED.containsKey(each.name())) {
          assertThatThrownBy(() -> each.value().apply(trained))
              .hasMessage(REFUSED.get(each.name()));
          continue;
        }
        Planned<Double> planned = each.value().apply(trained);
        runner.makeAll(runner.missing(planned.specs()), made -> {});
        double value = planned.read(runner);
        if (!each.name().endsWith("over-margin")
            && !each.name().contains("margin")
            && !each.name().startsWith("spectral-")) {
          // the network is not trained: margins may be negative, or of no sample
          assertThat(value).as(each.name()).isFinite();
        }
      }
    }
    assertThat(Predictors.all().stream().map(Predictor::name)).doesNotHaveDuplicates();
  }
}
