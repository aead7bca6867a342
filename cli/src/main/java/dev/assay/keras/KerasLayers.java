package dev.assay.keras;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.backend.Curve;
import dev.assay.backend.Edge;
import dev.assay.backend.Window;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.AntiAlias;
import dev.assay.nn.Architecture;
import dev.assay.nn.AvgPool;
import dev.assay.nn.BatchNorm;
import dev.assay.nn.Clip;
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
import dev.assay.nn.Smooth;
import dev.assay.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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

  /** The slope of a LeakyReLU that is told none. */
  private static final double LEAK = 0.3;

  private static final Set<String> ACTIVATIONS =
      Set.of("linear", "relu", "tanh", "sigmoid", "softmax");

  private final Path file;
  private final Shape input;
  private final List<Layer> layers = new ArrayList<>();
  private final Map<Integer, KerasParameters> parameters = new LinkedHashMap<>();
  private Shape shape;

  private final List<String> notes = new ArrayList<>();

  /** Whether samples have rows and columns but no channels, and must be made vectors first. */
  private final boolean matrix;

  /** Whether a softmax, which is left out, was the last. */
  private boolean ended;

  /** The image that was made a vector; null where there is none, or a dense layer followed. */
  private Shape flattened;

  /**
   * @param input its shape as the file tells it
   */
  KerasLayers(Path file, JsonNode input) {
    this.file = file;
    this.input = input(input);
    this.shape = this.input;
    this.matrix = input.size() == 2;
  }

  private Shape input(JsonNode extents) {
    boolean fits = extents.isArray() && extents.size() >= 1 && extents.size() <= 3;
    for (JsonNode extent : extents) {
      fits &= extent.isNumber() && extent.intValue() == extent.doubleValue();
      fits &= extent.intValue() >= 1;
    }
    if (!fits) {
      throw new BadInputException(
          Text.format(
              "%s: expected an input_shape of height, width and channels, or fewer, got %s",
              file, extents));
    }
    int[] told = new int[extents.size()];
    Arrays.setAll(told, axis -> extents.get(axis).intValue());
    return told.length == 1
        ? Shape.vector(told[0])
        : Shape.image(told.length == 3 ? told[2] : 1, told[0], told[1]);
  }

  /** Adds a layer. */
  void add(KerasSettings settings) {
    requirePlace(settings);
    switch (settings.kind()) {
      case "InputLayer" -> {
        settings.refuse("sparse");
        settings.refuse("ragged");
        settings.refuse("optional");
      }
      case "Conv2D" -> conv(settings);
      case "Dense" -> dense(settings);
      case "MaxPooling2D", "AveragePooling2D" -> pool(settings);
      case "GlobalAveragePooling2D" -> {
        requireChannelsLast(settings);
        settings.refuse("keepdims");
        add(settings, GlobalAvgPool::new);
      }
      case "Flatten" -> flat(settings);
      case "Dropout" -> add(settings, () -> new Dropout((float) settings.number("rate", 0)));
      case "BatchNormalization" -> norm(settings);
      case "ReLU" -> rectify(settings);
      case "LeakyReLU" -> leak(settings);
      case "Softmax" -> {
        settings.require("axis", -1);
        end(settings);
      }
      case "ZeroPadding2D" -> {
        requireImage(settings);
        requireChannelsLast(settings);
        Margins margins = settings.margins("padding");
        add(settings, () -> new Pad(margins, Edge.ZERO));
      }
      case "Activation" -> activate(settings);
      default ->
          throw settings.bad(
              "this layer is not supported; known are InputLayer, Conv2D, Dense, MaxPooling2D,"
                  + " AveragePooling2D, GlobalAveragePooling2D, ZeroPadding2D, Flatten, Dropout,"
                  + " BatchNormalization, ReLU, LeakyReLU, Activation and Softmax");
    }
    settings.end();
  }

  private void requirePlace(KerasSettings settings) {
    if (ended) {
      throw settings.bad("comes after a softmax, which only as the last layer is left out");
    }
    boolean passes = Set.of("InputLayer", "Dropout", "Flatten").contains(settings.kind());
    if (matrix && !passes && shape.isImage()) {
      throw settings.bad("samples without channels must be flattened first");
    }
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
    double most = settings.number("max_value", Float.MAX_VALUE);
    settings.require("threshold", 0);
    double slope = settings.number("negative_slope", 0);
    if (most < Float.MAX_VALUE) {
      settings.require("negative_slope", 0);
      add(settings, () -> new Clip(0, (float) most));
    } else {
      add(settings, () -> slope == 0 ? new Relu() : new LeakyRelu((float) slope));
    }
  }

  /** Its slope is called alpha before version 3. */
  private void leak(KerasSettings settings) {
    double slope = settings.number("negative_slope", settings.number("alpha", LEAK));
    add(settings, () -> new LeakyRelu((float) slope));
  }

  private void activate(KerasSettings settings) {
    switch (settings.word("activation", "linear", ACTIVATIONS)) {
      case "relu" -> add(settings, Relu::new);
      case "tanh" -> add(settings, Layers::tanh);
      case "sigmoid" -> add(settings, () -> new Smooth(Curve.SIGMOID));
      case "softmax" -> end(settings);
      default -> {}
    }
  }

  private void end(KerasSettings settings) {
    if (shape.isImage()) {
      throw settings.bad("only over the classes, as the last layer, is a softmax left out");
    }
    ended = true;
    notes.add("the softmax at the end is left out: outputs are logits");
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

  /** What was left out. */
  List<String> notes() {
    return notes;
  }

  /** Whose parameters each layer has. */
  Map<Integer, KerasParameters> parameters() {
    return parameters;
  }
}
