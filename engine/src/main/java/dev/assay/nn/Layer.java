package dev.assay.nn;

import dev.assay.tensor.Shape;
import java.util.List;

/**
 * What a layer is: a record that says it all. How it runs is the business of a backend. The record
 * is also the file format (see {@link ArchitectureFormat}), the equality and the text form.
 */
public sealed interface Layer
    permits Conv2d,
        Dense,
        BatchNorm,
        Activation,
        Pool,
        Pad,
        BlurPool,
        PolyphasePool,
        GlobalAvgPool,
        Flatten,
        Dropout,
        Parallel {

  /** Name of the kind of layer in files, tables and messages, for example {@code max-pool}. */
  String kind();

  /**
   * Shape of a sample after this layer.
   *
   * @throws IllegalArgumentException if such an input does not fit, saying why
   */
  Shape output(Shape input);

  /** The parameters this layer has for such an input, in a fixed order; none by default. */
  default List<ParameterSpec> parameters(Shape input) {
    return List.of();
  }

  /** What kind of function the layer is, in evaluation mode. */
  Linearity linearity();

  /** Calls the method of this layer's kind. */
  <R> R accept(Visitor<R> visitor);

  /**
   * Something that differs from layer to layer, answered for every kind. No method has a default:
   * whoever must know all layers does not compile until it knows a new one.
   */
  interface Visitor<R> {
    R conv2d(Conv2d layer);

    R dense(Dense layer);

    R batchNorm(BatchNorm layer);

    R relu(Relu layer);

    R leakyRelu(LeakyRelu layer);

    R clip(Clip layer);

    R smooth(Smooth layer);

    R maxPool(MaxPool layer);

    R avgPool(AvgPool layer);

    R pad(Pad layer);

    R blurPool(BlurPool layer);

    R polyphasePool(PolyphasePool layer);

    R globalAvgPool(GlobalAvgPool layer);

    R flatten(Flatten layer);

    R dropout(Dropout layer);

    R parallel(Parallel layer);
  }
}
