package dev.assay.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The tensors that do not depend on the input: those a graph brings along, and what its nodes make
 * of them and of shapes. The extent of the batch is 0, which {@code Reshape} takes for "as it is".
 */
final class Folding {
  /** Lists that are computed are those of extents and of paddings. */
  private static final int MOST_FILLED = 1024;

  private final OnnxModel model;
  private final Map<String, Constant> constants;

  Folding(OnnxModel model) {
    this.model = model;
    this.constants = model.constants();
  }

  /**
   * An input that must be a constant.
   *
   * @throws dev.assay.io.BadInputException if it is not
   */
  Constant of(Node node, int input) {
    Constant found = constants.get(node.input(input));
    if (found == null) {
      throw node.bad(
          Text.format(
              "input %d ('%s') must be a constant of the model; branches, and weights that are"
                  + " computed, are not read",
              input, node.input(input)));
    }
    if (found.count() == 0) {
      throw node.bad("constant '" + found.name() + "' has no values");
    }
    return found;
  }

  /** The inputs of a node that are no constants. */
  List<String> unknown(Node node) {
    return node.inputs().stream()
        .filter(name -> !name.isEmpty() && !constants.containsKey(name))
        .toList();
  }

  /** Whether a node makes a constant; if so, it is known from now on. */
  boolean fold(Node node, String at, Flow flow) {
    boolean shape = node.operator().equals("Shape") && node.input(0).equals(at);
    if (!shape && !unknown(node).isEmpty()) {
      return false;
    }
    Constant made =
        switch (node.operator()) {
          case "Constant" -> constant(node);
          case "Shape" -> shape ? vector(extents(flow)) : vector(doubles(of(node, 0).extents()));
          case "Gather" -> gather(node);
          case "Concat" -> concat(node);
          case "Squeeze", "Unsqueeze" -> few(node, 0);
          case "ConstantOfShape" -> filled(node);
          case "Reshape" -> of(node, 0).reshaped(few(node, 1).whole());
          case "Transpose" -> of(node, 0).transposed(node.wholes("perm"));
          case "Slice" -> sliced(node);
          case "Cast", "Identity" -> of(node, 0);
          default -> null;
        };
    if (made == null) {
      return false;
    }
    constants.put(node.output(), made.named(node.output()));
    return true;
  }

  private Constant constant(Node node) {
    AttributeProto tensor = node.take("value");
    if (tensor != null) {
      return model.constant(tensor.getT());
    }
    if (node.has("value_float")) {
      return new Constant("", new int[0], new double[] {node.real("value_float", 0)});
    }
    if (node.has("value_int")) {
      return new Constant("", new int[0], new double[] {node.whole("value_int", 0)});
    }
    if (node.has("value_ints")) {
      return vector(doubles(node.wholes("value_ints")));
    }
    throw node.bad("only constants that are numbers are read");
  }

  private static double[] extents(Flow flow) {
    Shape shape = flow.shape();
    if (!shape.isImage()) {
      return new double[] {0, shape.channels()};
    }
    return flow.channelsLast
        ? new double[] {0, shape.height(), shape.width(), shape.channels()}
        : new double[] {0, shape.channels(), shape.height(), shape.width()};
  }

  private Constant gather(Node node) {
    node.require("axis", 0);
    double[] from = few(node, 0).values();
    int[] places = few(node, 1).whole();
    double[] values = new double[places.length];
    for (int i = 0; i < places.length; i++) {
      int place = places[i] < 0 ? places[i] + from.length : places[i];
      if (place < 0 || place >= from.length) {
        throw node.bad(Text.format("value %d of %d", places[i], from.length));
      }
      values[i] = from[place];
    }
    return new Constant("", of(node, 1).extents(), values);
  }

  private Constant concat(Node node) {
    double[] all = new double[0];
    for (int i = 0; i < node.inputs().size(); i++) {
      double[] more = few(node, i).values();
      int have = all.length;
      all = Arrays.copyOf(all, have + more.length);
      System.arraycopy(more, 0, all, have, more.length);
    }
    return vector(all);
  }

  private Constant filled(Node node) {
    AttributeProto value = node.take("value");
    double all = value == null ? 0 : model.constant(value.getT()).values()[0];
    int[] extents = few(node, 0).whole();
    if (extents.length > 1 || extents[0] < 0 || extents[0] > MOST_FILLED) {
      throw node.bad("of constants that are filled, only short lists are computed with");
    }
    double[] values = new double[extents[0]];
    Arrays.fill(values, all);
    return vector(values);
  }

  /** Along one axis. */
  private Constant sliced(Node node) {
    int[] begin = few(node, 1).whole();
    int[] end = few(node, 2).whole();
    int[] axis = node.input(3).isEmpty() ? new int[] {0} : few(node, 3).whole();
    int[] step = node.input(4).isEmpty() ? new int[] {1} : few(node, 4).whole();
    if (begin.length != 1 || end.length != 1 || axis.length != 1 || step[0] == 0) {
      throw node.bad("of constants, parts along one axis alone are computed with");
    }
    return of(node, 0).part(axis[0], begin[0], end[0], step[0]);
  }

  /** A number or a list of them, as a list. */
  private Constant few(Node node, int input) {
    Constant constant = of(node, input);
    if (constant.axes() > 1) {
      throw node.bad("of constants, only numbers and lists of them are computed with");
    }
    return vector(constant.values());
  }

  private static Constant vector(double[] values) {
    return new Constant("", new int[] {values.length}, values);
  }

  private static double[] doubles(int[] values) {
    return IntStream.of(values).asDoubleStream().toArray();
  }
}
