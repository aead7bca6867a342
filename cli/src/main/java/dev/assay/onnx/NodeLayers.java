package dev.assay.onnx;

import dev.assay.backend.Curve;
import dev.assay.backend.Window;
import dev.assay.nn.AntiAlias;
import dev.assay.nn.BatchNorm;
import dev.assay.nn.Clip;
import dev.assay.nn.GlobalAvgPool;
import dev.assay.nn.LeakyRelu;
import dev.assay.nn.MaxPool;
import dev.assay.nn.Relu;
import dev.assay.nn.Smooth;
import java.util.Arrays;
import java.util.List;

/** The layers of single nodes. */
final class NodeLayers {
  private final OnnxModel model;
  private final Folding constants;

  NodeLayers(OnnxModel model, Folding constants) {
    this.model = model;
    this.constants = constants;
  }

  /**
   * Adds what a node does.
   *
   * @param at the tensor that comes in
   * @throws dev.assay.io.BadInputException if there is no such layer here
   */
  void add(Node node, String at, Flow flow) {
    if (!node.isStandard()) {
      throw node.bad("operators of other domains are not known");
    }
    try {
      layer(node, at, flow);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw node.bad(e.getMessage());
    }
    node.end();
  }

  private void layer(Node node, String at, Flow flow) {
    Reshaping reshaping = new Reshaping(node, flow, constants);
    switch (node.operator()) {
      case "Conv" -> new Convolution(node, constants).addTo(flow);
      case "Gemm" -> new Product(node, constants).gemm(flow);
      case "MatMul" -> new Product(node, constants).matMul(flow);
      case "Add", "Sub", "Mul", "Div" -> Affine.add(node, flow, constants, at);
      case "BatchNormalization" -> norm(node, flow);
      case "Relu" -> flow.layers.add(new Relu());
      case "Tanh" -> flow.layers.add(new Smooth(Curve.TANH));
      case "Sigmoid" -> flow.layers.add(new Smooth(Curve.SIGMOID));
      case "Gelu" -> gelu(node, flow);
      case "LeakyRelu" ->
          flow.layers.add(new LeakyRelu(node.real("alpha", LeakyRelu.DEFAULT_SLOPE)));
      case "Clip" -> clip(node, flow);
      case "HardSigmoid" -> hardSigmoid(node, flow);
      case "MaxPool", "AveragePool" -> new Pooling(node).addTo(flow);
      case "GlobalAveragePool" -> {
        flow.requireImage(node);
        flow.layers.add(new GlobalAvgPool());
      }
      case "GlobalMaxPool" -> globalMaxPool(node, flow);
      case "ReduceMean" -> reshaping.mean();
      case "Flatten" -> reshaping.flatten();
      case "Reshape" -> reshaping.reshape(model.batch());
      case "Squeeze" -> reshaping.squeeze();
      case "Transpose" -> reshaping.transpose();
      case "Pad" -> Border.add(node, flow, constants);
      case "Softmax", "LogSoftmax" -> softmax(node, flow);
      case "Concat", "Sum" ->
          throw node.bad("with a constant; only branches of one tensor are joined");
      case "Identity" -> {}
      case "Dropout" -> dropout(node);
      default ->
          throw node.bad(
              "this operator has no layer here; known are Conv, Gemm, MatMul, Add, Sub, Mul, Div,"
                  + " BatchNormalization, Relu, LeakyRelu, Clip, Tanh, Sigmoid, HardSigmoid, Gelu,"
                  + " MaxPool, AveragePool, GlobalMaxPool, GlobalAveragePool, ReduceMean, Flatten,"
                  + " Reshape, Squeeze, Transpose, Pad, Dropout, Identity, Concat, Sum, Softmax and"
                  + " LogSoftmax");
    }
  }

  /** Nothing, unless a model drops values whenever it is run. */
  private void dropout(Node node) {
    List.of("ratio", "seed", "is_test").forEach(node::take);
    boolean always = !node.input(2).isEmpty() && constants.of(node, 2).values()[0] != 0;
    if (always && (node.input(1).isEmpty() || constants.of(node, 1).values()[0] != 0)) {
      throw node.bad(
          "with training_mode outputs are random; export the network in evaluation mode");
    }
  }

  private static void globalMaxPool(Node node, Flow flow) {
    flow.requireImage(node);
    int height = flow.shape().height();
    int width = flow.shape().width();
    flow.layers.add(new MaxPool(new Window(height, width, height, width, 0, 0), AntiAlias.NONE));
  }

  private void norm(Node node, Flow flow) {
    flow.requirePlain(node);
    node.require("spatial", 1);
    node.require("training_mode", 0);
    if (node.outputs().size() > 1) {
      throw node.bad("of a network in training, which normalises by each batch, there is no layer");
    }
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

  private void clip(Node node, Flow flow) {
    double least = node.real("min", -Float.MAX_VALUE);
    double most = node.real("max", Float.MAX_VALUE);
    least = node.input(1).isEmpty() ? least : constants.of(node, 1).values()[0];
    most = node.input(2).isEmpty() ? most : constants.of(node, 2).values()[0];
    boolean rectifies = least == 0 && most >= Float.MAX_VALUE;
    flow.layers.add(
        rectifies
            ? new Relu()
            : new Clip(
                (float) Math.max(least, -Float.MAX_VALUE),
                (float) Math.min(most, Float.MAX_VALUE)));
  }

  /** {@code min(max(alpha·x + beta, 0), 1)}. */
  private static void hardSigmoid(Node node, Flow flow) {
    float[] scale = new float[flow.shape().channels()];
    float[] shift = new float[scale.length];
    Arrays.fill(scale, node.real("alpha", 0.2f));
    Arrays.fill(shift, node.real("beta", 0.5f));
    flow.layers.addAffine(scale, shift);
    flow.layers.add(new Clip(0, 1));
  }

  private static void gelu(Node node, Flow flow) {
    if (!node.word("approximate", "none").equals("none")) {
      throw node.bad("its approximation by tanh has no layer here, only the function itself");
    }
    flow.layers.add(new Smooth(Curve.GELU));
  }

  private void softmax(Node node, Flow flow) {
    long axis = node.whole("axis", model.opset() < 13 ? 1 : -1);
    if (!node.output().equals(model.output()) || axis != 1 && axis != -1) {
      throw node.bad("only over the classes, as the last node, is it left out");
    }
    flow.notes.add("the " + node.operator() + " at the end is left out: outputs are logits");
  }
}
