package dev.assay.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.assay.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** The nodes and constants of a graph that is written, each under a name of its own. */
final class NodeList {
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("network");
  private final Map<String, Integer> names = new HashMap<>();

  /** A node that is not there yet, to be given attributes. */
  static NodeProto.Builder node(String operator, String... inputs) {
    return NodeProto.newBuilder().setOpType(operator).addAllInput(Arrays.asList(inputs));
  }

  /** Adds a node; the name of what comes out. */
  String add(String owner, NodeProto.Builder node) {
    String name = unique(owner + "/" + node.getOpType());
    graph.addNode(node.setName(name).addOutput(name));
    return name;
  }

  /** Adds a constant; its name. */
  String constant(String wanted, int[] extents, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return tensor(wanted, extents, TensorProto.DataType.FLOAT, bytes);
  }

  /** Adds whole numbers; their name. */
  String wholeNumbers(String wanted, long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
    return tensor(wanted, new int[] {values.length}, TensorProto.DataType.INT64, bytes);
  }

  private String tensor(
      String wanted, int[] extents, TensorProto.DataType type, ByteBuffer littleEndian) {
    String name = unique(wanted);
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .addAllDims(IntStream.of(extents).mapToObj(Long::valueOf).toList())
            .setRawData(ByteString.copyFrom(littleEndian)));
    return name;
  }

  private String unique(String wanted) {
    int number = names.merge(wanted, 1, Integer::sum);
    return number == 1 ? wanted : wanted + "_" + number;
  }

  /** The graph, whose last node makes its output. */
  GraphProto.Builder whole(ValueInfoProto input, ValueInfoProto output) {
    int last = graph.getNodeCount() - 1;
    graph.setNode(last, graph.getNode(last).toBuilder().setOutput(0, output.getName()));
    return graph.addInput(input).addOutput(output);
  }

  boolean isEmpty() {
    return graph.getNodeCount() == 0;
  }

  /** A batch of any number of samples. */
  static ValueInfoProto batch(String name, Shape sample) {
    TensorShapeProto.Builder extents = TensorShapeProto.newBuilder();
    extents.addDimBuilder().setDimParam("N");
    IntStream.of(sample.toArray()).forEach(extent -> extents.addDimBuilder().setDimValue(extent));
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(extents);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  static AttributeProto whole(String name, long value) {
    return attribute(name, AttributeProto.AttributeType.INT).setI(value).build();
  }

  static AttributeProto wholes(String name, int... values) {
    AttributeProto.Builder attribute = attribute(name, AttributeProto.AttributeType.INTS);
    IntStream.of(values).forEach(attribute::addInts);
    return attribute.build();
  }

  static AttributeProto real(String name, float value) {
    return attribute(name, AttributeProto.AttributeType.FLOAT).setF(value).build();
  }

  static AttributeProto word(String name, String value) {
    return attribute(name, AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  private static AttributeProto.Builder attribute(String name, AttributeProto.AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }
}
