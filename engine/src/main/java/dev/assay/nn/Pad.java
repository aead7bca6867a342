package dev.assay.nn;

import dev.assay.backend.Edge;
import dev.assay.tensor.Shape;

/**
 * Images extended by what lies beyond their edges, each side by itself.
 *
 * @param margins rows and columns that are added
 * @param edge what they hold
 */
public record Pad(Margins margins, Edge edge) implements Layer {

  @Override
  public String kind() {
    return "pad";
  }

  @Override
  public Shape output(Shape input) {
    Fit.image(input);
    Shape padded =
        Shape.image(
            input.channels(),
            Math.addExact(input.height(), margins.rows()),
            Math.addExact(input.width(), margins.columns()));
    padded.intSize();
    return padded;
  }

  @Override
  public Linearity linearity() {
    return Linearity.AFFINE;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.pad(this);
  }
}
