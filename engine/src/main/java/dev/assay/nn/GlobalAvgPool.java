package dev.assay.nn;

import dev.assay.tensor.Shape;

/** Mean of each channel: C×H×W to a vector of C. */
public record GlobalAvgPool() implements Layer {

  @Override
  public String kind() {
    return "global-avg-pool";
  }

  @Override
  public Shape output(Shape input) {
    Fit.image(input);
    return Shape.vector(input.channels());
  }

  @Override
  public Linearity linearity() {
    return Linearity.AFFINE;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.globalAvgPool(this);
  }
}
