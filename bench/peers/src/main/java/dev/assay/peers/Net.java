package dev.assay.peers;

import static dev.assay.nn.Layers.add;
import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.globalAvgPool;
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
import dev.assay.nn.Parallel;
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
  CNN_BLUR,
  /** The residual network of 8 layers for images of 32×32 (He et al. 2016), with projections. */
  RESNET8,
  /** That of 20 layers. */
  RESNET20;

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
      case RESNET8 -> residual(1);
      case RESNET20 -> residual(3);
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

  /** Three stages of so many blocks. */
  private static Architecture residual(int blocks) {
    List<Layer> layers = new ArrayList<>(List.of(bare(16, PADDED), batchNorm(), relu()));
    int channels = 16;
    for (int stage : new int[] {16, 32, 64}) {
      for (int block = 0; block < blocks; block++) {
        int stride = stage == channels ? 1 : 2;
        List<Layer> convolutions =
            List.of(
                bare(stage, PADDED.stride(stride)),
                batchNorm(),
                relu(),
                bare(stage, PADDED),
                batchNorm());
        List<Layer> past =
            stride == 1 ? List.of() : List.of(bare(stage, kernel(1).stride(2)), batchNorm());
        layers.addAll(List.of(add(convolutions, past), relu()));
        channels = stage;
      }
    }
    layers.addAll(List.of(globalAvgPool(), dense(10)));
    return Architecture.of(Shape.image(3, 32, 32), layers);
  }

  /** A convolution without bias, as in front of BatchNorm. */
  private static Conv2d bare(int channels, Window window) {
    return new Conv2d(channels, window, false);
  }

  /** Floating-point operations of the products of one sample's forward pass. */
  double forwardFlops() {
    Architecture architecture = architecture();
    return flops(architecture.layers(), architecture.input());
  }

  /** Forward, gradients of weights, and of inputs but for the first layer's. */
  double trainingFlops() {
    Architecture architecture = architecture();
    return 3 * forwardFlops() - flops(architecture.layers().get(0), architecture.input());
  }

  private static double flops(List<Layer> layers, Shape input) {
    double flops = 0;
    Shape shape = input;
    for (Layer layer : layers) {
      flops += flops(layer, shape);
      shape = layer.output(shape);
    }
    return flops;
  }

  private static double flops(Layer layer, Shape in) {
    Shape out = layer.output(in);
    if (layer instanceof Conv2d conv) {
      return 2.0 * out.size() * in.channels() / conv.groups() * conv.window().area();
    } else if (layer instanceof Parallel parallel) {
      return parallel.branches().stream().mapToDouble(branch -> flops(branch, in)).sum();
    }
    return layer instanceof Dense ? 2.0 * in.size() * out.size() : 0;
  }
}
