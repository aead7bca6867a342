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
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.study.Context;
import dev.assay.study.NetworkSubject;
import dev.assay.study.Plot;
import dev.assay.study.Report;
import dev.assay.study.Table;
import dev.assay.tensor.Shape;
import dev.assay.tree.TreeConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LayerTreesStudyTest {
  private static final int COUNT = 80;
  private static final LayerTreesConfig STANDARD = LayerTreesConfig.standard();

  private Backend backend;
  private final List<Network> networks = new ArrayList<>();

  @BeforeEach
  void open() {
    backend = Backends.open("reference", 2);
  }

  @AfterEach
  void close() {
    networks.forEach(Network::close);
    backend.close();
  }

  private Network network(Shape input, Layer... layers) {
    Network network = new Network(backend, Architecture.of(input, layers), 5);
    networks.add(network);
    return network;
  }

  private static void set(Network network, String name, float... values) {
    Map<String, float[]> all = new HashMap<>(network.parameters().values());
    all.put(name, values);
    network.parameters().set(all);
  }

  private static Dataset data(Shape shape, String purpose, int... labels) {
    float[] values = new float[labels.length * shape.intSize()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Streams.normal(Streams.key(1, purpose), i);
    }
    return Dataset.of(
        shape, values, labels, List.of("a", "b", "c"), new Provenance("made", "test", Map.of()));
  }

  private static int[] labels() {
    return IntStream.range(0, COUNT).map(i -> i * i % 3).toArray();
  }

  private static Report run(Network network, LayerTreesConfig config) {
    return run(subject(network), config);
  }

  private static Report run(NetworkSubject subject, LayerTreesConfig config) {
    return new LayerTreesStudy().run(subject, config, Context.of(3));
  }

  private static NetworkSubject subject(Network network) {
    Shape shape = network.architecture().input();
    return new NetworkSubject(
        network, data(shape, "measured", labels()), data(shape, "training", labels()));
  }

  private static LayerTreesConfig config(Target target, boolean channels, String... layers) {
    return new LayerTreesConfig(
        List.of(layers), 1000, target, channels, true, TreeConfig.standard(), 3, 4, 7);
  }

  private static List<Object> column(Report report, String table, String name) {
    Table found =
        report.tables().stream().filter(t -> t.name().equals(table)).findFirst().orElseThrow();
    int at = found.columns().stream().map(Table.Column::name).toList().indexOf(name);
    List<Object> cells = new ArrayList<>();
    found.rows().forEach(row -> cells.add(row.get(at)));
    return cells;
  }

  private Network perceptron() {
    return network(
        Shape.vector(6),
        Layers.dense(9),
        Layers.relu(),
        Layers.dense(7),
        Layers.relu(),
        Layers.dense(3));
  }

  @Test
  void aTreeForEachLayerBesideTreesOnNumbers() {
    Report report = run(perceptron(), STANDARD);

    assertThat(column(report, "trees", "layer"))
        .containsExactly("input", "1-relu", "1-relu", "3-relu", "3-relu");
    assertThat(column(report, "trees", "tested"))
        .containsExactly("numbers", "codes", "numbers", "codes", "numbers");
    assertThat(column(report, "trees", "units")).containsExactly(6L, 9L, 9L, 7L, 7L);
    assertThat(column(report, "trees", "samples")).containsOnly((long) COUNT);
    assertThat(column(report, "codes", "layer")).containsExactly("1-relu", "3-relu");
    assertThat(column(report, "units", "unit")).hasSize(16);
    assertThat(report.figures().stream().filter(f -> f.plot() instanceof Plot.Tree)).hasSize(2);
  }

  /** The end is as without a course; changes are counted sample by sample. */
  @Test
  void aCourseOfTrainingIsToldByEpoch() {
    Network end = perceptron();
    Network first = new Network(backend, end.architecture(), 6);
    networks.add(first);
    LayerTreesConfig config = config(Target.PREDICTION, false);
    SortedMap<Integer, Network> earlier = new TreeMap<>(Map.of(0, first, 3, end));

    Report report = run(subject(end).during(earlier, 5), config);

    assertThat(column(report, "epochs", "epoch")).containsExactly(0L, 0L, 3L, 3L, 5L, 5L);
    for (String layer : List.of("1-relu", "3-relu")) {
      int at = layer.equals("1-relu") ? 0 : 1;
      List<Object> changed = column(report, "epochs", "changed");
      float[] before = activations(first, layer);
      float[] after = activations(end, layer);
      int units = after.length / COUNT;
      long other =
          IntStream.range(0, COUNT)
              .filter(
                  i ->
                      IntStream.range(i * units, (i + 1) * units)
                          .anyMatch(u -> before[u] > 0 != after[u] > 0))
              .count();
      assertThat(changed.get(at)).isNull();
      assertThat((Double) changed.get(2 + at)).isEqualTo((double) other / COUNT).isPositive();
      assertThat(changed.get(4 + at)).isEqualTo(0.0);
      int tree = column(report, "trees", "layer").indexOf(layer);
      for (String column : List.of("leaves", "accuracy", "fidelity")) {
        assertThat(column(report, "epochs", column).get(4 + at))
            .isEqualTo(column(report, "trees", column).get(tree));
      }
      for (String column : List.of("unique", "purity", "within", "between", "dead")) {
        assertThat(column(report, "epochs", column).get(4 + at))
            .isEqualTo(column(report, "codes", column).get(at));
      }
    }
    assertThat(report.figures())
        .extracting(figure -> figure.heading().name())
        .contains("fidelity-by-epoch", "leaves-by-epoch", "codes-by-epoch", "changes-by-epoch");
    assertThat(run(end, config).tables()).noneMatch(table -> table.name().equals("epochs"));
  }

  private static float[] activations(Network network, String layer) {
    Dataset training = data(network.architecture().input(), "training", labels());
    return network.activations(training.images(), COUNT, network.architecture().hiddenCut(layer));
  }

  /** Codes, what is unique and what a tree answers, from activations, sample by sample. */
  @Test
  void isWhatActivationsSay() {
    Network network = perceptron();
    Report report = run(network, config(Target.PREDICTION, false, "1"));

    Shape shape = network.architecture().input();
    Dataset training = data(shape, "training", labels());
    float[] activations = network.activations(training.images(), COUNT, 2);
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      boolean[] on = new boolean[9];
      for (int u = 0; u < 9; u++) {
        on[u] = activations[i * 9 + u] > 0;
      }
      codes.add(Arrays.toString(on));
    }
    assertThat(column(report, "codes", "unique"))
        .containsExactly(codes.stream().distinct().count());
    float[] logits = network.logits(training.images(), COUNT);
    int[] predicted = new int[COUNT];
    for (int i = 0; i < COUNT; i++) {
      for (int k = 1; k < 3; k++) {
        predicted[i] = logits[i * 3 + k] > logits[i * 3 + predicted[i]] ? k : predicted[i];
      }
    }
    // a whole tree gives each code the class of most of its samples, the lowest of equal ones
    double right = 0;
    for (int i = 0; i < COUNT; i++) {
      int[] counts = new int[3];
      for (int j = 0; j < COUNT; j++) {
        counts[predicted[j]] += codes.get(j).equals(codes.get(i)) ? 1 : 0;
      }
      int most =
          counts[0] >= counts[1] && counts[0] >= counts[2] ? 0 : counts[1] >= counts[2] ? 1 : 2;
      right += most == predicted[i] ? 1 : 0;
    }
    assertThat((double) column(report, "trees", "training_fidelity").get(1))
        .isCloseTo(right / COUNT, within(1e-12));
    assertThat(column(report, "trees", "training_fidelity").get(2)).isEqualTo(1.0);
  }

  @Test
  void labelsAreLearntWhereAskedFor() {
    Report report = run(perceptron(), config(Target.LABEL, false, "3-relu", "3"));

    assertThat(column(report, "codes", "layer")).containsExactly("3-relu");
    assertThat(column(report, "trees", "training_accuracy").get(0)).isEqualTo(1.0);
    assertThat(column(report, "trees", "training_accuracy").get(1))
        .isEqualTo(column(report, "codes", "purity").get(0));
  }

  @Test
  void channelsOfConvolutionsCanBeUnits() {
    Network network =
        network(
            Shape.image(1, 4, 4),
            Layers.conv(5, Layers.kernel(3).padding(1)),
            Layers.leakyRelu(),
            Layers.flatten(),
            Layers.dense(3));

    assertThat(column(run(network, config(Target.PREDICTION, false)), "codes", "units"))
        .containsExactly(80L);
    Report channels = run(network, config(Target.PREDICTION, true));
    assertThat(column(channels, "codes", "units")).containsExactly(5L);
    assertThat(column(channels, "trees", "units")).containsExactly(16L, 5L, 5L);
  }

  /** What is shared out is what the network computes, and all of it is. */
  @Test
  void testedUnitsAreAttributed() {
    Network network = perceptron();
    Report report = run(network, config(Target.PREDICTION, false));

    List<Object> rules = column(report, "attributions", "rule");
    assertThat(rules.stream().distinct()).hasSize(5);
    assertThat(column(report, "attributions", "layer").stream().distinct())
        .containsExactly("1-relu", "3-relu");
    Shape shape = network.architecture().input();
    float[] images = data(shape, "training", labels()).images();
    for (int row = 0; row < rules.size(); row++) {
      if (!rules.get(row).equals("integrated_steps")) {
        assertThat((double) column(report, "attributions", "missing").get(row)).isLessThan(1e-9);
      }
      // the root of each tree: its first samples on this side, from the network's own activations
      if (column(report, "attributions", "node").get(row).equals(0L)
          && rules.get(row).equals("gradient_input")) {
        int cut = column(report, "attributions", "layer").get(row).equals("1-relu") ? 1 : 3;
        int unit = ((Long) column(report, "attributions", "unit").get(row)).intValue();
        boolean on = (boolean) column(report, "attributions", "on").get(row);
        float[] before = network.activations(images, COUNT, cut);
        int width = before.length / COUNT;
        double mean =
            IntStream.range(0, COUNT)
                .mapToDouble(i -> before[i * width + unit])
                .filter(z -> z > 0 == on)
                .limit(4)
                .average()
                .orElseThrow();
        assertThat((double) column(report, "attributions", "difference").get(row))
            .isCloseTo(mean, within(1e-5));
      }
    }
    assertThat(report.figures()).noneMatch(f -> f.heading().name().startsWith("attribution"));
    Network images4 =
        network(
            Shape.image(1, 4, 4),
            Layers.flatten(),
            Layers.dense(5),
            Layers.relu(),
            Layers.dense(3));
    assertThat(run(images4, config(Target.LABEL, false)).figures())
        .anyMatch(f -> f.plot() instanceof Plot.Gallery g && g.cells().size() == 6);
  }

  /** Test by test as its activations are; the last node is a leaf of the tree. */
  @Test
  void theSampleThatIsExplained() {
    Network network = perceptron();
    float[] images = data(network.architecture().input(), "measured", labels()).images();
    float[] activations = network.activations(images, COUNT, 2);
    for (int sample = 0; sample < 10; sample++) {
      Report report =
          run(
              network,
              new LayerTreesConfig(
                  List.of("1"),
                  1000,
                  Target.LABEL,
                  false,
                  false,
                  TreeConfig.standard(),
                  1,
                  0,
                  sample));

      List<Object> units = column(report, "path", "unit");
      List<Object> nodes = column(report, "path", "node");
      List<Object> to = column(report, "path", "to");
      assertThat(nodes.get(0)).isEqualTo(0L);
      for (int i = 0; i < units.size(); i++) {
        int unit = ((Long) units.get(i)).intValue();
        assertThat(column(report, "path", "on").get(i))
            .isEqualTo(activations[sample * 9 + unit] > 0);
        if (i > 0) {
          assertThat(nodes.get(i)).isEqualTo(to.get(i - 1));
        }
      }
      int leaf = ((Long) to.get(to.size() - 1)).intValue();
      assertThat(column(report, "nodes-1-relu", "unit").get(leaf)).isNull();
    }
    assertThatThrownBy(
            () ->
                run(
                    network,
                    new LayerTreesConfig(
                        List.of(), 9, Target.LABEL, false, true, TreeConfig.standard(), 3, 0, 80)))
        .isInstanceOf(BadInputException.class)
        .hasMessage("explained sample: there is no sample 80, the measured ones are 0 to 79");
  }

  /** A layer in which nothing is ever active: one code, one leaf, and no mean of NaN. */
  @Test
  void aDeadLayer() {
    Network network = perceptron();
    set(network, "layers.2.weight", new float[63]);
    set(network, "layers.2.bias", -1, -1, -1, -1, -1, -1, -1);

    Report report = run(network, config(Target.PREDICTION, false, "3"));

    assertThat(column(report, "codes", "unique")).containsExactly(1L);
    assertThat(column(report, "codes", "dead")).containsExactly(7L);
    assertThat(column(report, "trees", "leaves").get(1)).isEqualTo(1L);
    assertThat(column(report, "units", "perplexity")).containsOnlyNulls();
    assertThat(report.notes()).anyMatch(note -> note.contains("7 of 7 units are never active"));
  }

  @Test
  void theSameForAnyThreads() {
    Report one = run(perceptron(), STANDARD);
    try (Backend four = Backends.open("reference", 4);
        Network network = new Network(four, perceptron().architecture(), 5)) {
      assertThat(run(network, STANDARD).tables()).isEqualTo(one.tables());
    }
  }

  @Test
  void whatIsNotThereIsOneClearError() {
    Network linear = network(Shape.vector(6), Layers.dense(3));
    assertThatThrownBy(() -> run(linear, STANDARD))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no ReLU or LeakyReLU");
    assertThatThrownBy(() -> run(perceptron(), config(Target.LABEL, false, "2")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(
            "no activations behind '2'; this network has them behind 1-relu, 3-relu");
    assertThatThrownBy(
            () ->
                new LayerTreesConfig(
                    List.of(), 0, Target.LABEL, false, true, TreeConfig.standard(), 3, 0, 0))
        .isInstanceOf(BadInputException.class);
    Network infinite = perceptron();
    set(infinite, "layers.4.bias", 0, Float.POSITIVE_INFINITY, 0);
    assertThatThrownBy(() -> run(infinite, STANDARD))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("logit 1 is Infinity");
  }

  /** 95 % intervals as R's {@code prop.test} without correction gives them. */
  @Test
  void intervalsOfShares() {
    Share share = new Share(8, 10);
    assertThat(share.low()).isCloseTo(0.4901625, within(1e-6));
    assertThat(share.high()).isCloseTo(0.9433178, within(1e-6));
    assertThat(new Share(0, 5).low()).isZero();
    assertThat(new Share(5, 5).high()).isEqualTo(1);
  }
}
