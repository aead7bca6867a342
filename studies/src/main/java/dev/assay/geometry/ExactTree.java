package dev.assay.geometry;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.subspace.Directions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A small network as one decision tree, exactly (Aytekin 2022, arXiv 2210.05189): each node asks on
 * which side of zero a unit lies, which is an affine function of the input where those before it
 * are settled; each leaf is an affine map. Units are asked layer by layer, in order; where the
 * domain and the answers before leave one answer only, the question is left out. So each leaf is
 * one activation pattern that the domain has, and a part of it that is convex and open.
 */
public final class ExactTree {
  /** Parts of the domain that reach less far behind a border than this are taken for rounding. */
  public static final double SAME = 1e-9;

  /** A node. */
  public sealed interface Node permits Question, Leaf {}

  /**
   * Whether {@code coefficients · x + constant > 0}.
   *
   * @param rectifier which activation it is a question of, from 0
   * @param value which of its values; of a leaky one each unit is two, one after the other
   * @param values how many it has
   * @param coefficients n values, of length 1
   * @param off where it is not
   * @param on where it is
   */
  public record Question(
      int rectifier,
      int value,
      int values,
      double[] coefficients,
      double constant,
      Node off,
      Node on)
      implements Node {

    /** Whether it is answered with yes. */
    public boolean holds(double[] point) {
      double sum = constant;
      for (int i = 0; i < point.length; i++) {
        sum += coefficients[i] * point[i];
      }
      return sum > 0;
    }

    /** Where a function of one input is zero. */
    public double threshold() {
      return -constant / coefficients[0];
    }
  }

  /**
   * The network on a part of the domain.
   *
   * @param coefficients n × classes
   * @param constants of the classes
   * @param inside a point inside the part
   */
  public record Leaf(double[] coefficients, double[] constants, double[] inside) implements Node {

    /** Logits at a point. */
    public double[] logits(double[] point) {
      int classes = constants.length;
      double[] logits = constants.clone();
      for (int i = 0; i < point.length; i++) {
        for (int k = 0; k < classes; k++) {
          logits[k] += coefficients[i * classes + k] * point[i];
        }
      }
      return logits;
    }
  }

  private final Node root;
  private final List<Leaf> leaves;

  private ExactTree(Node root, List<Leaf> leaves) {
    this.root = root;
    this.leaves = List.copyOf(leaves);
  }

  /**
   * The tree of a network on a box.
   *
   * @param low of each input; may be infinite
   * @param high of each input, larger than low; may be infinite
   * @param mostLeaves more than these are too many
   * @throws BadInputException if the box is empty, the network has max pooling, or there are too
   *     many leaves
   */
  public static ExactTree of(PiecewiseLinear network, double[] low, double[] high, int mostLeaves) {
    int n = network.length();
    if (low.length != n || high.length != n) {
      throw new IllegalArgumentException(
          Text.format("a domain of %d and %d bounds for %d inputs", low.length, high.length, n));
    }
    Region region = new Region(n);
    double[] inside = new double[n];
    for (int i = 0; i < n; i++) {
      if (!(low[i] < high[i])) {
        throw new BadInputException(
            Text.format(
                "domain of input %d: expected a lower and a larger upper bound, got %s to %s",
                i, low[i], high[i]));
      }
      inside[i] = middle(low[i], high[i]);
      region = region.within(i, -1, -low[i]).within(i, 1, high[i]);
    }
    if (network.stages().stream().anyMatch(Maximum.class::isInstance)) {
      throw new BadInputException(
          "the exact tree of a network is that of its units, but this one has max pooling");
    }
    Builder builder = new Builder(network.stages(), n, mostLeaves);
    double[] identity = new double[(n + 1) * n];
    for (int i = 0; i < n; i++) {
      identity[i * n + i] = 1;
    }
    Node root = builder.stage(0, identity, region, inside);
    return new ExactTree(root, builder.leaves);
  }

  /**
   * The tree of a network on a part of input space: of coordinates along some directions, around a
   * point.
   *
   * @param point n values
   * @param low of each coordinate; may be infinite
   * @param high of each coordinate, larger than low; may be infinite
   * @param mostLeaves more than these are too many
   * @throws BadInputException as {@link #of(PiecewiseLinear, double[], double[], int)}
   */
  public static ExactTree of(
      PiecewiseLinear network,
      Directions directions,
      double[] point,
      double[] low,
      double[] high,
      int mostLeaves) {
    return of(new Slice(network, directions).at(point), low, high, mostLeaves);
  }

  private static double middle(double low, double high) {
    if (Double.isInfinite(low)) {
      return Double.isInfinite(high) ? 0 : high - 1;
    }
    return Double.isInfinite(high) ? low + 1 : low + (high - low) / 2;
  }

  public Node root() {
    return root;
  }

  /** In the order of the tree, off before on. */
  public List<Leaf> leaves() {
    return leaves;
  }

  /** The leaf of a point of the domain. */
  public Leaf leaf(double[] point) {
    Node node = root;
    while (node instanceof Question question) {
      node = question.holds(point) ? question.on : question.off;
    }
    return (Leaf) node;
  }

  /** Most questions on the way to a leaf. */
  public int depth() {
    return depth(root);
  }

  private static int depth(Node node) {
    return node instanceof Question question
        ? 1 + Math.max(depth(question.off), depth(question.on))
        : 0;
  }

  /** Carries the affine map of a part of the domain through the stages. */
  private static final class Builder {
    private final List<Stage> stages;
    private final int inputs;
    private final int mostLeaves;
    private final List<Leaf> leaves = new ArrayList<>();

    Builder(List<Stage> stages, int inputs, int mostLeaves) {
      this.stages = stages;
      this.inputs = inputs;
      this.mostLeaves = mostLeaves;
    }

    /**
     * @param map (inputs + 1) × values: coefficients of each input, then constants
     */
    Node stage(int stage, double[] map, Region region, double[] inside) {
      if (stage == stages.size()) {
        return leaf(map, inside);
      }
      Stage next = stages.get(stage);
      if (next instanceof AffineMap affine) {
        int size = affine.out().size();
        double[] through = new double[(inputs + 1) * size];
        affine.multiply(map, inputs + 1, through);
        affine.addConstant(through, inputs * size);
        return stage(stage + 1, through, region, inside);
      }
      return unit(stage, 0, map, region, inside);
    }

    private Leaf leaf(double[] map, double[] inside) {
      if (leaves.size() == mostLeaves) {
        throw new BadInputException(
            Text.format(
                "the exact tree of this network has more than %,d leaves: take a smaller domain or"
                    + " network",
                mostLeaves));
      }
      int end = map.length / (inputs + 1) * inputs;
      Leaf leaf =
          new Leaf(Arrays.copyOf(map, end), Arrays.copyOfRange(map, end, map.length), inside);
      leaves.add(leaf);
      return leaf;
    }

    /**
     * From one unit of a stage on: up to the first that has both answers, whatever follows then.
     */
    private Node unit(int stage, int first, double[] map, Region region, double[] inside) {
      int size = map.length / (inputs + 1);
      Rectifier rectifier = (Rectifier) stages.get(stage);
      double[] settled = map;
      double[] there = inside;
      for (int unit = first; unit < size; unit++) {
        double[] coefficients = new double[inputs];
        double square = 0;
        for (int i = 0; i < inputs; i++) {
          coefficients[i] = settled[i * size + unit];
          square += coefficients[i] * coefficients[i];
        }
        double constant = settled[inputs * size + unit];
        double length = Math.sqrt(square);
        if (length == 0 || rectifier.passes(unit)) {
          settled = answered(settled, unit, constant > 0 || rectifier.passes(unit));
          continue;
        }
        for (int i = 0; i < inputs; i++) {
          coefficients[i] /= length;
        }
        constant /= length;
        double[] on = region.beyond(coefficients, constant, there);
        double[] off = region.beyond(negative(coefficients), -constant, there);
        if (on != null && off != null) {
          Region offRegion = region.with(coefficients, -constant);
          Region onRegion = region.with(negative(coefficients), constant);
          Node below = unit(stage, unit + 1, answered(settled, unit, false), offRegion, off);
          Node above = unit(stage, unit + 1, answered(settled, unit, true), onRegion, on);
          return new Question(rectifier(stage), unit, size, coefficients, constant, below, above);
        }
        settled = answered(settled, unit, on != null);
        there = on != null ? on : off != null ? off : there;
      }
      return stage(stage + 1, settled, region, there);
    }

    /** Which activation a stage is, from 0. */
    private int rectifier(int stage) {
      return (int) stages.subList(0, stage).stream().filter(Rectifier.class::isInstance).count();
    }

    private double[] answered(double[] map, int unit, boolean on) {
      if (on) {
        return map;
      }
      double[] copy = map.clone();
      int size = map.length / (inputs + 1);
      for (int i = 0; i <= inputs; i++) {
        copy[i * size + unit] = 0;
      }
      return copy;
    }

    private static double[] negative(double[] values) {
      return Arrays.stream(values).map(value -> -value).toArray();
    }
  }
}
