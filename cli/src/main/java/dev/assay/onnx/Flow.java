package dev.assay.onnx;

import dev.assay.io.Text;
import dev.assay.nn.Flatten;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The layers so far, and how what comes out of them lies in the graph's tensor. */
final class Flow {
  final LayerList layers;
  final List<String> notes = new ArrayList<>();

  /** Whether the channels of an image are its last axis, as Keras has them. */
  boolean channelsLast;

  /** The image with its channels last whose values are now a vector; null for none. */
  private Shape flattenedLast;

  Flow(LayerList layers, boolean channelsLast) {
    this.layers = layers;
    this.channelsLast = channelsLast;
  }

  /** Another one that begins where this one has come to. */
  Flow branch() {
    return new Flow(new LayerList(shape(), false), channelsLast);
  }

  /** Fails where the next layer must sort values. */
  void requireWhole(Node node) {
    if (flattenedLast != null) {
      throw node.bad("values in another order than here before branches");
    }
  }

  Shape shape() {
    return layers.shape();
  }

  /** Fails unless it is an image with its channels first. */
  void requireImage(Node node) {
    if (!shape().isImage() || channelsLast) {
      throw node.bad(
          Text.format(
              "needs images of N×C×H×W, but its input is %s%s",
              shape(), channelsLast ? " with the channels last" : ""));
    }
  }

  /** Fails where vectors are in another order than here. */
  void requirePlain(Node node) {
    if (channelsLast || flattenedLast != null) {
      throw node.bad("needs its channels on the second axis");
    }
  }

  void flatten() {
    if (!shape().isImage()) {
      return;
    }
    Shape image = shape();
    boolean reordered = channelsLast && image.channels() > 1 && image.height() * image.width() > 1;
    flattenedLast = reordered ? image : null;
    channelsLast = false;
    layers.add(new Flatten());
  }

  /** The image that was flattened with its channels last; null for none. What takes it sorts. */
  Shape takeFlattened() {
    Shape taken = flattenedLast;
    flattenedLast = null;
    return taken;
  }

  /**
   * The values of a tensor that is added or multiplied, one for each channel.
   *
   * @throws dev.assay.io.BadInputException if it has others
   */
  float[] perChannel(Node node, Constant constant) {
    int channels = shape().channels();
    int fromEnd = shape().isImage() && !channelsLast ? 3 : 1;
    for (int axis = 0; axis < constant.axes(); axis++) {
      boolean channel = axis == constant.axes() - fromEnd;
      if (constant.extents()[axis] != 1 && !(channel && constant.count() == channels)
          || flattenedLast != null && constant.count() > 1) {
        throw node.bad(
            Text.format(
                "tensor '%s' of %s is not one value for each of %d channels",
                constant.name(), Arrays.toString(constant.extents()), channels));
      }
    }
    float[] values = new float[channels];
    float[] given = constant.floats();
    Arrays.fill(values, given[0]);
    return given.length == 1 ? values : given;
  }
}
