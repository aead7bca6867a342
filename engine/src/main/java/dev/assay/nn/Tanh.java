package dev.assay.nn;

/** The hyperbolic tangent, element by element. */
public record Tanh() implements Activation {

  @Override
  public String kind() {
    return "tanh";
  }

  @Override
  public Linearity linearity() {
    return Linearity.OTHER;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.tanh(this);
  }
}
