package dev.assay.onnx;

import dev.assay.backend.Curve;
import dev.assay.nn.Smooth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Nodes that together make one smooth function of a tensor, as exporters write GELU and SiLU: known
 * by their values at some points, however they are put together.
 */
final class Elementwise {
  private static final double[] POINTS = {-4, -2.5, -1.1, -0.3, 0.2, 0.9, 1.7, 3.3};
  private static final double TOLERANCE = 1e-5;

  /** GELU is five nodes. */
  private static final int MOST_NODES = 8;

  private static final Map<String, DoubleUnaryOperator> FUNCTIONS =
      Map.of("Erf", Curve::erf, "Sigmoid", Curve.SIGMOID::value, "Tanh", Curve.TANH::value);
  private static final Map<String, DoubleBinaryOperator> SUMS_AND_PRODUCTS =
      Map.of(
          "Add", (a, b) -> a + b,
          "Sub", (a, b) -> a - b,
          "Mul", (a, b) -> a * b,
          "Div", (a, b) -> a / b);

  private final List<Node> nodes;
  private final Folding constants;

  /** What is known of tensors: their values where the first one has those at the points. */
  private final Map<String, double[]> values = new HashMap<>();

  private final Map<String, Node> makers = new HashMap<>();

  private Elementwise(String from, List<Node> nodes, Folding constants) {
    this.nodes = nodes;
    this.constants = constants;
    values.put(from, POINTS);
  }

  /**
   * @param layer what they are
   * @param output the tensor that they make
   * @param takers those of the nodes that take the first tensor, two or more
   */
  record Found(Smooth layer, String output, List<Node> takers) {}

  /**
   * A function that begins at a tensor; null for none.
   *
   * @param takers nodes that take it and may be part of the function
   */
  static Found from(String tensor, List<Node> takers, List<Node> nodes, Folding constants) {
    return new Elementwise(tensor, nodes, constants).find(tensor, takers);
  }

  private Found find(String from, List<Node> takers) {
    for (Node node : nodes) {
      double[] made = makers.size() < MOST_NODES ? made(node) : null;
      if (made == null) {
        continue;
      }
      makers.put(node.output(), node);
      values.put(node.output(), made);
      Curve curve = curve(made);
      Set<Node> all = new HashSet<>();
      collect(node, all);
      List<Node> first = all.stream().filter(one -> one.inputs().contains(from)).toList();
      if (curve != null && first.size() > 1 && takers.containsAll(first) && isClosed(all, node)) {
        return new Found(new Smooth(curve), node.output(), first);
      }
    }
    return null;
  }

  /** A node and those that led to it. */
  private void collect(Node node, Set<Node> all) {
    all.add(node);
    node.inputs().stream()
        .map(makers::get)
        .filter(maker -> maker != null && !all.contains(maker))
        .forEach(maker -> collect(maker, all));
  }

  /** Whether nothing else takes what leads to the last of some nodes. */
  private boolean isClosed(Set<Node> all, Node last) {
    return nodes.stream()
        .filter(node -> !all.contains(node))
        .flatMap(node -> node.inputs().stream())
        .map(makers::get)
        .noneMatch(maker -> maker != last && all.contains(maker));
  }

  /** What a node makes of what is known; null where that is something else. */
  private double[] made(Node node) {
    List<String> unknown = constants.unknown(node);
    DoubleUnaryOperator function = FUNCTIONS.get(node.operator());
    DoubleBinaryOperator pair = SUMS_AND_PRODUCTS.get(node.operator());
    if (unknown.isEmpty()
        || !values.keySet().containsAll(unknown)
        || function == null && (pair == null || node.inputs().size() != 2)) {
      return null;
    }
    List<double[]> operands = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      operands.add(operand(node, i));
    }
    if (operands.contains(null)) {
      return null;
    }
    double[] made = new double[POINTS.length];
    for (int i = 0; i < made.length; i++) {
      double first = operands.get(0)[i];
      made[i] =
          function == null
              ? pair.applyAsDouble(first, operands.get(1)[i])
              : function.applyAsDouble(first);
    }
    return made;
  }

  /** A tensor that is known, or one number everywhere; null for other constants. */
  private double[] operand(Node node, int input) {
    if (values.containsKey(node.input(input))) {
      return values.get(node.input(input));
    }
    Constant constant = constants.of(node, input);
    if (constant.count() != 1) {
      return null;
    }
    double[] everywhere = new double[POINTS.length];
    Arrays.fill(everywhere, constant.values()[0]);
    return everywhere;
  }

  private static Curve curve(double[] made) {
    for (Curve curve : Curve.values()) {
      boolean same = true;
      for (int i = 0; i < made.length; i++) {
        same &= Math.abs(made[i] - curve.value(POINTS[i])) < TOLERANCE;
      }
      if (same) {
        return curve;
      }
    }
    return null;
  }
}
