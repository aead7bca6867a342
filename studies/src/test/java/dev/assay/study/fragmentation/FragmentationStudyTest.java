package dev.assay.study.fragmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.backend.Workers;
import dev.assay.data.Corruption;
import dev.assay.data.Dataset;
import dev.assay.geometry.PiecewiseLinear;
import dev.assay.io.BadInputException;
import dev.assay.nn.Classifier;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.study.Context;
import dev.assay.study.Cut;
import dev.assay.study.Figure;
import dev.assay.study.NetworkSubject;
import dev.assay.study.Plot;
import dev.assay.study.Report;
import dev.assay.study.Space;
import dev.assay.study.Subject;
import dev.assay.study.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FragmentationStudyTest {
  private Backend backend;
  private Network network;
  private Dataset data;

  @BeforeEach
  void open() {
    backend = Backends.open("reference", 2);
    network = Networks.random(backend, 4, 3, 20, 20, 3);
    int[] labels = IntStream.range(0, 60).map(i -> i % 3).toArray();
    data = Networks.data(Networks.gaussian(Streams.key(1, "data"), 180, 3), 3, 3, labels);
  }

  @AfterEach
  void close() {
    network.close();
    backend.close();
  }

  private static FragmentationConfig config(PairPolicy policy, LineMethod method, Space... spaces) {
    return new FragmentationConfig(
        List.of(spaces), policy, false, 40, method, 100, 6, 12, 2, Double.POSITIVE_INFINITY);
  }

  private Report run(FragmentationConfig config, long seed) {
    return run(data, config, seed);
  }

  private Report run(Dataset samples, FragmentationConfig config, long seed) {
    return new FragmentationStudy()
        .run(new NetworkSubject(network, samples), config, Context.of(seed));
  }

  private static Table table(Report report, String name) {
    return report.tables().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void hasARowForEachSegmentAndPlaneInEachSpace() {
    Report report =
        run(
            config(PairPolicy.SAME_CLASS, LineMethod.EXACT, Space.input(), Space.hidden("1-relu")),
            1);

    assertThat(table(report, "segments").rows()).hasSize(80);
    assertThat(table(report, "planes").rows()).hasSize(12);
    assertThat(table(report, "segments").rows())
        .allSatisfy(row -> assertThat(row.get(3)).isEqualTo(row.get(4)));
    List<Plot.Planes> planes =
        report.figures().stream()
            .map(Figure::plot)
            .filter(Plot.Planes.class::isInstance)
            .map(Plot.Planes.class::cast)
            .toList();
    assertThat(planes).hasSize(2).allMatch(figure -> figure.panels().size() == 2);
    // most fragmented first, with the exact borders
    for (Plot.Planes figure : planes) {
      List<Integer> counts =
          figure.panels().stream()
              .map(panel -> panel.title().replaceAll("\\D*\\d+: (\\d+) regions.*", "$1"))
              .map(Integer::valueOf)
              .toList();
      assertThat(counts).isSortedAccordingTo(Comparator.reverseOrder());
      assertThat(figure.panels())
          .allMatch(
              panel ->
                  (panel.plot().borders().length > 0)
                      == (IntStream.of(panel.plot().regions()).distinct().count() > 1));
    }
    assertThat(report.figures().stream().map(f -> f.heading().name()))
        .contains("class-changes", "missed-by-sampling");
  }

  @Test
  void regionsOfPlanesAreCountedExactly() {
    for (LineMethod method : List.of(LineMethod.EXACT, LineMethod.CERTIFIED)) {
      Report report =
          run(
              config(
                  PairPolicy.ANY,
                  method,
                  Space.input(),
                  Space.hidden("1-relu"),
                  Space.hidden("3-relu")),
              1);
      List<List<Object>> rows = table(report, "planes").rows();

      assertThat(rows).hasSize(18);
      for (List<Object> row : rows) {
        assertThat((Long) row.get(5)).isPositive().isEqualTo(row.get(6));
        assertThat((Long) row.get(7)).isBetween(0L, (Long) row.get(5));
        assertThat((Double) row.get(8)).isBetween(1 - 1e-9, 1.0);
        assertThat((Long) row.get(9)).isGreaterThanOrEqualTo(64L);
        assertThat(row.get(12)).isEqualTo("EXACT");
        // a grid of 12 × 12 points splits regions, but does not see more
        assertThat((Long) row.get(4)).isGreaterThanOrEqualTo((Long) row.get(5) - (Long) row.get(7));
      }
      // above the last ReLU logits are affine: each class has one convex region at most
      assertThat(rows.subList(12, 18))
          .allSatisfy(row -> assertThat((Long) row.get(5)).isLessThanOrEqualTo(3));
      assertThat(rows).anySatisfy(row -> assertThat((Long) row.get(5)).isGreaterThan(1));
      assertThat(report.notes()).anyMatch(note -> note.contains("all points of a plane"));
      double mean =
          rows.subList(0, 6).stream().mapToLong(row -> (Long) row.get(5)).average().orElseThrow();
      assertThat(report.keyNumbers())
          .anySatisfy(
              number -> {
                assertThat(number.label()).isEqualTo("exact class regions in a plane, input");
                assertThat(number.value()).isEqualTo(mean);
              });
    }
  }

  @Test
  void otherMethodsOnlySamplePlanes() {
    for (LineMethod method : List.of(LineMethod.AUTO, LineMethod.SAMPLED)) {
      Report report = run(config(PairPolicy.ANY, method, Space.input()), 1);

      assertThat(table(report, "planes").rows())
          .allSatisfy(row -> assertThat(row.subList(5, 13)).containsOnlyNulls());
    }
  }

  @Test
  void autoSamplesWhereNoCompleteMethodCanBeAfforded() {
    Report free = run(config(PairPolicy.ANY, LineMethod.AUTO, Space.input()), 1);
    assertThat(table(free, "segments").rows())
        .allSatisfy(row -> assertThat(row.get(10)).isIn("EXACT", "CERTIFIED"));
    Report tight = run(within(LineMethod.AUTO, 1e-9), 1);
    assertThat(table(tight, "segments").rows())
        .allSatisfy(row -> assertThat(row.get(10)).isEqualTo("SAMPLED"));
    assertThat(tight.notes())
        .anySatisfy(
            note ->
                assertThat(note)
                    .contains("too long", "4 were also followed piece by piece, 0 to the end"));
    assertThat(table(tight, "exact-share").rows()).hasSize(4);
    assertThat(free.tables()).noneMatch(table -> table.name().equals("exact-share"));
  }

  @Test
  void endedSegmentsAreRowsAndMeansAreLowerBounds() {
    Report whole = run(config(PairPolicy.ANY, LineMethod.EXACT, Space.input()), 1);
    // enough for some of the segments
    Report ended = run(within(LineMethod.EXACT, 1.7e-5), 1);
    List<List<Object>> rows = table(ended, "segments").rows();
    assertThat(rows).extracting(row -> row.get(11)).contains("OK", "LIMIT");
    for (int s = 0; s < rows.size(); s++) {
      List<Object> all = table(whole, "segments").rows().get(s);
      if (rows.get(s).get(11).equals("LIMIT")) {
        assertThat((Long) rows.get(s).get(5)).isLessThanOrEqualTo((Long) all.get(5));
        assertThat((Double) rows.get(s).get(12)).isLessThan(1);
      } else {
        assertThat(rows.get(s).get(5)).isEqualTo(all.get(5));
        assertThat(rows.get(s).get(12)).isEqualTo(1.0);
      }
    }
    assertThat(ended.keyNumbers().get(0).label()).contains("at least");
    assertThat(ended.keyNumbers().get(0).value())
        .isLessThanOrEqualTo(whole.keyNumbers().get(0).value());
    assertThat(ended.notes()).anySatisfy(note -> assertThat(note).contains("lower bounds"));
    assertThatThrownBy(() -> within(LineMethod.EXACT, 0)).hasMessageContaining("positive number");
  }

  private static FragmentationConfig within(LineMethod method, double seconds) {
    return new FragmentationConfig(
        List.of(Space.input()), PairPolicy.ANY, false, 40, method, 100, 0, 12, 2, seconds);
  }

  @Test
  void planesThroughEqualPointsHaveAStatus() {
    Dataset equal = Networks.data(new float[12], 3, 3, 0, 0, 0, 0);
    Report report =
        run(equal, config(PairPolicy.SAME_CLASS, LineMethod.CERTIFIED, Space.input()), 1);

    assertThat(table(report, "planes").rows())
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.subList(4, 13)).containsOnlyNulls())
        .allSatisfy(row -> assertThat(row.get(13)).isEqualTo("COLLINEAR"));
    assertThat(report.notes()).noneMatch(note -> note.contains("all points of a plane"));
  }

  @Test
  void theMeanIsThatOfTheRows() {
    Report report = run(config(PairPolicy.ANY, LineMethod.EXACT, Space.input()), 2);

    double mean =
        table(report, "segments").rows().stream()
            .mapToLong(row -> (Long) row.get(5))
            .average()
            .orElseThrow();
    assertThat(report.keyNumbers().get(0).value()).isEqualTo(mean);
    assertThat(mean).isPositive();
  }

  @Test
  void correctPairsHaveEndsThatAreClassifiedAsLabelled() {
    float[] logits = network.logits(data.images(), data.count());
    Report report = run(config(PairPolicy.CORRECT, LineMethod.SAMPLED, Space.input()), 3);

    for (List<Object> row : table(report, "segments").rows()) {
      for (int end = 1; end <= 2; end++) {
        int sample = Math.toIntExact((Long) row.get(end));
        assertThat(dev.assay.train.Evaluation.argmax(logits, 3 * sample, 3))
            .isEqualTo(data.label(sample));
      }
    }
  }

  @Test
  void cleanOnlyLeavesCorruptedSamplesOut() {
    Dataset noisy = new Corruption.Label(0.5, 1).apply(data);
    FragmentationConfig clean =
        new FragmentationConfig(
            List.of(Space.input()),
            PairPolicy.ANY,
            true,
            40,
            LineMethod.EXACT,
            100,
            0,
            50,
            0,
            Double.POSITIVE_INFINITY);

    Report report = run(noisy, clean, 1);

    assertThat(table(report, "segments").rows())
        .allSatisfy(
            row ->
                assertThat(noisy.corruption(Math.toIntExact((Long) row.get(1))))
                    .isEqualTo(Corruption.Kind.NONE));
  }

  @Test
  void theSameSeedGivesTheSameReport() {
    FragmentationConfig config = config(PairPolicy.ANY, LineMethod.AUTO, Space.input());

    assertThat(run(config, 5).tables()).isEqualTo(run(config, 5).tables());
    assertThat(run(config, 6).tables()).isNotEqualTo(run(config, 5).tables());
  }

  @Test
  void equalEndsAreRowsWithAStatusAndCountInNoMean() {
    float[] twins = new float[12];
    System.arraycopy(new float[] {1, 2, 3}, 0, twins, 9, 3);
    Dataset mostlyEqual = Networks.data(twins, 3, 3, 0, 0, 0, 0);

    Report report =
        run(mostlyEqual, config(PairPolicy.SAME_CLASS, LineMethod.EXACT, Space.input()), 1);

    List<List<Object>> rows = table(report, "segments").rows();
    assertThat(rows)
        .filteredOn(row -> row.get(11).equals("ZERO_LENGTH"))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.get(5)).isNull());
    assertThat(report.notes()).anyMatch(note -> note.contains("have no answer"));
    assertThat(Double.isFinite(report.keyNumbers().get(0).value())).isTrue();
  }

  @Test
  void anySubjectWillDo() {
    FragmentationConfig config =
        config(PairPolicy.CORRECT, LineMethod.EXACT, Space.input(), Space.hidden("1"));

    Report other =
        new FragmentationStudy().run(new Guarded(network, data, 9), config, Context.of(3));

    assertThat(other.tables()).isEqualTo(run(config, 3).tables());
  }

  @Test
  void whatIsNotPiecewiseLinearIsFoundBeforeAnythingIsMeasured() {
    FragmentationConfig config =
        config(PairPolicy.ANY, LineMethod.EXACT, Space.input(), Space.hidden("1"));
    List<String> stages = new ArrayList<>();
    Context context = Context.of(3).with((stage, done, total, unit) -> stages.add(stage));
    Guarded subject = new Guarded(network, data, 1);

    assertThatThrownBy(() -> new FragmentationStudy().run(subject, config, context))
        .isInstanceOf(BadInputException.class)
        .hasMessage("bent");
    assertThat(stages).isEmpty();
  }

  /** A network seen through no more than a subject has to be; not piecewise linear at one cut. */
  private record Guarded(Network network, Dataset measured, int bent) implements Subject {
    @Override
    public Cut input() {
      return at(0);
    }

    @Override
    public Cut hidden(String name) {
      return at(1 + Integer.parseInt(name));
    }

    @Override
    public Dataset training() {
      throw new IllegalStateException("nobody asks");
    }

    private Cut at(int cut) {
      return new Cut() {
        @Override
        public Classifier above() {
          return network.classifierFrom(cut);
        }

        @Override
        public PiecewiseLinear exact() {
          if (cut == 1 + bent) {
            throw new BadInputException("bent");
          }
          return PiecewiseLinear.of(network, cut);
        }

        @Override
        public Workers workers() {
          return network.backend().workers();
        }

        @Override
        public float[] activations(float[] inputs, int count) {
          return network.activations(inputs, count, cut);
        }
      };
    }
  }

  @Test
  void badInputIsOneClearError() {
    assertThatThrownBy(
            () -> run(config(PairPolicy.ANY, LineMethod.EXACT, Space.hidden("7-relu")), 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no hidden cut '7-relu'")
        .hasMessageContaining("1-relu");
    assertThatThrownBy(() -> config(PairPolicy.ANY, LineMethod.EXACT, Space.components(2)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("pca:2");
    assertThatThrownBy(
            () ->
                run(
                    Networks.data(new float[4], 2, 3, 0, 0),
                    FragmentationConfig.of(Space.input()),
                    1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("samples of 2");
  }
}
