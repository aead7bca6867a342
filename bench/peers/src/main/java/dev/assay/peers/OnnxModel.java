package dev.assay.peers;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.nn.BatchNorm;
import dev.assay.nn.Conv2d;
import dev.assay.nn.Dense;
import dev.assay.nn.Flatten;
import dev.assay.nn.Layer;
import dev.assay.nn.MaxPool;
import dev.assay.nn.Parameters;
import dev.assay.nn.Relu;
import dev.assay.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * Writes an architecture with the shared parameters as an ONNX model, one node per layer as an
 * exporter would; fusing is the runtime's business.
 */
final class OnnxModel {
  static final String LOGITS = "logits";
  private static final int IR_VERSION = 8;
  private static final int OPERATOR_SET = 17;

  private final Architecture architecture;
  private final Map<String, float[]> values;
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("network");

  private OnnxModel(Architecture architecture) {
    this.architecture = architecture;
    this.values = Samples.parameters(architecture);
  }

  /** Input {@code x}, output {@link #LOGITS}. */
  static byte[] network(Architecture architecture, int batch) {
    OnnxModel model = new OnnxModel(architecture);
    model.graph.addInput(value("x", architecture.input().batch(batch)));
    return model.layers("x", batch);
  }

  /** Inputs {@code from}, {@code to} and {@code t} (points × 1), output {@link #LOGITS}. */
  static byte[] segment(Architecture architecture, int points) {
    OnnxModel model = new OnnxModel(architecture);
    Shape input = architecture.input().batch(1);
    model
        .graph
        .addInput(value("from", input))
        .addInput(value("to", input))
        .addInput(value("t", Shape.of(points, 1)))
        .addNode(node("Sub", "direction", "to", "from"))
        .addNode(node("Mul", "offset", "t", "direction"))
        .addNode(node("Add", "x", "from", "offset"));
    return model.layers("x", points);
  }

  private byte[] layers(String input, int batch) {
    String x = input;
    for (int layer = 0; layer < architecture.depth(); layer++) {
      String y = layer == architecture.depth() - 1 ? LOGITS : "y" + layer;
      graph.addNode(layer(layer, x, y));
      x = y;
    }
    graph.addOutput(value(LOGITS, architecture.output().batch(batch)));
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private NodeProto.Builder layer(int index, String x, String y) {
    Layer layer = architecture.layers().get(index);
    for (Parameters.Named named : Parameters.named(architecture, index)) {
      graph.addInitializer(tensor(named));
    }
    String prefix = Text.format("layers.%d.", index);
    String weight = prefix + "weight";
    String bias = prefix + "bias";
    if (layer instanceof Conv2d conv) {
      int[] pads = twice(conv.window().paddingHeight(), conv.window().paddingWidth());
      return node("Conv", y, x, weight, bias)
          .addAttribute(
              integers("kernel_shape", conv.window().kernelHeight(), conv.window().kernelWidth()))
          .addAttribute(
              integers("strides", conv.window().strideHeight(), conv.window().strideWidth()))
          .addAttribute(integers("pads", pads))
          .addAttribute(
              AttributeProto.newBuilder()
                  .setName("group")
                  .setType(AttributeProto.AttributeType.INT)
                  .setI(conv.groups()));
    } else if (layer instanceof BatchNorm norm) {
      return node(
              "BatchNormalization",
              y,
              x,
              prefix + "gamma",
              prefix + "beta",
              prefix + "running_mean",
              prefix + "running_variance")
          .addAttribute(
              AttributeProto.newBuilder()
                  .setName("epsilon")
                  .setType(AttributeProto.AttributeType.FLOAT)
                  .setF(norm.epsilon()));
    } else if (layer instanceof Relu) {
      return node("Relu", y, x);
    } else if (layer instanceof MaxPool pool) {
      return node("MaxPool", y, x)
          .addAttribute(
              integers("kernel_shape", pool.window().kernelHeight(), pool.window().kernelWidth()))
          .addAttribute(
              integers("strides", pool.window().strideHeight(), pool.window().strideWidth()));
    } else if (layer instanceof Flatten) {
      return node("Flatten", y, x);
    } else if (layer instanceof Dense) {
      return node("Gemm", y, x, weight, bias)
          .addAttribute(
              AttributeProto.newBuilder()
                  .setName("transB")
                  .setType(AttributeProto.AttributeType.INT)
                  .setI(1));
    }
    throw new IllegalArgumentException("no ONNX counterpart of " + layer);
  }

  private static int[] twice(int height, int width) {
    return new int[] {height, width, height, width};
  }

  private static NodeProto.Builder node(String type, String output, String... inputs) {
    return NodeProto.newBuilder().setOpType(type).addAllInput(List.of(inputs)).addOutput(output);
  }

  private static AttributeProto.Builder integers(String name, int... numbers) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (int number : numbers) {
      attribute.addInts(number);
    }
    return attribute;
  }

  private static ValueInfoProto value(String name, Shape shape) {
    TensorShapeProto.Builder extents = TensorShapeProto.newBuilder();
    for (int extent : shape.toArray()) {
      extents.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(extent));
    }
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(extents);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  private TensorProto tensor(Parameters.Named named) {
    float[] numbers = values.get(named.name());
    ByteBuffer bytes =
        ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(named.name())
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .setRawData(ByteString.copyFrom(bytes));
    for (int extent : named.spec().shape().toArray()) {
      tensor.addDims(extent);
    }
    return tensor.build();
  }
}
