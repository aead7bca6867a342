package dev.assay.pgdl;

import com.fasterxml.jackson.databind.JsonNode;
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
import dev.assay.nn.MaxPool;
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
 * <p>Where Keras pads one side of an image more than the other, a convolution here pads both as
 * much as the one, and its kernel begins with a row or column of zeros: the same sums.
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
    Padding padding = padding(settings, kernel, stride);
    settings.require("dilation_rate", 1);
    settings.require("groups", 1);
    int filters = settings.whole("filters");
    boolean bias = settings.flag("use_bias", true);
    int[] more = {padding.down.excess(), padding.across.excess()};
    int[] whole = {kernel[0] + more[0], kernel[1] + more[1]};
    add(
        settings,
        () -> new Conv2d(filters, padding.window(whole, stride), bias),
        new KerasParameters.Conv(kernel, more, shape.channels(), filters, bias));
    activate(settings);
  }

  /** Of rows and of columns. */
  private record Padding(SamePadding down, SamePadding across) {
    /** A window that is padded on both sides as it should be after. */
    Window window(int[] kernel, int[] stride) {
      return new Window(kernel[0], kernel[1], stride[0], stride[1], down.after(), across.after());
    }
  }

  private Padding padding(KerasSettings settings, int[] kernel, int[] stride) {
    requireChannelsLast(settings);
    if (settings.word("padding", "valid", Set.of("valid", "same")).equals("valid")) {
      return new Padding(SamePadding.NONE, SamePadding.NONE);
    }
    return new Padding(
        SamePadding.of(shape.height(), kernel[0], stride[0]),
        SamePadding.of(shape.width(), kernel[1], stride[1]));
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
    Padding padding = padding(settings, size, stride);
    boolean maximum = settings.kind().startsWith("Max");
    if (padding.down.excess() + padding.across.excess() > 0) {
      throw settings.bad(
          Text.format(
              "padding 'same' of images of %d × %d pads one side more than the other, which is not"
                  + " supported for pooling",
              shape.height(), shape.width()));
    }
    if (!maximum && padding.down.after() + padding.across.after() > 0) {
      throw settings.bad(
          "with padding 'same' means are of the values within the image alone, which is not"
              + " supported");
    }
    add(
        settings,
        () -> {
          Window window = padding.window(size, stride);
          return maximum
              ? new MaxPool(window, AntiAlias.NONE)
              : new AvgPool(window, AntiAlias.NONE);
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
