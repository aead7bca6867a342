package dev.assay.paper.constrained;

import dev.assay.data.Dataset;
import dev.assay.io.Text;
import dev.assay.nn.Activation;
import dev.assay.nn.Architecture;
import dev.assay.nn.Classifier;
import dev.assay.nn.Network;
import dev.assay.study.Samples;
import dev.assay.study.margin.Margin;
import dev.assay.study.margin.MarginMeter;
import dev.assay.study.margin.MarginSolver;
import dev.assay.study.margin.Reference;
import dev.assay.study.margin.TotalVariance;
import dev.assay.subspace.Directions;
import dev.assay.subspace.PrincipalComponents;
import dev.assay.subspace.Subspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Mean margins of a network in many spaces, as they are kept in a store: over correctly classified
 * samples for which a margin was found.
 *
 * @param spaces their names
 * @param means mean margin in each; NaN where there is none
 * @param counts samples behind each mean
 */
record MeanMargins(List<String> spaces, List<Double> means, List<Integer> counts) {
  static final String INPUT = "input";
  static final String KNEE = "pca:knee";
  static final String HIDDEN_FIRST = "hidden, first";
  static final String HIDDEN_LAST = "hidden, last";

  private static final MarginSolver ITERATIVE = new MarginSolver.DeepFool(0.5, 1e-3, 60, 1e-4);
  private static final MarginSolver FIRST_ORDER = MarginSolver.FirstOrder.standard();

  static String leading(int components) {
    return "pca:" + components;
  }

  /** Components are counted from 1 here, the last one included. */
  static String block(int from, int size) {
    return Text.format("block:%d-%d", from + 1, from + size);
  }

  /** The name of a space where margins are first-order ones. */
  static String firstOrder(String space) {
    return space + " (first-order)";
  }

  double of(String space) {
    int i = spaces.indexOf(space);
    return i < 0 ? Double.NaN : means.get(i);
  }

  /** Whether there is a mean in every space. */
  boolean complete() {
    return means.stream().noneMatch(mean -> mean.isNaN());
  }

  /** Solvers and what determines them, for keys. */
  static List<MarginSolver> solvers() {
    return List.of(ITERATIVE, FIRST_ORDER);
  }

  /** Margins of some samples of a network's training set, in all spaces of a scale. */
  static MeanMargins of(
      Network network, Dataset data, int[] samples, PrincipalComponents components, Size scale) {
    Collector collector = new Collector(network, Samples.of(data, samples));
    int length = data.sample().intSize();
    collector.input(INPUT, Directions.all(length));
    collector.input(KNEE, components.leading(components.kneeComponents()));
    for (int count : scale.components()) {
      if (count <= components.rank()) {
        collector.input(leading(count), components.leading(count));
      }
    }
    for (int from : scale.blocks()) {
      if (from + scale.blockSize() <= components.rank()) {
        collector.input(block(from, scale.blockSize()), block(components, from, scale.blockSize()));
      }
    }
    List<Integer> cuts = cuts(network.architecture());
    collector.hidden(HIDDEN_FIRST, cuts.get(0), data);
    collector.hidden(HIDDEN_LAST, cuts.get(cuts.size() - 1), data);
    return collector.result();
  }

  private static Subspace block(PrincipalComponents components, int from, int size) {
    Subspace leading = components.leading(from + size);
    int n = leading.dimension();
    return Subspace.spannedBy(Arrays.copyOfRange(leading.basis(), from * n, (from + size) * n), n);
  }

  /** Behind each activation function. */
  private static List<Integer> cuts(Architecture architecture) {
    return IntStream.rangeClosed(1, architecture.depth())
        .filter(cut -> architecture.layers().get(cut - 1) instanceof Activation)
        .boxed()
        .toList();
  }

  /** Measures and remembers. */
  private static final class Collector {
    private final Network network;
    private final Samples samples;
    private final List<String> spaces = new ArrayList<>();
    private final List<Double> means = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();

    Collector(Network network, Samples samples) {
      this.network = network;
      this.samples = samples;
    }

    void input(String name, Directions directions) {
      add(name, network.classifier(), samples, directions, ITERATIVE, 1);
      add(firstOrder(name), network.classifier(), samples, directions, FIRST_ORDER, 1);
    }

    /** Divided by the square root of the total variance of the activations over the data. */
    void hidden(String name, int cut, Dataset data) {
      int size = network.architecture().shape(cut).intSize();
      TotalVariance variance = new TotalVariance(size);
      variance.add(network.activations(data.images(), data.count(), cut), data.count());
      float[] activations = network.activations(samples.points(), samples.count(), cut);
      Samples there =
          new Samples(activations, size, samples.indices(), samples.labels(), samples.groups());
      add(
          name,
          network.classifierFrom(cut),
          there,
          Directions.all(size),
          ITERATIVE,
          Math.sqrt(variance.value()));
    }

    private void add(
        String name,
        Classifier classifier,
        Samples measured,
        Directions directions,
        MarginSolver solver,
        double unit) {
      double[] distances =
          new MarginMeter(classifier, directions, Reference.PREDICTION)
              .measure(measured, solver, done -> {}).stream()
                  .filter(margin -> margin.status() == Margin.Status.OK && margin.correct())
                  .mapToDouble(margin -> margin.distance() / unit)
                  .toArray();
      spaces.add(name);
      means.add(Arrays.stream(distances).average().orElse(Double.NaN));
      counts.add(distances.length);
    }

    MeanMargins result() {
      return new MeanMargins(spaces, means, counts);
    }
  }
}
