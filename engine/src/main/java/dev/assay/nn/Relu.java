package dev.assay.nn;

import dev.assay.tensor.Shape;

/** {@code max(x, 0)}, element by element. */
public record Relu() implements Layer {

  @Override
  public String kind() {
    return "relu";
  }

  @Override
  public Shape output(Shape input) {
    return input;
  }
}
