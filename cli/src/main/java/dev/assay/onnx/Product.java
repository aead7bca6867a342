package dev.assay.onnx;

import dev.assay.io.Text;
import dev.assay.nn.Dense;
import dev.assay.tensor.Shape;
import java.util.Arrays;

/** A product of vectors with a matrix. */
final class Product {
  private final Node node;
  private final Folding constants;

  Product(Node node, Folding constants) {
    this.node = node;
    this.constants = constants;
  }

  void matMul(Flow flow) {
    Constant matrix = constants.of(node, 1);
    add(flow, matrix, false, 1, null);
  }

  void gemm(Flow flow) {
    node.require("transA", 0);
    boolean transposed = node.whole("transB", 0) != 0;
    float alpha = node.real("alpha", 1);
    float beta = node.real("beta", 1);
    Constant matrix = constants.of(node, 1);
    float[] bias = null;
    if (!node.input(2).isEmpty()) {
      Constant added = constants.of(node, 2);
      int units = matrix.extents()[transposed ? 0 : matrix.axes() - 1];
      bias = added.floats();
      if (added.count() == 1) {
        float all = bias[0];
        bias = new float[units];
        Arrays.fill(bias, all);
      }
      if (bias.length != units || added.axes() == 2 && added.extents()[0] != 1) {
        throw node.bad(
            Text.format(
                "tensor '%s' of %s is not one value for each of %d units",
                added.name(), Arrays.toString(added.extents()), units));
      }
      for (int i = 0; i < bias.length; i++) {
        bias[i] *= beta;
      }
    }
    add(flow, matrix, transposed, alpha, bias);
  }

  private void add(Flow flow, Constant matrix, boolean transposed, float alpha, float[] bias) {
    if (flow.shape().isImage() || matrix.axes() != 2) {
      throw node.bad("only a product of vectors with a matrix is a layer");
    }
    int inputs = matrix.extents()[transposed ? 1 : 0];
    int units = matrix.extents()[transposed ? 0 : 1];
    if (inputs != flow.shape().size()) {
      throw node.bad(Text.format("a matrix for %d values, its input has %s", inputs, flow.shape()));
    }
    Shape image = flow.takeFlattened();
    float[] weight = new float[matrix.count()];
    for (int unit = 0; unit < units; unit++) {
      for (int i = 0; i < inputs; i++) {
        int from = image == null ? i : channelLast(i, image);
        double value = matrix.values()[transposed ? unit * inputs + from : from * units + unit];
        weight[unit * inputs + i] = (float) (alpha * value);
      }
    }
    flow.layers.addWeighted(new Dense(units, bias != null), weight, bias);
  }

  /** Where a value of an image lies if the channels are its last axis. */
  private static int channelLast(int index, Shape image) {
    int area = image.height() * image.width();
    return index % area * image.channels() + index / area;
  }
}
