package dev.assay.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.assay.backend.Edge;
import dev.assay.backend.Window;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.AntiAlias;
import dev.assay.nn.Architecture;
import dev.assay.nn.AvgPool;
import dev.assay.nn.BatchNorm;
import dev.assay.nn.BlurPool;
import dev.assay.nn.Clip;
import dev.assay.nn.Conv2d;
import dev.assay.nn.Dense;
import dev.assay.nn.Dropout;
import dev.assay.nn.Flatten;
import dev.assay.nn.GlobalAvgPool;
import dev.assay.nn.Layer;
import dev.assay.nn.LeakyRelu;
import dev.assay.nn.Margins;
import dev.assay.nn.MaxPool;
import dev.assay.nn.Pad;
import dev.assay.nn.Parallel;
import dev.assay.nn.ParameterSpec;
import dev.assay.nn.PolyphasePool;
import dev.assay.nn.Pool;
import dev.assay.nn.Relu;
import dev.assay.nn.Smooth;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes nodes of layers; a node is called as its layer's parameters are. */
final class GraphWriter implements Layer.Visitor<String> {
  private static final int OPERATORS = 17;

  /** From here on images may be padded by their other side. */
  private static final int WRAPPING_OPERATORS = 19;

  private static final String INPUT = "input";
  private static final String LOGITS = "logits";
  private static final Margins NONE = Margins.NONE;

  private final Map<String, float[]> parameters;
  private final NodeList nodes = new NodeList();
  private final ImageNodes images = new ImageNodes(nodes);

  /** The tensor that has been come to, and its shape. */
  private String at = INPUT;

  private Shape shape;

  /** The layer whose nodes are made: {@code layers.3}, or {@code layers.3.branches.0.1}. */
  private String owner;

  private Layer layer;

  GraphWriter(Map<String, float[]> parameters) {
    this.parameters = parameters;
  }

  ModelProto model(Architecture architecture, String version) {
    shape = architecture.input();
    chain(architecture.layers(), "layers");
    if (nodes.isEmpty()) {
      owner = LOGITS;
      at = node("Identity", at);
    }
    ValueInfoProto input = NodeList.batch(INPUT, architecture.input());
    return ModelProto.newBuilder()
        .setIrVersion(images.wrapped() ? 9 : 8)
        .setProducerName("assay")
        .setProducerVersion(version)
        .addOpsetImport(
            OperatorSetIdProto.newBuilder()
                .setVersion(images.wrapped() ? WRAPPING_OPERATORS : OPERATORS))
        .setGraph(nodes.whole(input, NodeList.batch(LOGITS, shape)))
        .build();
  }

  private void chain(List<Layer> layers, String within) {
    for (int i = 0; i < layers.size(); i++) {
      layer = layers.get(i);
      owner = within + "." + i;
      Layer next = i + 1 < layers.size() ? layers.get(i + 1) : null;
      if (layer instanceof Pad pad && next instanceof AvgPool pool && belongs(pad, pool)) {
        at = average(pool.window(), pad.margins(), false);
        shape = pool.output(pad.output(shape));
        i++;
      } else {
        Shape output = layer.output(shape);
        at = layer.accept(this);
        shape = output;
      }
    }
  }

  /** Whether a pool counts nothing of what was padded right before it. */
  private static boolean belongs(Pad pad, AvgPool pool) {
    Window window = pool.window();
    Margins margins = pad.margins();
    return pad.edge() == Edge.ZERO
        && pool.uncounted().equals(margins)
        && pool.antiAlias().isNone()
        && window.paddingHeight() + window.paddingWidth() == 0
        && Math.max(margins.top(), margins.bottom()) < window.kernelHeight()
        && Math.max(margins.left(), margins.right()) < window.kernelWidth();
  }

  @Override
  public String conv2d(Conv2d conv) {
    String from = seen(conv.reach());
    NodeProto.Builder node =
        conv.bias()
            ? NodeList.node("Conv", from, parameter("weight"), parameter("bias"))
            : NodeList.node("Conv", from, parameter("weight"));
    node.addAttribute(NodeList.whole("group", conv.groups()));
    if (!conv.dilation().isNone()) {
      node.addAttribute(
          NodeList.wholes("dilations", conv.dilation().height(), conv.dilation().width()));
    }
    return end(ImageNodes.sliding(node, conv.window().inside(), NONE));
  }

  @Override
  public String dense(Dense dense) {
    NodeProto.Builder node =
        dense.bias()
            ? NodeList.node("Gemm", at, parameter("weight"), parameter("bias"))
            : NodeList.node("Gemm", at, parameter("weight"));
    return end(node.addAttribute(NodeList.whole("transB", 1)));
  }

  @Override
  public String batchNorm(BatchNorm norm) {
    return end(
        NodeList.node(
                "BatchNormalization",
                at,
                parameter("gamma"),
                parameter("beta"),
                parameter("running_mean"),
                parameter("running_variance"))
            .addAttribute(NodeList.real("epsilon", norm.epsilon())));
  }

  @Override
  public String relu(Relu relu) {
    return node("Relu", at);
  }

  @Override
  public String leakyRelu(LeakyRelu relu) {
    return end(NodeList.node("LeakyRelu", at).addAttribute(NodeList.real("alpha", relu.slope())));
  }

  @Override
  public String clip(Clip clip) {
    return node("Clip", at, number("min", clip.least()), number("max", clip.most()));
  }

  @Override
  public String smooth(Smooth smooth) {
    return switch (smooth.curve()) {
      case TANH -> node("Tanh", at);
      case SIGMOID -> node("Sigmoid", at);
      case SILU -> node("Mul", at, node("Sigmoid", at));
      case GELU -> {
        String scaled = node("Div", at, number("root", (float) Math.sqrt(2)));
        String sum = node("Add", node("Erf", scaled), number("one", 1));
        yield node("Mul", node("Mul", at, sum), number("half", 0.5f));
      }
    };
  }

  @Override
  public String maxPool(MaxPool pool) {
    String from = seen(pool.pooling());
    return filtered(
        end(ImageNodes.sliding(NodeList.node("MaxPool", from), pool.pooling().inside(), NONE)),
        pool);
  }

  @Override
  public String avgPool(AvgPool pool) {
    Window window = pool.pooling();
    String means = average(window, NONE, true);
    if (!pool.uncounted().isNone()) {
      int[] counts = pool.counts(shape);
      float[] factors = new float[counts.length];
      for (int i = 0; i < factors.length; i++) {
        factors[i] = (float) ((double) window.area() / counts[i]);
      }
      int[] extents = {
        1, 1, window.outputHeight(shape.height()), window.outputWidth(shape.width())
      };
      means = node("Mul", means, nodes.constant(owner + ".factors", extents, factors));
    }
    return filtered(means, pool);
  }

  private String average(Window window, Margins margins, boolean counted) {
    String from = seen(window);
    return end(
        ImageNodes.sliding(NodeList.node("AveragePool", from), window.inside(), margins)
            .addAttribute(NodeList.whole("count_include_pad", counted ? 1 : 0)));
  }

  /** What a dense pool made, filtered as the pool asks for. */
  private String filtered(String pooled, Pool pool) {
    AntiAlias filter = pool.antiAlias();
    if (filter.isNone()) {
      return pooled;
    }
    Window window = pool.pooling();
    Shape dense =
        Shape.image(
            shape.channels(),
            window.outputHeight(shape.height()),
            window.outputWidth(shape.width()));
    return images.blurred(owner, pooled, dense, filter.blur(pool.window()));
  }

  @Override
  public String pad(Pad pad) {
    return images.padded(owner, at, shape, pad.margins(), pad.edge());
  }

  @Override
  public String blurPool(BlurPool pool) {
    return images.blurred(owner, at, shape, pool.blur());
  }

  @Override
  public String polyphasePool(PolyphasePool pool) {
    throw new BadInputException(
        Text.format(
            "%s (%s) cannot be written: ONNX has no choice between phases of an image",
            owner, pool.kind()));
  }

  @Override
  public String globalAvgPool(GlobalAvgPool pool) {
    return node("Flatten", node("GlobalAveragePool", at));
  }

  @Override
  public String flatten(Flatten flatten) {
    return shape.isImage() ? node("Flatten", at) : at;
  }

  @Override
  public String dropout(Dropout dropout) {
    return at;
  }

  @Override
  public String parallel(Parallel parallel) {
    String from = at;
    Shape input = shape;
    String name = owner;
    List<String> ends = new ArrayList<>();
    for (int branch = 0; branch < parallel.branches().size(); branch++) {
      at = from;
      shape = input;
      chain(parallel.branches().get(branch), Text.format("%s.branches.%d", name, branch));
      if (ends.contains(at)) {
        owner = Text.format("%s.branches.%d", name, branch);
        at = node("Identity", at);
      }
      ends.add(at);
    }
    at = from;
    shape = input;
    owner = name;
    String[] branches = ends.toArray(String[]::new);
    return parallel.join() == Parallel.Join.ADD
        ? node(branches.length == 2 ? "Add" : "Sum", branches)
        : end(NodeList.node("Concat", branches).addAttribute(NodeList.whole("axis", 1)));
  }

  /** What the windows of a circular image see. */
  private String seen(Window window) {
    if (!window.wraps(shape.height(), shape.width())) {
      return at;
    }
    int top = window.paddingHeight();
    int left = window.paddingWidth();
    Margins margins =
        new Margins(
            top,
            left,
            window.wrappedHeight(shape.height()) - shape.height() - top,
            window.wrappedWidth(shape.width()) - shape.width() - left);
    return images.padded(owner, at, shape, margins, Edge.CIRCULAR);
  }

  private String parameter(String name) {
    for (ParameterSpec spec : layer.parameters(shape)) {
      if (spec.name().equals(name)) {
        String whole = owner + "." + name;
        return nodes.constant(whole, spec.shape().toArray(), parameters.get(whole));
      }
    }
    throw new IllegalStateException(owner + " has no " + name);
  }

  private String number(String name, float value) {
    return nodes.constant(owner + "." + name, new int[0], value);
  }

  private String node(String operator, String... inputs) {
    return end(NodeList.node(operator, inputs));
  }

  private String end(NodeProto.Builder node) {
    return nodes.add(owner, node);
  }
}
