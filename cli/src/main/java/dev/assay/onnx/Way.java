package dev.assay.onnx;

/**
 * A way along a graph.
 *
 * @param at the name of the tensor that it has come to
 * @param flow the layers so far
 * @param join the node that joins it with others and has not been passed; null for none
 */
record Way(String at, Flow flow, Node join) {
  Way(String at, Flow flow) {
    this(at, flow, null);
  }

  Way until(Node node) {
    return new Way(at, flow, node);
  }
}
