package dev.assay.paper.stride;

import dev.assay.backend.Window;
import dev.assay.data.Dataset;
import dev.assay.io.Text;
import dev.assay.nn.AntiAlias;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layer;
import dev.assay.nn.Layers;
import dev.assay.nn.MaxPool;
import dev.assay.nn.PolyphasePool;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A network of three convolutions by 3×3, each with ReLU and max pooling, and how it is trained.
 *
 * @param strides of the poolings
 * @param kernel of the poolings; padded by half of it
 * @param moved whether training images are moved at random
 */
record Design(List<Integer> strides, int kernel, Filter filter, Head head, boolean moved) {
  static final List<Integer> DENSE = List.of(1, 1, 1);
  static final List<Integer> STRIDED = List.of(2, 2, 2);

  Design {
    strides = List.copyOf(strides);
  }

  /** One without any remedy. */
  static Design plain(List<Integer> strides, int kernel) {
    return new Design(strides, kernel, Filter.NONE, Head.DENSE, false);
  }

  /**
   * What remedies are compared with: the smallest kernel at the strides that most networks have.
   */
  static Design base() {
    return plain(STRIDED, 2);
  }

  Design with(Filter other) {
    return new Design(strides, kernel, other, head, moved);
  }

  Design with(Head other) {
    return new Design(strides, kernel, filter, other, moved);
  }

  Design withMoves() {
    return new Design(strides, kernel, filter, head, true);
  }

  /** How many pixels a step of the last map is. */
  int stride() {
    return strides.stream().reduce(1, (a, b) -> a * b);
  }

  boolean circular() {
    return filter == Filter.POLYPHASE;
  }

  /** Whether maps come out whole: polyphase components must be of one size. */
  boolean fits(int canvas) {
    return !circular() || canvas % stride() == 0;
  }

  /**
   * @param channels of each convolution
   * @param units of the hidden dense layer, where there is one
   */
  Architecture of(Dataset data, List<Integer> channels, int units) {
    Window window = Layers.kernel(3);
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < strides.size(); i++) {
      layers.add(Layers.conv(channels.get(i), circular() ? window.circular() : window.padding(1)));
      layers.add(Layers.relu());
      layers.addAll(pooling(strides.get(i)));
    }
    if (head == Head.MEAN) {
      layers.add(Layers.globalAvgPool());
    } else {
      layers.addAll(List.of(Layers.flatten(), Layers.dense(units), Layers.relu()));
    }
    layers.add(Layers.dense(data.classes()));
    return Architecture.of(data.sample(), layers);
  }

  private List<Layer> pooling(int stride) {
    Window window = Layers.kernel(kernel);
    if (circular()) {
      return List.of(
          new MaxPool(window.circular(), AntiAlias.NONE),
          new PolyphasePool(stride, stride, AntiAlias.NONE));
    }
    Window padded = window.stride(stride).padding((kernel - 1) / 2);
    return List.of(new MaxPool(padded, filter.antiAlias()));
  }

  /** Cuts behind the ReLU of each convolution, where pooling looks, and behind the pooling. */
  List<String> cuts(Architecture architecture) {
    List<String> cuts = new ArrayList<>();
    int each = circular() ? 4 : 3;
    for (int i = 0; i < strides.size(); i++) {
      cuts.add(architecture.cutName(each * i + 2));
      cuts.add(architecture.cutName(each * (i + 1)));
    }
    return cuts;
  }

  /** The strides, as figures name them. */
  String strided() {
    return "strides " + strides.stream().map(String::valueOf).collect(Collectors.joining("·"));
  }

  String words() {
    return Text.format(
        "%s, kernel %d%s%s%s",
        strided(),
        kernel,
        filter == Filter.NONE ? "" : ", " + filter.words(),
        head == Head.MEAN ? ", averaged" : "",
        moved ? ", moved in training" : "");
  }
}
