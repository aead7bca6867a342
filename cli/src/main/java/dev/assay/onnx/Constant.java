package dev.assay.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A tensor that a graph brings along, by rows. Numbers of 32 and 64 bits are read; whole ones are
 * exact, floats of 64 bits are rounded to 32.
 *
 * @param name as the graph calls it
 * @param extents of its axes, none for a single number
 * @param values all of them, as doubles, which hold what the numbers are
 */
record Constant(String name, int[] extents, double[] values) {

  /**
   * @param external the bytes of a tensor that lies in a file of its own; null where it does not
   */
  static Constant of(TensorProto tensor, byte[] external) {
    int[] extents = extents(tensor);
    int count = 1;
    for (int extent : extents) {
      count = Math.multiplyExact(count, extent);
    }
    double[] values =
        external == null ? within(tensor) : raw(tensor, ByteString.copyFrom(external));
    if (values.length != count) {
      throw new BadInputException(
          Text.format(
              "tensor '%s' of %s has %d values, expected %d",
              tensor.getName(), Arrays.toString(extents), values.length, count));
    }
    return new Constant(tensor.getName(), extents, values);
  }

  private static int[] extents(TensorProto tensor) {
    try {
      return tensor.getDimsList().stream()
          .mapToInt(extent -> Math.toIntExact(extent < 0 ? Long.MAX_VALUE : extent))
          .toArray();
    } catch (ArithmeticException e) {
      throw new BadInputException(
          "tensor '" + tensor.getName() + "' is of " + tensor.getDimsList() + ", too large", e);
    }
  }

  private static double[] within(TensorProto tensor) {
    if (tensor.hasRawData()) {
      return raw(tensor, tensor.getRawData());
    }
    return switch (tensor.getDataType()) {
      case TensorProto.DataType.FLOAT_VALUE -> numbers(tensor.getFloatDataList());
      case TensorProto.DataType.DOUBLE_VALUE -> numbers(tensor.getDoubleDataList());
      case TensorProto.DataType.INT64_VALUE -> numbers(tensor.getInt64DataList());
      case TensorProto.DataType.INT32_VALUE, TensorProto.DataType.BOOL_VALUE ->
          numbers(tensor.getInt32DataList());
      default -> throw unknown(tensor);
    };
  }

  private static double[] numbers(List<? extends Number> values) {
    return values.stream().mapToDouble(Number::doubleValue).toArray();
  }

  private static double[] raw(TensorProto tensor, ByteString bytes) {
    int width =
        switch (tensor.getDataType()) {
          case TensorProto.DataType.FLOAT_VALUE, TensorProto.DataType.INT32_VALUE -> 4;
          case TensorProto.DataType.DOUBLE_VALUE, TensorProto.DataType.INT64_VALUE -> 8;
          case TensorProto.DataType.BOOL_VALUE -> 1;
          default -> throw unknown(tensor);
        };
    if (bytes.size() % width != 0) {
      throw new BadInputException(
          Text.format(
              "tensor '%s' has %d bytes, no multiple of %d",
              tensor.getName(), bytes.size(), width));
    }
    ByteBuffer numbers = bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[bytes.size() / width];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (tensor.getDataType()) {
            case TensorProto.DataType.FLOAT_VALUE -> numbers.getFloat();
            case TensorProto.DataType.DOUBLE_VALUE -> numbers.getDouble();
            case TensorProto.DataType.INT64_VALUE -> numbers.getLong();
            case TensorProto.DataType.INT32_VALUE -> numbers.getInt();
            default -> numbers.get();
          };
    }
    return values;
  }

  private static BadInputException unknown(TensorProto tensor) {
    TensorProto.DataType type = TensorProto.DataType.forNumber(tensor.getDataType());
    return new BadInputException(
        Text.format(
            "tensor '%s' is of type %s; expected numbers of 32 or 64 bits, export the network in"
                + " float32",
            tensor.getName(), type == null ? tensor.getDataType() : type));
  }

  Constant named(String other) {
    return new Constant(other, extents, values);
  }

  /** The same values in another shape, one of whose extents may be -1. */
  Constant reshaped(int... to) {
    int known = 1;
    for (int extent : to) {
      known = Math.multiplyExact(known, extent == -1 ? 1 : extent);
    }
    int left = known == 0 ? 0 : count() / known;
    int[] shape = Arrays.stream(to).map(extent -> extent == -1 ? left : extent).toArray();
    if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != count()) {
      throw new BadInputException(
          Text.format(
              "constant '%s' of %s does not become one of %s",
              name, Arrays.toString(extents), Arrays.toString(to)));
    }
    return new Constant(name, shape, values);
  }

  /** Its axes in another order, the reverse one if none is told. */
  Constant transposed(int... order) {
    int[] axes =
        order.length > 0 ? order : IntStream.range(0, axes()).map(i -> axes() - 1 - i).toArray();
    if (!Arrays.equals(
        Arrays.stream(axes).sorted().toArray(), IntStream.range(0, axes()).toArray())) {
      throw new BadInputException(
          Text.format("constant '%s' has no axes %s", name, Arrays.toString(axes)));
    }
    int[] shape = Arrays.stream(axes).map(axis -> extents[axis]).toArray();
    double[] moved = new double[count()];
    for (int i = 0; i < moved.length; i++) {
      int from = 0;
      int rest = i;
      for (int axis = axes.length - 1; axis >= 0; axis--) {
        from += rest % shape[axis] * step(axes[axis]);
        rest /= shape[axis];
      }
      moved[i] = values[from];
    }
    return new Constant(name, shape, moved);
  }

  /** Every so many-th along an axis, from one place to before another. */
  Constant part(int axis, int begin, int end, int step) {
    int along = axis < 0 ? axis + axes() : axis;
    if (along < 0 || along >= axes()) {
      throw new BadInputException(Text.format("constant '%s' has no axis %d", name, axis));
    }
    int extent = extents[along];
    int lowest = step > 0 ? 0 : -1;
    int highest = step > 0 ? extent : extent - 1;
    int first = Math.max(step > 0 ? 0 : -1, Math.min(highest, begin < 0 ? begin + extent : begin));
    int last = Math.max(lowest, Math.min(extent, end < 0 ? end + extent : end));
    int[] places =
        IntStream.iterate(first, i -> step > 0 ? i < last : i > last, i -> i + step).toArray();
    int[] shape = extents.clone();
    shape[along] = places.length;
    int inner = step(along);
    double[] chosen = new double[count() / extent * places.length];
    for (int i = 0; i < chosen.length; i++) {
      int outer = i / (inner * places.length);
      chosen[i] = values[(outer * extent + places[i / inner % places.length]) * inner + i % inner];
    }
    return new Constant(name, shape, chosen);
  }

  /** How far apart neighbours along an axis lie. */
  private int step(int axis) {
    return Arrays.stream(extents, axis + 1, axes()).reduce(1, (a, b) -> a * b);
  }

  int axes() {
    return extents.length;
  }

  int count() {
    return values.length;
  }

  float[] floats() {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** Whole numbers, such as extents or axes. */
  int[] whole() {
    int[] whole = new int[values.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, values[i]));
    }
    return whole;
  }
}
