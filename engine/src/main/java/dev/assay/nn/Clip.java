package dev.assay.nn;

import dev.assay.io.Text;

/**
 * {@code min(max(x, least), most)}, element by element; ReLU6 is that from 0 to 6. An end that is
 * the largest of all floats, or minus that, ends nothing.
 *
 * @param least less than {@code most}
 * @param most finite, as {@code least} is
 */
public record Clip(float least, float most) implements Activation {

  public Clip {
    if (!(least < most) || Float.isInfinite(least) || Float.isInfinite(most)) {
      throw new IllegalArgumentException(
          Text.format("min must be less than max, and both finite, got %s and %s", least, most));
    }
  }

  /** Whether values can be too small for it. */
  public boolean hasLeast() {
    return least > -Float.MAX_VALUE;
  }

  /** Whether values can be too large for it. */
  public boolean hasMost() {
    return most < Float.MAX_VALUE;
  }

  @Override
  public String kind() {
    return "clip";
  }

  @Override
  public Linearity linearity() {
    return Linearity.PIECEWISE_LINEAR;
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.clip(this);
  }
}
