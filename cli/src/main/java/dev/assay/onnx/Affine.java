package dev.assay.onnx;

import java.util.Arrays;

/** Constants that are added, subtracted, multiplied or divided by. */
final class Affine {
  private Affine() {}

  static void add(Node node, Flow flow, Folding constants, String at) {
    if (constants.unknown(node).size() > 1) {
      throw node.bad("of two tensors that depend on the input; only their sum is a layer");
    }
    boolean first = node.input(0).equals(at);
    float[] values = flow.perChannel(node, constants.of(node, first ? 1 : 0));
    float[] scale = LayerList.ones(values.length);
    float[] shift = new float[values.length];
    switch (node.operator()) {
      case "Add" -> shift = values;
      case "Sub" -> {
        for (int i = 0; i < values.length; i++) {
          shift[i] = first ? -values[i] : values[i];
        }
        Arrays.fill(scale, first ? 1 : -1);
      }
      case "Mul" -> scale = values;
      default -> {
        if (!first) {
          throw node.bad("a quotient by what comes before is not affine");
        }
        for (int i = 0; i < values.length; i++) {
          scale[i] = 1 / values[i];
        }
      }
    }
    flow.layers.addAffine(scale, shift);
  }
}
