package dev.assay.paper.constrained;

import dev.assay.io.Text;
import dev.assay.measure.ComponentCounts;
import dev.assay.measure.MeanMargin;
import dev.assay.nn.Activation;
import dev.assay.nn.Architecture;
import dev.assay.nn.MaxPool;
import dev.assay.random.Streams;
import dev.assay.reproduction.NetworkKind;
import dev.assay.study.Space;
import dev.assay.study.margin.MarginSolver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Mean margins of a network in many spaces: over correctly classified samples for which a margin
 * was found.
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

  /** The mean over all draws of random subspaces. */
  static final String RANDOM = "random";

  /** By the best search that there is, where others take the one that the paper's is like. */
  static final String BEST = "input (best search)";

  private static final String DRAW = "random:";
  private static final MarginSolver ITERATIVE = new MarginSolver.DeepFool(0.5, 1e-3, 60, 1e-4);
  private static final MarginSolver FIRST_ORDER = MarginSolver.FirstOrder.standard();
  private static final MarginSolver NEAREST = MarginSolver.Nearest.standard();

  static String leading(int components) {
    return "pca:" + components;
  }

  /** Components are counted from 1 here, the last one included. */
  static String block(int from, int size) {
    return Text.format("block:%d-%d", from + 1, from + size);
  }

  /** Draws are counted from 1. */
  static String draw(int number) {
    return DRAW + number;
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

  static List<MarginSolver> solvers(NetworkKind networks) {
    return networks == NetworkKind.MLP
        ? List.of(ITERATIVE, FIRST_ORDER)
        : List.of(ITERATIVE, FIRST_ORDER, NEAREST);
  }

  /**
   * Where and how margins are measured.
   *
   * @param name in tables and findings
   */
  record Place(String name, Space space, MarginSolver solver) {}

  /**
   * All places of a scale, as far as there are components.
   *
   * @param seed of random subspaces
   */
  static List<Place> places(
      Architecture architecture, ComponentCounts.Counts components, Size scale, long seed) {
    List<Place> places = new ArrayList<>();
    addInput(INPUT, Space.input(), places);
    addInput(KNEE, Space.knee(), places);
    for (int count : scale.components()) {
      if (count <= components.rank()) {
        addInput(leading(count), Space.components(count), places);
      }
    }
    for (int from : scale.blocks()) {
      int to = from + scale.blockSize();
      if (to <= components.rank()) {
        addInput(block(from, scale.blockSize()), new Space.Components(from + 1, to), places);
      }
    }
    for (int draw = 1; draw <= scale.draws(); draw++) {
      long key = Streams.key(seed, "random subspaces");
      places.add(
          new Place(
              draw(draw),
              new Space.Random(components.knee(), Streams.bits(key, draw) & Long.MAX_VALUE),
              ITERATIVE));
    }
    if (scale.family().kind() == NetworkKind.CNN) {
      places.add(new Place(BEST, Space.input(), NEAREST));
    }
    hidden(architecture)
        .forEach(
            (name, cut) ->
                places.add(new Place(name, Space.hidden(architecture.cutName(cut)), ITERATIVE)));
    return places;
  }

  /**
   * The cuts of PGDL's entries: behind the first layer (mixup margin), in front of the first and
   * the last pooling (k-variance margins), and in front of the last layer (class variance).
   */
  private static Map<String, Integer> hidden(Architecture architecture) {
    Map<String, Integer> cuts = new LinkedHashMap<>();
    List<Integer> active = behind(architecture, Activation.class);
    List<Integer> pooled = behind(architecture, MaxPool.class);
    cuts.put(HIDDEN_FIRST, active.get(0));
    if (!pooled.isEmpty()) {
      cuts.put("hidden, first pooling", pooled.get(0) - 1);
      cuts.put("hidden, last pooling", pooled.get(pooled.size() - 1) - 1);
    }
    cuts.put(HIDDEN_LAST, active.get(active.size() - 1));
    return cuts;
  }

  static boolean isHidden(String space) {
    return space.startsWith("hidden");
  }

  private static void addInput(String name, Space space, List<Place> places) {
    places.add(new Place(name, space, ITERATIVE));
    places.add(new Place(firstOrder(name), space, FIRST_ORDER));
  }

  /** Behind each layer of a class. */
  private static List<Integer> behind(Architecture architecture, Class<?> layer) {
    return IntStream.rangeClosed(1, architecture.depth())
        .filter(cut -> layer.isInstance(architecture.layers().get(cut - 1)))
        .boxed()
        .toList();
  }

  static MeanMargins of(List<String> names, List<MeanMargin.Mean> margins) {
    List<String> spaces = new ArrayList<>(names);
    List<Double> means = new ArrayList<>(margins.stream().map(MeanMargin.Mean::value).toList());
    List<Integer> counts = new ArrayList<>(margins.stream().map(MeanMargin.Mean::count).toList());
    int[] draws =
        IntStream.range(0, names.size()).filter(i -> names.get(i).startsWith(DRAW)).toArray();
    if (draws.length > 0) {
      spaces.add(RANDOM);
      means.add(IntStream.of(draws).mapToDouble(means::get).average().orElseThrow());
      counts.add(IntStream.of(draws).map(counts::get).sum());
    }
    return new MeanMargins(spaces, means, counts);
  }
}
