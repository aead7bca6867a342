package dev.assay.nn;

import dev.assay.tensor.Shape;

/** A nonlinear function, element by element. */
public sealed interface Activation extends Layer permits Relu, LeakyRelu, Clip, Smooth {

  @Override
  default Shape output(Shape input) {
    return input;
  }
}
