package dev.assay.peers;

import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.polyphasePool;
import static dev.assay.nn.Layers.relu;

import dev.assay.backend.Window;
import dev.assay.nn.AntiAlias;
import dev.assay.nn.Architecture;
import dev.assay.nn.Conv2d;
import dev.assay.nn.Dense;
import dev.assay.nn.Layer;
import dev.assay.nn.MaxPool;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** The networks that are compared. */
enum Net {
  /** 784-1000-1000-1000-10 with ReLU. */
  MLP,
  /** Two blocks of two 3×3 convolutions, 32-32-64-64, on 3×32×32, then 256-10. */
  CNN,
  /** The same with BatchNorm after each convolution. */
  CNN_BN,
  /** {@link #CNN} on circular images. */
  CNN_CIRCULAR,
  /** The same with dense pooling and adaptive polyphase sampling. */
  CNN_POLYPHASE,
  /** {@link #CNN} with a filter of three taps behind dense pooling. */
  CNN_BLUR;

  private static final Window PADDED = kernel(3).padding(1);
  private static final Window CIRCULAR = kernel(3).circular();

  Architecture architecture() {
    Window pooling = kernel(2).circular();
    return switch (this) {
      case MLP -> mlp();
      case CNN -> cnn(PADDED, false, List.of(maxPool(2)));
      case CNN_BN -> cnn(PADDED, true, List.of(maxPool(2)));
      case CNN_CIRCULAR ->
          cnn(CIRCULAR, false, List.of(new MaxPool(pooling.stride(2), AntiAlias.NONE)));
      case CNN_POLYPHASE ->
          cnn(CIRCULAR, false, List.of(new MaxPool(pooling, AntiAlias.NONE), polyphasePool(2)));
      case CNN_BLUR -> cnn(PADDED, false, List.of(maxPool(2, 3)));
    };
  }

  /** Whether {@link OnnxModel} can write it. */
  boolean isExported() {
    return this == MLP || this == CNN || this == CNN_BN;
  }

  private static Architecture mlp() {
    return Architecture.of(
        Shape.vector(784),
        dense(1000),
        relu(),
        dense(1000),
        relu(),
        dense(1000),
        relu(),
        dense(10));
  }

  private static Architecture cnn(Window window, boolean batchNorm, List<Layer> pool) {
    List<Layer> layers = new ArrayList<>();
    for (int channels : new int[] {32, 64}) {
      for (int i = 0; i < 2; i++) {
        layers.add(conv(channels, window));
        if (batchNorm) {
          layers.add(batchNorm());
        }
        layers.add(relu());
      }
      layers.addAll(pool);
    }
    layers.addAll(List.of(flatten(), dense(256), relu(), dense(10)));
    return Architecture.of(Shape.image(3, 32, 32), layers);
  }

  /** Floating-point operations of the products of one sample's forward pass. */
  double forwardFlops() {
    Architecture architecture = architecture();
    double flops = 0;
    for (int layer = 0; layer < architecture.depth(); layer++) {
      flops += flops(architecture, layer);
    }
    return flops;
  }

  /** Forward, gradients of weights, and of inputs but for the first layer's. */
  double trainingFlops() {
    return 3 * forwardFlops() - flops(architecture(), 0);
  }

  private static double flops(Architecture architecture, int layer) {
    Shape in = architecture.shape(layer);
    Shape out = architecture.shape(layer + 1);
    Layer kind = architecture.layers().get(layer);
    if (kind instanceof Conv2d conv) {
      return 2.0 * out.size() * in.channels() / conv.groups() * conv.window().area();
    }
    return kind instanceof Dense ? 2.0 * in.size() * out.size() : 0;
  }
}
