package dev.assay.onnx;

import dev.assay.foreign.ForeignNetwork;
import dev.assay.io.Text;
import dev.assay.nn.BatchNorm;
import dev.assay.nn.GlobalAvgPool;
import dev.assay.nn.LeakyRelu;
import dev.assay.nn.Relu;
import dev.assay.nn.Tanh;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Goes along a graph from its input to its output and adds a layer for each node. */
final class Graph {
  private static final Set<String> TAKE_PADS = Set.of("Conv", "AveragePool", "Pad");

  private final OnnxModel model;
  private final List<Node> nodes;
  private final Folding constants;
  private final Flow flow;

  /** The name of the present tensor. */
  private String at;

  Graph(OnnxModel model) {
    this.model = model;
    this.nodes = model.nodes();
    this.constants = new Folding(model);
    this.at = model.input();
    boolean channelsLast =
        nodes.stream()
            .filter(node -> node.inputs().contains(at))
            .findFirst()
            .filter(node -> Arrays.equals(node.peek("perm"), Reshaping.TO_FIRST))
            .isPresent();
    this.flow = new Flow(new LayerList(input(model.sample(), channelsLast)), channelsLast);
  }

  private static Shape input(int[] sample, boolean channelsLast) {
    if (sample.length == 1) {
      return Shape.vector(sample[0]);
    }
    return channelsLast
        ? Shape.image(sample[2], sample[0], sample[1])
        : Shape.image(sample[0], sample[1], sample[2]);
  }

  ForeignNetwork read() {
    for (Node node : nodes) {
      if (!node.isStandard()) {
        throw node.bad("operators of other domains are not known");
      }
      if (constants.fold(node, at, flow)) {
        continue;
      }
      requireNext(node);
      try {
        add(node);
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw node.bad(e.getMessage());
      }
      node.end();
      at = node.output();
    }
    if (!at.equals(model.output())) {
      throw model.bad(
          Text.format("its output '%s' is not that of its last node, '%s'", model.output(), at));
    }
    if (flow.isPadded() || flow.shape().rank() != 1 || flow.takeFlattened() != null) {
      throw model.bad("it must end in logits, but ends in " + flow.shape());
    }
    return flow.layers.network(flow.notes);
  }

  private void requireNext(Node node) {
    if (!node.inputs().contains(at)) {
      throw node.bad(
          Text.format(
              "it does not take what came before it, '%s'; only chains are read, no branches", at));
    }
    if (flow.isPadded() && !TAKE_PADS.contains(node.operator())) {
      throw node.bad("zeros around an image must be followed by Conv or AveragePool");
    }
  }

  private void add(Node node) {
    Reshaping reshaping = new Reshaping(node, flow, constants);
    switch (node.operator()) {
      case "Conv" -> new Convolution(node, constants).addTo(flow);
      case "Gemm" -> new Product(node, constants).gemm(flow);
      case "MatMul" -> new Product(node, constants).matMul(flow);
      case "Add", "Sub", "Mul", "Div" -> Affine.add(node, flow, constants, at);
      case "BatchNormalization" -> norm(node);
      case "Relu" -> flow.layers.add(new Relu());
      case "Tanh" -> flow.layers.add(new Tanh());
      case "LeakyRelu" ->
          flow.layers.add(new LeakyRelu(node.real("alpha", LeakyRelu.DEFAULT_SLOPE)));
      case "Clip" -> clip(node);
      case "MaxPool", "AveragePool" -> new Pooling(node).addTo(flow);
      case "GlobalAveragePool" -> {
        flow.requireImage(node);
        flow.layers.add(new GlobalAvgPool());
      }
      case "ReduceMean" -> reshaping.mean();
      case "Flatten" -> reshaping.flatten();
      case "Reshape" -> reshaping.reshape(model.batch());
      case "Squeeze" -> reshaping.squeeze();
      case "Transpose" -> reshaping.transpose();
      case "Pad" -> flow.pad(Zeros.pads(node, flow, constants));
      case "Softmax", "LogSoftmax" -> softmax(node);
      case "Identity" -> {}
      case "Dropout" -> List.of("ratio", "seed", "is_test").forEach(node::take);
      default ->
          throw node.bad(
              "this operator has no layer here; known are Conv, Gemm, MatMul, Add, Sub, Mul, Div,"
                  + " BatchNormalization, Relu, LeakyRelu, Tanh, Clip from 0 on, MaxPool, AveragePool,"
                  + " GlobalAveragePool, ReduceMean, Flatten, Reshape, Squeeze, Transpose, Pad,"
                  + " Dropout, Identity, Softmax and LogSoftmax");
    }
  }

  private void norm(Node node) {
    flow.requirePlain(node);
    node.require("spatial", 1);
    node.require("training_mode", 0);
    node.take("momentum");
    BatchNorm layer =
        new BatchNorm(node.real("epsilon", BatchNorm.DEFAULT_EPSILON), BatchNorm.DEFAULT_MOMENTUM);
    flow.layers.add(
        layer,
        constants.of(node, 1).floats(),
        constants.of(node, 2).floats(),
        constants.of(node, 3).floats(),
        constants.of(node, 4).floats());
  }

  private void clip(Node node) {
    double least = node.real("min", Float.NEGATIVE_INFINITY);
    double most = node.real("max", Float.POSITIVE_INFINITY);
    least = node.input(1).isEmpty() ? least : constants.of(node, 1).values()[0];
    most = node.input(2).isEmpty() ? most : constants.of(node, 2).values()[0];
    if (least != 0 || most < Float.MAX_VALUE) {
      throw node.bad(
          Text.format(
              "between %s and %s; only from 0 on, without end, is it a layer", least, most));
    }
    flow.layers.add(new Relu());
  }

  private void softmax(Node node) {
    long axis = node.whole("axis", model.opset() < 13 ? 1 : -1);
    if (!node.output().equals(model.output()) || axis != 1 && axis != -1) {
      throw node.bad("only over the classes, as the last node, is it left out");
    }
    flow.notes.add("the " + node.operator() + " at the end is left out: outputs are logits");
  }
}
