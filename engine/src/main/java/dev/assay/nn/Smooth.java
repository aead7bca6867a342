package dev.assay.nn;

import dev.assay.backend.Curve;
import java.util.Locale;

/**
 * A smooth function, element by element.
 *
 * @param curve which one
 */
public record Smooth(Curve curve) implements Activation {

  @Override
  public String kind() {
    return kind(curve);
  }

  static String kind(Curve curve) {
    return curve.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Linearity linearity() {
    return Linearity.OTHER;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.smooth(this);
  }
}
