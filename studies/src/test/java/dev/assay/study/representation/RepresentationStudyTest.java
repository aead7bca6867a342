package dev.assay.study.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.backend.Workers;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.geometry.PiecewiseLinear;
import dev.assay.io.BadInputException;
import dev.assay.nn.Architecture;
import dev.assay.nn.Classifier;
import dev.assay.nn.Layer;
import dev.assay.nn.Layers;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.study.Context;
import dev.assay.study.Cut;
import dev.assay.study.NetworkSubject;
import dev.assay.study.Plot;
import dev.assay.study.Report;
import dev.assay.study.Subject;
import dev.assay.study.Table;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepresentationStudyTest {
  private Backend backend;
  private Network network;
  private Dataset data;

  @BeforeEach
  void open() {
    backend = Backends.open("reference", 2);
    data = data(60, IntStream.range(0, 60).map(i -> i % 3).toArray());
    network =
        network(
            Layers.conv(4, Layers.kernel(3).padding(1)),
            Layers.batchNorm(),
            Layers.relu(),
            Layers.maxPool(2),
            Layers.flatten(),
            Layers.dense(8),
            Layers.relu(),
            Layers.dense(3));
  }

  @AfterEach
  void close() {
    network.close();
    backend.close();
  }

  private Network network(Layer... layers) {
    return new Network(backend, Architecture.of(data.sample(), layers), 5);
  }

  private static Dataset data(int count, int... labels) {
    float[] values = new float[count * 32];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Streams.normal(Streams.key(1, "data"), i);
    }
    return Dataset.of(
        Shape.image(2, 4, 4),
        values,
        labels,
        List.of("a", "b", "c"),
        new Provenance("made", "test", Map.of()));
  }

  private Report run(Dataset samples, int count, String... layers) {
    return new RepresentationStudy()
        .run(
            new NetworkSubject(network, samples),
            new RepresentationConfig(List.of(layers), count, List.of(Features.RAW)),
            Context.of(3));
  }

  private static List<Object> column(Table table, String name) {
    int at = table.columns().stream().map(Table.Column::name).toList().indexOf(name);
    List<Object> cells = new ArrayList<>();
    table.rows().forEach(row -> cells.add(row.get(at)));
    return cells;
  }

  private static Table table(Report report, String name) {
    return report.tables().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void looksBehindActivationsUnlessToldWhere() {
    Table found = table(run(data, 60), "sparsity");
    assertThat(column(found, "layer")).containsExactly("2-relu", "6-relu");
    assertThat(column(found, "shape")).containsExactly("4×4×4", "8");
    assertThat(column(found, "units")).containsExactly(64L, 8L);
    assertThat(column(table(run(data, 60, "4", "6-relu", "4"), "sparsity"), "layer"))
        .containsExactly("4", "6-relu");
  }

  @Test
  void zerosAreThoseOfTheActivations() {
    float[] behind = network.activations(data.images(), 60, 3);
    long zeros = IntStream.range(0, behind.length).filter(i -> behind[i] == 0).count();

    Report report = run(data, 100);

    assertThat(column(table(report, "sparsity"), "element_sparsity").get(0))
        .isEqualTo(zeros / (60.0 * 64));
    assertThat(report.keyNumbers().get(0).value()).isEqualTo(zeros / (60.0 * 64));
    assertThat((Double) column(table(report, "sparsity"), "element_sparsity_spread").get(0))
        .isBetween(1e-9, 0.1);
  }

  @Test
  void clustersAreThoseOfTheActivations() {
    float[] behind = network.activations(data.images(), 60, 7);
    Representation all = SparsenessTest.representation(Shape.vector(8), behind, data.labels());
    ClassClusters expected = ClassClusters.of(all, Gram.of(all, LinearAlgebra.best()));

    Table found = table(run(data, 60), "clustering");

    assertThat(column(found, "davies_bouldin").get(1)).isEqualTo(expected.daviesBouldin());
    assertThat(column(found, "cosine_silhouette").get(1)).isEqualTo(expected.cosineSilhouette());
    assertThat((Double) column(found, "purity_spread").get(1)).isBetween(0.0, 0.5);
    assertThat(column(found, "status")).containsOnly("OK");
  }

  @Test
  void clustersAreLookedForInEachKindOfFeatures() {
    Report report =
        new RepresentationStudy()
            .run(
                new NetworkSubject(network, data),
                new RepresentationConfig(List.of(), 60, List.of(Features.values())),
                Context.of(3));

    Table found = table(report, "clustering");
    assertThat(column(found, "layer"))
        .containsExactly("2-relu", "2-relu", "2-relu", "6-relu", "6-relu");
    assertThat(column(found, "features"))
        .containsExactly("raw", "normalised", "pooled", "raw", "normalised");
    assertThat(column(found, "units")).containsExactly(64L, 64L, 4L, 8L, 8L);
    assertThat((Double) column(found, "cosine_silhouette").get(1))
        .isCloseTo((Double) column(found, "cosine_silhouette").get(0), within(1e-6));
    assertThat(report.notes()).anyMatch(note -> note.startsWith("Pooled features are of maps"));
    assertThat(report.keyNumbers()).anyMatch(key -> key.toString().contains("2-relu, pooled"));

    Table free = table(report, "free_clusters");
    assertThat(free.rows()).hasSize(25);
    assertThat(column(free, "method").subList(0, 5))
        .containsExactly("k-means", "k-means", "average linkage", "average linkage", "DBSCAN");
    assertThat(column(free, "clusters").get(0)).isEqualTo(3.0);
    assertThat(column(free, "ami"))
        .allSatisfy(value -> assertThat((Double) value).isBetween(-0.3, 0.6));
    assertThat(column(table(report, "cosines"), "cosine_within"))
        .allSatisfy(value -> assertThat((Double) value).isBetween(0.1, 1.0));
  }

  @Test
  void onlyTheLastLayerHasRows() {
    Table found = table(run(data, 60), "collapse");

    assertThat(column(found, "status")).containsExactly("NOT_LAST", "OK");
    assertThat(column(found, "nc1"))
        .allSatisfy(value -> assertThat((Double) value).isBetween(0.1, 1000.0));
    assertThat(column(found, "nc3").get(0)).isEqualTo(Double.NaN);
    assertThat((Double) column(found, "nc3").get(1)).isBetween(0.1, 4.0);
    assertThat((Double) column(found, "nc4").get(1)).isBetween(0.1, 1.0);
  }

  @Test
  void layersAreComparedWithAWarningWhereTheyAreWide() {
    Report report = run(data, 60, "2-relu", "4", "6-relu");

    Table found = table(report, "similarity");
    assertThat(column(found, "first")).containsExactly("2-relu", "2-relu", "4");
    assertThat(column(found, "second")).containsExactly("4", "6-relu", "6-relu");
    assertThat(column(found, "first_units")).containsExactly(64L, 64L, 16L);
    assertThat(column(found, "wide")).containsExactly(true, true, false);
    assertThat(report.notes()).anyMatch(note -> note.startsWith("2 of 3 pairs"));
    assertThat(column(found, "debiased_cka"))
        .allSatisfy(value -> assertThat((Double) value).isBetween(0.1, 0.99));
    assertThat(run(data, 60, "4").tables()).hasSize(5);
  }

  @Test
  void layersOfAnotherNetworkAreComparedWithEach() {
    Network other = network;
    network = network(Layers.flatten(), Layers.dense(5), Layers.relu(), Layers.dense(3));
    try {
      RepresentationConfig config = new RepresentationConfig(List.of(), 60, List.of(Features.RAW));
      Report report =
          new RepresentationStudy()
              .run(new NetworkSubject(network, data).beside(other), config, Context.of(3));

      Table found = table(report, "similarity_across");
      assertThat(column(found, "first")).containsExactly("2-relu", "2-relu");
      assertThat(column(found, "second")).containsExactly("2-relu", "6-relu");
      assertThat(column(found, "first_units")).containsExactly(5L, 5L);
      assertThat(column(found, "second_units")).containsExactly(64L, 8L);
      assertThat(column(found, "wide")).containsExactly(true, false);
      assertThat(report.notes()).anyMatch(note -> note.startsWith("1 of 2 pairs"));
      Similarity expected =
          Similarity.of(
                  SparsenessTest.representation(
                      Shape.vector(5), network.activations(data.images(), 60, 3), data.labels()),
                  SparsenessTest.representation(
                      Shape.vector(8), other.activations(data.images(), 60, 7), data.labels()),
                  LinearAlgebra.best())
              .all();
      assertThat(column(found, "cka").get(1)).isEqualTo(expected.plain());
      assertThat(column(found, "debiased_cka").get(1)).isEqualTo(expected.debiased());
      assertThat(report.tables()).noneMatch(table -> table.name().equals("similarity"));

      Report twin =
          new RepresentationStudy()
              .run(new NetworkSubject(other, data).beside(other), config, Context.of(3));
      Table twins = table(twin, "similarity_across");
      assertThat((Double) column(twins, "debiased_cka").get(3)).isCloseTo(1, within(1e-12));
      assertThat(column(twins, "cka").get(1))
          .isEqualTo(column(table(twin, "similarity"), "cka").get(0));
    } finally {
      other.close();
    }
  }

  /** Layers are written over each other: what a wide one held is not taken for a narrow one's. */
  @Test
  void eachLayerIsAsIfThereWereNoOther() {
    Network narrowing =
        network(
            Layers.flatten(),
            Layers.dense(9),
            Layers.relu(),
            Layers.dense(7),
            Layers.relu(),
            Layers.dense(3));
    try {
      List<Features> features = List.of(Features.RAW, Features.NORMALISED);
      List<Table> together = tables(narrowing, features, "2-relu", "4-relu");
      List<Table> alone = tables(narrowing, features, "4-relu");
      for (int t = 0; t < alone.size(); t++) {
        List<List<Object>> rows = together.get(t).rows();
        int last = alone.get(t).rows().size();
        assertThat(rows.subList(rows.size() - last, rows.size())).isEqualTo(alone.get(t).rows());
      }
    } finally {
      narrowing.close();
    }
  }

  /** But for those of pairs. */
  private List<Table> tables(Network of, List<Features> features, String... layers) {
    return new RepresentationStudy()
            .run(
                new NetworkSubject(of, data),
                new RepresentationConfig(List.of(layers), 59, features),
                Context.of(3))
            .tables()
            .stream()
            .filter(table -> !table.name().startsWith("similarity"))
            .toList();
  }

  @Test
  void deviationsOverSeedsAreThoseOfTheirOwnReports() {
    Network second = sameFrom(6);
    Network third = sameFrom(7);
    try {
      RepresentationConfig config = new RepresentationConfig(List.of(), 60, List.of(Features.RAW));
      Report over =
          new RepresentationStudy()
              .run(
                  new NetworkSubject(network, data).over(List.of(second, third)),
                  config,
                  Context.of(3));
      List<Report> alone =
          Stream.of(network, second, third)
              .map(
                  one ->
                      new RepresentationStudy()
                          .run(new NetworkSubject(one, data), config, Context.of(3)))
              .toList();

      for (String name :
          List.of("sparsity", "clustering", "free_clusters", "cosines", "collapse", "similarity")) {
        Table found = table(over, name);
        for (Table.Column column : found.columns()) {
          String seeds = column.name() + "_seeds";
          if (found.columns().stream().anyMatch(other -> other.name().equals(seeds))) {
            List<Object> deviations = column(found, seeds);
            assertThat(column(found, column.name()))
                .isEqualTo(column(table(alone.get(0), name), column.name()));
            for (int row = 0; row < deviations.size(); row++) {
              int at = row;
              double[] values =
                  alone.stream()
                      .mapToDouble(one -> (Double) column(table(one, name), column.name()).get(at))
                      .filter(value -> !Double.isNaN(value))
                      .toArray();
              double deviation = values.length < 2 ? Double.NaN : deviation(values);
              assertThat((Double) deviations.get(row)).isCloseTo(deviation, within(1e-9));
            }
          }
        }
      }
      assertThat((Double) column(table(over, "sparsity"), "hoyer_seeds").get(0)).isPositive();
      assertThat((Double) column(table(over, "similarity"), "debiased_cka_seeds").get(0))
          .isPositive();
      assertThat(over.notes()).anyMatch(note -> note.contains("over 3 networks"));
      assertThat(alone.get(0).notes()).noneMatch(note -> note.contains("_seeds"));
    } finally {
      second.close();
      third.close();
    }
  }

  /** By differences of pairs. */
  private static double deviation(double... values) {
    double sum = 0;
    for (double a : values) {
      for (double b : values) {
        sum += (a - b) * (a - b);
      }
    }
    return Math.sqrt(sum / (2 * values.length * (values.length - 1)));
  }

  private Network sameFrom(int seed) {
    return new Network(backend, network.architecture(), seed);
  }

  @Test
  void aNetworkOfAnotherShapeIsNotOneOfAnotherSeed() {
    Network other =
        network(
            Layers.conv(5, Layers.kernel(3).padding(1)),
            Layers.batchNorm(),
            Layers.relu(),
            Layers.flatten(),
            Layers.dense(8),
            Layers.relu(),
            Layers.dense(3));
    try {
      assertThatThrownBy(
              () ->
                  new RepresentationStudy()
                      .run(
                          new NetworkSubject(network, data).over(List.of(other)),
                          new RepresentationConfig(List.of("2"), 60, List.of(Features.RAW)),
                          Context.of(3)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("has 5×4×4 at 2, but the first one 4×4×4");
    } finally {
      other.close();
    }
  }

  @Test
  void whatDeterminesTheResultIsInTheProvenance() {
    assertThat(run(data, 20, "2").provenance())
        .containsEntry(
            "representations",
            Map.of("layers", List.of("2"), "samples", 20, "features", List.of("raw")));
    assertThat(run(data, 20).tables()).isEqualTo(run(data, 20).tables());
    assertThat(run(data, 20).tables()).isNotEqualTo(run(data, 19).tables());
  }

  @Test
  void aDeadLayerOfOneSampleOfOneClassIsARow() {
    network.parameters().set(dead());
    for (Dataset few : List.of(data(1, 0), data(3, 1, 1, 1), data(4, 0, 1, 0, 1))) {
      Report report = run(few, 10, "6-relu", "3");
      assertThat(column(table(report, "sparsity"), "dead_units").get(0)).isEqualTo(1.0);
      assertThat(report.notes()).anyMatch(note -> note.startsWith("6-relu: "));
      assertThat(column(table(report, "clustering"), "status").get(0)).isNotEqualTo("OK");
      assertThat(column(table(report, "clustering"), "silhouette").get(0)).isEqualTo(Double.NaN);
      assertThat(report.figures()).hasSize(7);
      assertThat(column(table(report, "similarity"), "debiased_cka")).containsOnly(Double.NaN);
      assertThat(column(table(report, "similarity"), "status")).doesNotContain("OK");
      Plot.HeatMap alike = (Plot.HeatMap) report.figures().get(6).plot();
      assertThat(alike.values()).containsOnly(Double.NaN);
    }
  }

  private Map<String, float[]> dead() {
    Map<String, float[]> values = new LinkedHashMap<>(network.parameters().values());
    float[] bias = new float[8];
    Arrays.fill(bias, -1000);
    values.put("layers.5.bias", bias);
    return values;
  }

  /** A cut of 200 million units, which nobody must ask for activations. */
  @Test
  void whatDoesNotFitTheMemoryIsFoundBeforeAnythingIsMeasured() {
    List<String> stages = new ArrayList<>();
    Subject huge =
        new Subject() {
          @Override
          public Cut input() {
            throw new AssertionError("nobody asks");
          }

          @Override
          public Cut hidden(String name) {
            return name.equals("2") ? new NetworkSubject(network, data).hidden(name) : new Huge();
          }

          @Override
          public Dataset measured() {
            return data;
          }

          @Override
          public Dataset training() {
            throw new AssertionError("nobody asks");
          }
        };

    assertThatThrownBy(
            () ->
                new RepresentationStudy()
                    .run(
                        huge,
                        new RepresentationConfig(List.of("2", "huge"), 1000, List.of(Features.RAW)),
                        Context.of(1).with((stage, done, total, unit) -> stages.add(stage))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("60 samples of 200000000 at huge need")
        .hasMessageContaining("take fewer samples");
    assertThat(stages).isEmpty();
  }

  /** Has a shape and no more. */
  private final class Huge implements Cut, Classifier {
    @Override
    public Classifier above() {
      return this;
    }

    @Override
    public Shape input() {
      return Shape.vector(200_000_000);
    }

    @Override
    public int classes() {
      return 3;
    }

    @Override
    public void logits(float[] inputs, int count, float[] logits) {
      throw new AssertionError("nobody asks");
    }

    @Override
    public void gradients(
        float[] inputs,
        int count,
        float[] cotangents,
        int perSample,
        float[] logits,
        float[] gradients) {
      throw new AssertionError("nobody asks");
    }

    @Override
    public PiecewiseLinear exact() {
      throw new AssertionError("nobody asks");
    }

    @Override
    public Workers workers() {
      return backend.workers();
    }

    @Override
    public float[] activations(float[] inputs, int count) {
      throw new AssertionError("nobody asks");
    }
  }

  @Test
  void whatCannotBeLookedAtIsOneError() {
    assertThatThrownBy(() -> run(data, 10, "99"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no hidden cut '99'");
    network.close();
    network = network(Layers.flatten(), Layers.dense(3));
    assertThatThrownBy(() -> run(data, 10))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no activation");
    assertThatThrownBy(() -> new RepresentationConfig(List.of(), 0, List.of(Features.RAW)))
        .isInstanceOf(BadInputException.class);
  }
}
