package dev.assay.study.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layer;
import dev.assay.nn.Layers;
import dev.assay.nn.LeakyRelu;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.study.Context;
import dev.assay.study.NetworkSubject;
import dev.assay.study.Report;
import dev.assay.study.Space;
import dev.assay.study.Table;
import dev.assay.study.tree.ExactTreeConfig.Range;
import dev.assay.tensor.Shape;
import dev.assay.train.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExactTreeStudyTest {
  /** Points of a plane in each direction. */
  private static final int GRID = 400;

  private Backend backend;
  private final List<Network> networks = new ArrayList<>();

  @BeforeEach
  void open() {
    backend = Backends.open("reference", 1);
  }

  @AfterEach
  void close() {
    networks.forEach(Network::close);
    backend.close();
  }

  private Network network(Shape input, Layer... layers) {
    Network network = new Network(backend, Architecture.of(input, layers), 3);
    networks.add(network);
    return network;
  }

  private static Dataset data(Shape shape, float... values) {
    return Dataset.of(
        shape,
        values,
        new int[values.length / shape.intSize()],
        List.of("a", "b"),
        new Provenance("made", "test", Map.of()));
  }

  private static Report run(Network network, Dataset data, Space space, Range range) {
    return new ExactTreeStudy()
        .run(
            new NetworkSubject(network, data, data),
            new ExactTreeConfig(space, range, 100, 3),
            Context.of(1));
  }

  private static Table nodes(Report report) {
    return report.tables().get(0);
  }

  private static List<Object> column(Table table, String name) {
    int column = table.columns().stream().map(Table.Column::name).toList().indexOf(name);
    return table.rows().stream().map(row -> row.get(column)).toList();
  }

  /** One input, two leaky layers of two units; worked out by hand. */
  @Test
  void thresholdsInClosedForm() {
    Shape one = Shape.vector(1);
    Network network =
        network(
            one,
            Layers.dense(2),
            new LeakyRelu(0.3f),
            Layers.dense(2),
            new LeakyRelu(0.3f),
            Layers.dense(2));
    network
        .parameters()
        .set(
            Map.of(
                "layers.0.weight", new float[] {1, -1},
                "layers.0.bias", new float[] {-0.5f, -0.5f},
                "layers.2.weight", new float[] {2, 1, 1, 2},
                "layers.2.bias", new float[] {-0.5f, -1},
                "layers.4.weight", new float[] {1, -1, -1, 1},
                "layers.4.bias", new float[] {0, 0}));

    Report report =
        run(network, data(one, -2, -1, 0, 0.75f, 2, 9), Space.input(), new Range(-2.5, 2.5));

    Table nodes = nodes(report);
    assertThat(nodes.rows()).hasSize(9);
    List<Object> constants = column(nodes, "constant");
    List<Object> coefficients = column(nodes, "c1");
    double[] thresholds =
        IntStream.range(0, 9)
            .filter(n -> constants.get(n) != null)
            .mapToDouble(n -> -(Double) constants.get(n) / (Double) coefficients.get(n))
            .sorted()
            .toArray();
    assertThat(thresholds)
        .containsExactly(new double[] {-1.264706, -0.5, 0.5, 0.970588}, within(1e-6));
    assertThat(column(nodes, "unit")).contains("1-leaky-relu:0", "1-leaky-relu:1");
    // each sample in the domain lies in a leaf of its own
    assertThat(column(nodes, "samples")).startsWith(5L);
    assertThat(report.keyNumbers().get(0).value()).isEqualTo(5);
    assertThat(report.keyNumbers().get(3).value()).isEqualTo(5);
    assertThat(String.join(" ", report.summary())).contains("from -2.500 to 2.500");
  }

  /** Leaves are the patterns of units that a fine grid finds; samples count by their class. */
  @Test
  void leavesAreThePatternsOfThePlane() {
    Shape image = Shape.image(1, 2, 2);
    Network network =
        network(image, Layers.flatten(), Layers.dense(4), Layers.relu(), Layers.dense(2));
    float[] values = new float[60 * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Streams.normal(Streams.key(1, "samples"), i) * (1 + i % 4);
    }
    Dataset data = data(image, values);
    Report report = run(network, data, Space.components(2), null);

    NetworkSubject subject = new NetworkSubject(network, data, data);
    Domain domain =
        Domain.of(subject, new ExactTreeConfig(Space.components(2), null, 100, 3), Context.of(1));
    double low = domain.range().low();
    double side = domain.range().high() - low;
    Set<List<Boolean>> patterns = new HashSet<>();
    for (int row = 0; row < GRID; row++) {
      float[] points = new float[GRID * 4];
      for (int column = 0; column < GRID; column++) {
        double[] at = {low + side * column / (GRID - 1), low + side * row / (GRID - 1)};
        System.arraycopy(lifted(domain, at), 0, points, 4 * column, 4);
      }
      float[] activations = subject.hidden("2-relu").activations(points, GRID);
      for (int point = 0; point < GRID; point++) {
        int first = 4 * point;
        patterns.add(IntStream.range(0, 4).mapToObj(u -> activations[first + u] > 0).toList());
      }
    }
    assertThat(report.keyNumbers().get(0).value()).isEqualTo(patterns.size());
    assertThat(patterns.size()).isGreaterThan(4);

    int second = 0;
    for (double[] sample : domain.coordinates()) {
      float[] logits = network.logits(lifted(domain, sample), 1);
      second += Evaluation.argmax(logits, 0, 2);
    }
    Table nodes = nodes(report);
    assertThat(column(nodes, "samples")).startsWith(60L);
    assertThat(column(nodes, "class")).startsWith(second > 30 ? "b" : "a");
    // all samples come to leaves, each once
    List<Object> off = column(nodes, "off");
    assertThat(
            IntStream.range(0, off.size())
                .filter(n -> Objects.isNull(off.get(n)))
                .mapToLong(n -> (Long) column(nodes, "samples").get(n))
                .sum())
        .isEqualTo(60);
    assertThat(report.figures()).extracting(f -> f.heading().name()).containsExactly("tree", "map");
  }

  private static float[] lifted(Domain domain, double[] coordinates) {
    double[] point = domain.origin().clone();
    domain.directions().lift(coordinates, point);
    float[] lifted = new float[point.length];
    IntStream.range(0, point.length).forEach(i -> lifted[i] = (float) point[i]);
    return lifted;
  }

  @Test
  void whatIsTooLargeOrNoTreeIsOneClearError() {
    Shape image = Shape.image(1, 9, 9);
    Dataset data = data(image, new float[2 * 81]);
    Range unit = new Range(0, 1);
    Network wide =
        network(image, Layers.flatten(), Layers.dense(7), Layers.relu(), Layers.dense(2));
    assertThatThrownBy(() -> run(wide, data, Space.input(), unit))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(
            "this network is too large for its exact tree in 81 dimensions: its 7 units may have"
                + " 2^7 patterns, more than 100 leaves");
    Network many =
        network(image, Layers.flatten(), Layers.dense(60), Layers.relu(), Layers.dense(2));
    assertThatThrownBy(() -> run(many, data, Space.parse("random:2:1"), new Range(-9, 9)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("more than 100 leaves");
    Network pooled = network(image, Layers.maxPool(2), Layers.flatten(), Layers.dense(2));
    assertThatThrownBy(() -> run(pooled, data, Space.parse("random:2:1"), unit))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("max pooling");
    // equal samples span no range
    assertThatThrownBy(() -> run(wide, data, Space.input(), null))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("range: expected a lower and a larger upper bound");
    for (Space space : Arrays.asList(Space.knee(), Space.hidden("2"))) {
      assertThatThrownBy(() -> new ExactTreeConfig(space, unit, 9, 3))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(space.label());
    }
  }
}
