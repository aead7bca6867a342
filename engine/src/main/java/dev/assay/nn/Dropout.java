package dev.assay.nn;

import dev.assay.tensor.Shape;

/**
 * Inverted dropout (Srivastava et al. 2014): in training each element is zeroed with probability
 * {@code rate} and the rest divided by {@code 1 − rate}; in evaluation the identity.
 */
public record Dropout(float rate) implements Layer {

  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("rate must be in [0, 1), got " + rate);
    }
  }

  @Override
  public String kind() {
    return "dropout";
  }

  @Override
  public Shape output(Shape input) {
    return input;
  }

  @Override
  public Linearity linearity() {
    return Linearity.AFFINE;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.dropout(this);
  }
}
