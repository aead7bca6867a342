package dev.assay.nn;

import dev.assay.tensor.Shape;
import java.util.List;

/**
 * What a layer is: a record that says it all. How it runs is the business of a backend. The record
 * is also the file format (see {@link ArchitectureFormat}), the equality and the text form.
 */
public sealed interface Layer
    permits Conv2d, Dense, BatchNorm, Relu, Pool, BlurPool, GlobalAvgPool, Flatten, Dropout {

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

  /** True where the layer is piecewise linear in evaluation mode, as exact geometry requires. */
  default boolean isPiecewiseLinear() {
    return true;
  }
}
