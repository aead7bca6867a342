package dev.assay.paper.maps;

import dev.assay.data.Dataset;
import dev.assay.io.Text;
import dev.assay.nn.AntiAlias;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layer;
import dev.assay.nn.Layers;
import dev.assay.nn.MaxPool;
import java.util.ArrayList;
import java.util.List;

/**
 * A network of three convolutions, each with ReLU and max pooling by two, a hidden dense layer and
 * an output layer.
 *
 * @param kernel of convolutions
 * @param padding of convolutions, with zeros
 * @param pool kernel of poolings; they are padded so that maps are as large as with 2
 */
record Design(int kernel, int padding, int pool, Head head) {
  static final int CONVOLUTIONS = 3;

  /** Layers of a convolution: itself, ReLU, pooling. */
  private static final int EACH = 3;

  /** Maps as large as the images before, but for pooling. */
  static Design same(int kernel) {
    return new Design(kernel, (kernel - 1) / 2, 2, Head.FLAT);
  }

  /**
   * @param channels of each convolution; the hidden dense layer has as many units as the last one
   */
  Architecture of(Dataset data, List<Integer> channels) {
    List<Layer> layers = new ArrayList<>();
    for (int each : channels) {
      layers.add(Layers.conv(each, Layers.kernel(kernel).padding(padding)));
      layers.add(Layers.relu());
      layers.add(
          new MaxPool(Layers.kernel(pool).stride(2).padding((pool - 1) / 2), AntiAlias.NONE));
    }
    layers.add(head == Head.MEAN ? Layers.globalAvgPool() : Layers.flatten());
    layers.add(Layers.dense(channels.get(channels.size() - 1)));
    layers.add(Layers.relu());
    layers.add(Layers.dense(data.classes()));
    return Architecture.of(data.sample(), layers);
  }

  /** Height and width of the last map; 0 if there is none. */
  int map(int canvas) {
    int side = canvas;
    for (int i = 0; i < CONVOLUTIONS; i++) {
      int filtered = side + 2 * padding - kernel + 1;
      int padded = filtered + 2 * ((pool - 1) / 2);
      if (filtered < 1 || padded < pool) {
        return 0;
      }
      side = (padded - pool) / 2 + 1;
    }
    return side;
  }

  /** Whether it cannot but be nearly invariant from its last map on: that has no places. */
  boolean forced(int canvas) {
    return head == Head.MEAN || map(canvas) == 1;
  }

  /**
   * Cuts behind each pooling, the mean over places, if there is one, and the hidden dense layer.
   */
  List<String> cuts(Architecture architecture) {
    List<String> cuts = new ArrayList<>();
    for (int i = 1; i <= CONVOLUTIONS; i++) {
      cuts.add(architecture.cutName(EACH * i));
    }
    if (head == Head.MEAN) {
      cuts.add(architecture.cutName(EACH * CONVOLUTIONS + 1));
    }
    cuts.add(architecture.cutName(EACH * (CONVOLUTIONS + 1)));
    return cuts;
  }

  String words(int canvas) {
    return Text.format(
        "%d×%d, padding %d%s (map %s)",
        kernel,
        kernel,
        padding,
        pool == 2 ? "" : ", pool " + pool,
        head == Head.MEAN ? "averaged" : Text.format("%d×%d", map(canvas), map(canvas)));
  }
}
