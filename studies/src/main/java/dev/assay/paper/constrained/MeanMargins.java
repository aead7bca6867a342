package dev.assay.paper.constrained;

import dev.assay.io.Text;
import dev.assay.measure.Margins;
import dev.assay.nn.Activation;
import dev.assay.nn.Architecture;
import dev.assay.study.Space;
import dev.assay.study.margin.MarginSolver;
import dev.assay.subspace.PrincipalComponents;
import java.util.ArrayList;
import java.util.List;
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

  static List<MarginSolver> solvers() {
    return List.of(ITERATIVE, FIRST_ORDER);
  }

  /**
   * Where and how margins are measured.
   *
   * @param name in tables and findings
   */
  record Place(String name, Space space, MarginSolver solver) {}

  /** All places of a scale, as far as there are components. */
  static List<Place> places(Architecture architecture, PrincipalComponents components, Size scale) {
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
    List<Integer> cuts = cuts(architecture);
    places.add(hidden(HIDDEN_FIRST, architecture, cuts.get(0)));
    places.add(hidden(HIDDEN_LAST, architecture, cuts.get(cuts.size() - 1)));
    return places;
  }

  private static void addInput(String name, Space space, List<Place> places) {
    places.add(new Place(name, space, ITERATIVE));
    places.add(new Place(firstOrder(name), space, FIRST_ORDER));
  }

  private static Place hidden(String name, Architecture architecture, int cut) {
    return new Place(name, Space.hidden(architecture.cutName(cut)), ITERATIVE);
  }

  /** Behind each activation function. */
  private static List<Integer> cuts(Architecture architecture) {
    return IntStream.rangeClosed(1, architecture.depth())
        .filter(cut -> architecture.layers().get(cut - 1) instanceof Activation)
        .boxed()
        .toList();
  }

  static MeanMargins of(List<String> names, List<Margins.OfSamples> margins) {
    return new MeanMargins(
        names,
        margins.stream().map(Margins.OfSamples::mean).toList(),
        margins.stream().map(found -> found.values().length).toList());
  }
}
