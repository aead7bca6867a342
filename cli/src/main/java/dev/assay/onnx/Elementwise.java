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

  private final Set<Node> inside = new HashSet<>();

  private Elementwise(String from, List<Node> nodes, Folding constants) {
    this.nodes = nodes;
    this.constants = constants;
    values.put(from, POINTS);
  }

  /**
   * @param layer what they are
   * @param output the tensor that they make
   */
  record Found(Smooth layer, String output) {}

  /** The function that begins at a tensor which several nodes take; null for none. */
  static Found from(String tensor, List<Node> nodes, Folding constants) {
    return new Elementwise(tensor, nodes, constants).find();
  }

  private Found find() {
    for (Node node : nodes) {
      double[] made = made(node);
      if (made != null) {
        inside.add(node);
        values.put(node.output(), made);
        Curve curve = isAll(node.output()) ? curve(made) : null;
        if (curve != null) {
          return new Found(new Smooth(curve), node.output());
        }
      }
      if (inside.size() == MOST_NODES) {
        return null;
      }
    }
    return null;
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

  /** Whether nothing else takes what led to a tensor. */
  private boolean isAll(String output) {
    return nodes.stream()
        .filter(node -> !inside.contains(node))
        .flatMap(node -> node.inputs().stream())
        .noneMatch(input -> values.containsKey(input) && !input.equals(output));
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
