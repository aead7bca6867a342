package dev.assay.tree;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;

/**
 * Numbers; the array is taken as it is and must not be changed.
 *
 * @param values count × length
 */
public record Values(float[] values, int count, int length) implements Features {

  /**
   * @throws BadInputException if a value is not finite: it has no place in an order
   */
  public Values {
    if (values.length != (long) count * length) {
      throw new IllegalArgumentException(
          Text.format("%d values are not %d samples of length %d", values.length, count, length));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new BadInputException(
            Text.format(
                "value %d of sample %d is %s; a tree needs finite numbers",
                i % length, i / length, values[i]));
      }
    }
  }

  @Override
  public boolean above(int sample, int feature, double threshold) {
    return values[sample * length + feature] > threshold;
  }
}
