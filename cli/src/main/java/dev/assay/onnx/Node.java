package dev.assay.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One operation of a graph, with its attributes read by name; what is not read is an error. */
final class Node {
  private final NodeProto proto;
  private final int index;
  private final String file;
  private final Map<String, AttributeProto> attributes;

  Node(NodeProto proto, int index, String file) {
    this.proto = proto;
    this.index = index;
    this.file = file;
    this.attributes =
        proto.getAttributeList().stream()
            .collect(Collectors.toMap(AttributeProto::getName, Function.identity(), (a, b) -> b));
  }

  /** The operator, for example {@code Conv}. */
  String operator() {
    return proto.getOpType();
  }

  boolean isStandard() {
    return proto.getDomain().isEmpty() || proto.getDomain().equals("ai.onnx");
  }

  List<String> inputs() {
    return proto.getInputList();
  }

  /** The name of an input, empty where it is left out. */
  String input(int place) {
    return place < proto.getInputCount() ? proto.getInput(place) : "";
  }

  List<String> outputs() {
    return proto.getOutputList().stream().filter(name -> !name.isEmpty()).toList();
  }

  String output() {
    return proto.getOutputCount() == 0 ? "" : proto.getOutput(0);
  }

  long whole(String name, long otherwise) {
    return attributes.containsKey(name) ? attributes.remove(name).getI() : otherwise;
  }

  float real(String name, float otherwise) {
    return attributes.containsKey(name) ? attributes.remove(name).getF() : otherwise;
  }

  String word(String name, String otherwise) {
    return attributes.containsKey(name) ? attributes.remove(name).getS().toStringUtf8() : otherwise;
  }

  /** Whole numbers, or as many of the same as are asked for. */
  int[] wholes(String name, int count, int otherwise) {
    int[] values = new int[count];
    Arrays.fill(values, otherwise);
    if (!attributes.containsKey(name)) {
      return values;
    }
    int[] given = wholes(name);
    if (given.length != count) {
      throw bad(
          Text.format(
              "%s has %d numbers, expected %d: only images have layers here",
              name, given.length, count));
    }
    return given;
  }

  /** Whole numbers, none where they are not told. */
  int[] wholes(String name) {
    return attributes.containsKey(name) ? wholesOf(attributes.remove(name)) : new int[0];
  }

  private static int[] wholesOf(AttributeProto attribute) {
    return attribute.getIntsList().stream()
        .mapToInt(value -> (int) Math.max(-1L << 30, Math.min(1L << 30, value)))
        .toArray();
  }

  /** The same without taking it. */
  int[] peek(String name) {
    return attributes.containsKey(name) ? wholesOf(attributes.get(name)) : new int[0];
  }

  boolean has(String name) {
    return attributes.containsKey(name);
  }

  /** An attribute as it is, or null. */
  AttributeProto take(String name) {
    return attributes.remove(name);
  }

  /** An attribute that must say this. */
  void require(String name, long value) {
    long given = whole(name, value);
    if (given != value) {
      throw bad(Text.format("%s = %d is not supported, only %d", name, given, value));
    }
  }

  /** To be called when all that is known was read. */
  void end() {
    if (!attributes.isEmpty()) {
      throw bad("its attributes " + new TreeSet<>(attributes.keySet()) + " are not known");
    }
  }

  BadInputException bad(String problem) {
    return new BadInputException(file + ": " + this + ": " + problem);
  }

  /** For example {@code node 3, Conv 'features.0'}. */
  @Override
  public String toString() {
    String name = proto.getName().isEmpty() ? output() : proto.getName();
    return Text.format("node %d, %s '%s'", index, operator(), name);
  }
}
