package dev.assay.nn;

import dev.assay.io.Text;

/**
 * {@code x} where it is positive, else {@code slope·x}, element by element (Maas et al. 2013).
 *
 * @param slope between 0 and 1
 */
public record LeakyRelu(float slope) implements Activation {
  public static final float DEFAULT_SLOPE = 0.01f;

  public LeakyRelu {
    if (!(slope > 0 && slope < 1)) {
      throw new IllegalArgumentException(
          Text.format("slope must be in (0, 1), got %s; relu is the one of slope 0", slope));
    }
  }

  @Override
  public String kind() {
    return "leaky-relu";
  }

  @Override
  public Linearity linearity() {
    return Linearity.PIECEWISE_LINEAR;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.leakyRelu(this);
  }
}
