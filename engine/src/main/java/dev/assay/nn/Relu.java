package dev.assay.nn;

/** {@code max(x, 0)}, element by element. */
public record Relu() implements Activation {

  @Override
  public String kind() {
    return "relu";
  }

  @Override
  public Linearity linearity() {
    return Linearity.PIECEWISE_LINEAR;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.relu(this);
  }
}
