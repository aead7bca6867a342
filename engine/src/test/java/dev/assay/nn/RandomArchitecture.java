package dev.assay.nn;

import dev.assay.backend.Blur;
import dev.assay.backend.Curve;
import dev.assay.backend.Edge;
import dev.assay.backend.Window;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws an architecture: layers of every kind in any order that fits, on small inputs with odd
 * sizes, strides and paddings. Equal keys give equal architectures.
 */
final class RandomArchitecture {
  private static final int MOST_LAYERS = 9;

  private static final int MOST_LOGITS = 40;

  /** Some products take other forms from so many channels on. */
  private static final int[] CHANNELS = {1, 2, 3, 5, 8, 24, 33};

  private static final int[] FILTERS = {0, 2, 3, 5, 8};

  private final long key;
  private final List<Layer> layers = new ArrayList<>();
  private int drawn;
  private Shape shape;

  private RandomArchitecture(long key) {
    this.key = key;
  }

  static Architecture of(long key) {
    return new RandomArchitecture(key).draw();
  }

  private Architecture draw() {
    shape =
        below(5) == 0
            ? Shape.vector(1 + below(70))
            : Shape.image(1 + below(4), 1 + below(13), 1 + below(13));
    Shape input = shape;
    for (int i = below(MOST_LAYERS + 1); i > 0; i--) {
      append(shape.isImage() ? onImages() : onVectors());
    }
    if (shape.isImage()) {
      append(below(3) == 0 ? new GlobalAvgPool() : new Flatten());
    }
    if (shape.intSize() < 2 || shape.intSize() > MOST_LOGITS || below(4) > 0) {
      append(new Dense(2 + below(5), flip()));
    }
    return Architecture.of(input, layers);
  }

  private void append(Layer layer) {
    try {
      shape = layer.output(shape);
      layers.add(layer);
    } catch (IllegalArgumentException misfit) {
      // another one will fit
    }
  }

  private Layer onImages() {
    return switch (below(18)) {
      case 0, 1, 2, 3, 4 -> conv();
      case 5, 6 -> batchNorm();
      case 7, 8 -> activation();
      case 9, 10 -> new MaxPool(window(3, 2), AntiAlias.NONE);
      case 11 -> new MaxPool(square(), antiAlias());
      case 12 -> new AvgPool(square(), antiAlias(), flip() ? Margins.NONE : margins());
      case 13 ->
          new BlurPool(new Blur(1 + below(9), 1 + below(3), 1 + below(3), Edge.values()[below(4)]));
      case 14 -> flip() ? dropout() : parallel();
      case 15 -> new AvgPool(window(3, 2), AntiAlias.NONE);
      case 16 ->
          flip()
              ? new PolyphasePool(1 + below(3), 1 + below(3), antiAlias())
              : new Pad(margins(), Edge.values()[below(4)]);
      default -> below(3) == 0 ? new GlobalAvgPool() : new Flatten();
    };
  }

  /** Now and then in groups, or depthwise. */
  private Layer conv() {
    int channels = CHANNELS[below(CHANNELS.length)];
    int groups = below(3) > 0 ? 1 : flip() ? 2 : shape.channels();
    Dilation dilation = flip() ? Dilation.NONE : new Dilation(1 + below(2), 1 + below(3));
    return new Conv2d(channels * groups, window(5, 1), dilation, groups, flip());
  }

  private Layer onVectors() {
    return switch (below(7)) {
      case 0, 1, 2 -> new Dense(1 + below(40), flip());
      case 3 -> activation();
      case 4 -> flip() ? dropout() : parallel();
      default -> batchNorm();
    };
  }

  /** Branches of layers that keep rows and columns, behind one that may change all alike. */
  private Layer parallel() {
    Shape before = shape;
    boolean add = flip();
    int channels = flip() ? before.channels() : 1 + below(9);
    int stride = 1 + below(2);
    List<List<Layer>> branches = new ArrayList<>();
    for (int i = 2 + below(2); i > 0; i--) {
      List<Layer> outer = new ArrayList<>(layers);
      layers.clear();
      shape = before;
      if (before.isImage() && stride > 1) {
        append(new AvgPool(new Window(1, 1, stride, stride, 0, 0), AntiAlias.NONE));
      }
      for (int j = below(4); j > 0; j--) {
        append(keepsPlaces());
      }
      if (add && shape.channels() != channels) {
        append(product(channels));
      }
      branches.add(List.copyOf(layers));
      layers.clear();
      layers.addAll(outer);
    }
    shape = before;
    return new Parallel(branches, add ? Parallel.Join.ADD : Parallel.Join.CONCAT);
  }

  private Layer product(int outputs) {
    int size = 2 * below(2) + 1;
    Window window = new Window(size, size, 1, 1, size / 2, size / 2, edge());
    return shape.isImage() ? new Conv2d(outputs, window, flip()) : new Dense(outputs, flip());
  }

  private Layer keepsPlaces() {
    return switch (below(9)) {
      case 0, 1, 2 -> product(CHANNELS[below(4)]);
      case 3, 4 -> batchNorm();
      case 5, 6 -> activation();
      case 7 -> dropout();
      default -> parallel();
    };
  }

  private Layer activation() {
    return switch (below(8)) {
      case 0 -> new Smooth(Curve.values()[below(Curve.values().length)]);
      case 1 -> new LeakyRelu(flip() ? 0.01f : 0.3f);
      case 2 -> flip() ? new Clip(0, 6) : new Clip(-0.3f, 0.5f);
      default -> new Relu();
    };
  }

  private Layer batchNorm() {
    return flip() ? new BatchNorm(1e-5f, 0.1f) : new BatchNorm(1e-3f, 0.3f);
  }

  private Layer dropout() {
    return new Dropout(0.1f + 0.1f * below(6));
  }

  private Margins margins() {
    return new Margins(below(3), below(2), below(3), below(2));
  }

  private AntiAlias antiAlias() {
    return new AntiAlias(FILTERS[below(FILTERS.length)]);
  }

  private Window square() {
    int size = 1 + below(3);
    int padding = below(size / 2 + 1);
    return new Window(size, size, 1 + below(2), 1 + below(2), padding, padding, edge());
  }

  private Edge edge() {
    return below(3) == 0 ? Edge.CIRCULAR : Edge.ZERO;
  }

  /** Padding of up to the kernel's extent over {@code share}. */
  private Window window(int largest, int share) {
    int height = 1 + below(largest);
    int width = flip() ? height : 1 + below(largest);
    int strideHeight = flip() ? 1 : 1 + below(3);
    int strideWidth = flip() ? strideHeight : 1 + below(3);
    int paddingHeight = below(height / share + 1);
    int paddingWidth = below(width / share + 1);
    return new Window(
        height, width, strideHeight, strideWidth, paddingHeight, paddingWidth, edge());
  }

  private boolean flip() {
    return below(2) == 0;
  }

  private int below(int bound) {
    return Streams.integer(key, drawn++, bound);
  }
}
