package dev.assay.pgdl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.backend.Edge;
import dev.assay.backend.Window;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.AntiAlias;
import dev.assay.nn.Architecture;
import dev.assay.nn.AvgPool;
import dev.assay.nn.BatchNorm;
import dev.assay.nn.Conv2d;
import dev.assay.nn.Dense;
import dev.assay.nn.Dropout;
import dev.assay.nn.Flatten;
import dev.assay.nn.GlobalAvgPool;
import dev.assay.nn.Layer;
import dev.assay.nn.Layers;
import dev.assay.nn.LeakyRelu;
import dev.assay.nn.Margins;
import dev.assay.nn.MaxPool;
import dev.assay.nn.Pad;
import dev.assay.nn.Relu;
import dev.assay.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The layers of a Keras model as ours, one after the other. Images are pixel by pixel there and
 * channel by channel here, so a vector that was made of one is in another order; a dense layer has
 * its weights in the order to match.
 *
 * <p>Where padding differs between the sides, and before means, which count no padding, a layer
 * that pads is put before. It repeats pixels before maxima, which changes none.
 */
final class KerasLayers {
  private static final double EPSILON = 1e-3;

  private final Path file;
  private final Shape input;
  private final List<Layer> layers = new ArrayList<>();
  private final Map<Integer, KerasParameters> parameters = new LinkedHashMap<>();
  private Shape shape;

  /** The image that was made a vector; null where there is none, or a dense layer followed. */
  private Shape flattened;

  /**
   * @param input its shape as the file tells it
   */
  KerasLayers(Path file, JsonNode input) {
    this.file = file;
    this.input = input(input);
    this.shape = this.input;
  }

  private Shape input(JsonNode extents) {
    boolean fits = extents.isArray() && (extents.size() == 1 || extents.size() == 3);
    for (JsonNode extent : extents) {
      fits &= extent.isNumber() && extent.intValue() == extent.doubleValue();
      fits &= extent.intValue() >= 1;
    }
    if (!fits) {
      throw new BadInputException(
          Text.format(
              "%s: expected an input_shape of height, width and channels, or a length, got %s",
              file, extents));
    }
    return extents.size() == 1
        ? Shape.vector(extents.get(0).intValue())
        : Shape.image(
            extents.get(2).intValue(), extents.get(0).intValue(), extents.get(1).intValue());
  }

  /** Adds a layer. */
  void add(KerasSettings settings) {
    switch (settings.kind()) {
      case "Conv2D" -> conv(settings);
      case "Dense" -> dense(settings);
      case "MaxPooling2D", "AveragePooling2D" -> pool(settings);
      case "GlobalAveragePooling2D" -> {
        requireChannelsLast(settings);
        add(settings, GlobalAvgPool::new);
      }
      case "Flatten" -> flat(settings);
      case "Dropout" -> add(settings, () -> new Dropout((float) settings.number("rate", 0)));
      case "BatchNormalization" -> norm(settings);
      case "ReLU" -> rectify(settings);
      case "Activation" -> activate(settings);
      default ->
          throw settings.bad(
              "this layer is not supported; known are Conv2D, Dense, MaxPooling2D,"
                  + " AveragePooling2D, GlobalAveragePooling2D, Flatten, Dropout,"
                  + " BatchNormalization, ReLU and Activation");
    }
    settings.end();
  }

  private void add(KerasSettings settings, Supplier<Layer> made) {
    try {
      Layer layer = made.get();
      shape = layer.output(shape);
      layers.add(layer);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw settings.bad(e.getMessage());
    }
  }

  private void add(KerasSettings settings, Supplier<Layer> made, KerasParameters of) {
    parameters.put(layers.size(), of);
    add(settings, made);
  }

  private void conv(KerasSettings settings) {
    requireImage(settings);
    int[] kernel = settings.pair("kernel_size");
    int[] stride = settings.pair("strides", 1, 1);
    Margins margins = margins(settings, kernel, stride);
    settings.require("dilation_rate", 1);
    settings.require("groups", 1);
    int filters = settings.whole("filters");
    boolean bias = settings.flag("use_bias", true);
    boolean own = isEven(margins);
    if (!own) {
      add(settings, () -> new Pad(margins, Edge.ZERO));
    }
    add(
        settings,
        () -> new Conv2d(filters, window(kernel, stride, own ? margins : Margins.NONE), bias),
        new KerasParameters.Conv(kernel, shape.channels(), filters, bias));
    activate(settings);
  }

  /** What is put around an image. */
  private Margins margins(KerasSettings settings, int[] kernel, int[] stride) {
    requireChannelsLast(settings);
    if (settings.word("padding", "valid", Set.of("valid", "same")).equals("valid")) {
      return Margins.NONE;
    }
    int rows = same(shape.height(), kernel[0], stride[0]);
    int columns = same(shape.width(), kernel[1], stride[1]);
    return new Margins(rows / 2, columns / 2, rows - rows / 2, columns - columns / 2);
  }

  /**
   * How much TensorFlow pads one axis of an image so that there are {@code ⌈input/stride⌉} outputs;
   * half of it, rounded down, before.
   */
  private static int same(int input, int kernel, int stride) {
    int outputs = (input + stride - 1) / stride;
    return Math.max((outputs - 1) * stride + kernel - input, 0);
  }

  private static boolean isEven(Margins margins) {
    return margins.top() == margins.bottom() && margins.left() == margins.right();
  }

  private static Window window(int[] kernel, int[] stride, Margins around) {
    return new Window(kernel[0], kernel[1], stride[0], stride[1], around.top(), around.left());
  }

  private void dense(KerasSettings settings) {
    int units = settings.whole("units");
    boolean bias = settings.flag("use_bias", true);
    Shape from = flattened == null ? shape : flattened;
    add(settings, () -> new Dense(units, bias), new KerasParameters.Dense(from, units, bias));
    flattened = null;
    activate(settings);
  }

  private void pool(KerasSettings settings) {
    requireImage(settings);
    int[] size = settings.pair("pool_size", 2, 2);
    int[] stride = settings.pair("strides", size);
    Margins margins = margins(settings, size, stride);
    boolean maximum = settings.kind().startsWith("Max");
    boolean own = maximum ? isEven(margins) : margins.isNone();
    if (!own) {
      add(settings, () -> new Pad(margins, maximum ? Edge.REPLICATE : Edge.ZERO));
    }
    add(
        settings,
        () -> {
          Window window = window(size, stride, own ? margins : Margins.NONE);
          return maximum
              ? new MaxPool(window, AntiAlias.NONE)
              : new AvgPool(window, AntiAlias.NONE, margins);
        });
  }

  private void flat(KerasSettings settings) {
    requireChannelsLast(settings);
    if (shape.isImage()) {
      flattened = shape;
    }
    add(settings, Flatten::new);
  }

  private void norm(KerasSettings settings) {
    settings.require("axis", -1, shape.isImage() ? 3 : 1);
    boolean scale = settings.flag("scale", true);
    boolean center = settings.flag("center", true);
    double epsilon = settings.number("epsilon", EPSILON);
    Shape of = flattened == null ? shape : flattened;
    add(
        settings,
        () -> new BatchNorm((float) epsilon, BatchNorm.DEFAULT_MOMENTUM),
        new KerasParameters.Norm(of, flattened != null, scale, center));
  }

  private void rectify(KerasSettings settings) {
    settings.require("max_value");
    settings.require("threshold", 0);
    double slope = settings.number("negative_slope", 0);
    add(settings, () -> slope == 0 ? new Relu() : new LeakyRelu((float) slope));
  }

  private void activate(KerasSettings settings) {
    switch (settings.word("activation", "linear", Set.of("linear", "relu", "tanh"))) {
      case "relu" -> add(settings, Relu::new);
      case "tanh" -> add(settings, Layers::tanh);
      default -> {}
    }
  }

  private static void requireChannelsLast(KerasSettings settings) {
    settings.word("data_format", "channels_last", Set.of("channels_last"));
  }

  private void requireImage(KerasSettings settings) {
    if (!shape.isImage()) {
      throw settings.bad("needs an image, but its input is a vector of " + shape);
    }
  }

  /** What came out, once all layers were added. */
  Architecture architecture() {
    boolean ordered =
        flattened == null
            || flattened.channels() == 1
            || flattened.intSize() == flattened.channels();
    if (shape.rank() != 1 || !ordered) {
      throw new BadInputException(
          file + ": a model must end in logits; this one ends in an image of " + shape);
    }
    try {
      return Architecture.of(input, layers);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(file + ": " + e.getMessage(), e);
    }
  }

  /** Whose parameters each layer has. */
  Map<Integer, KerasParameters> parameters() {
    return parameters;
  }
}
