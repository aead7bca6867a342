package dev.assay.study.translation;

import dev.assay.tensor.Shape;

/**
 * Where a network is looked at.
 *
 * @param name of a hidden cut, or {@link #LOGITS} or {@link #SOFTMAX}
 * @param shape of what is there for each image
 */
public record Place(String name, Shape shape) {
  public static final String LOGITS = "logits";
  public static final String SOFTMAX = "softmax";

  /** Whether it is what the network answers: of as many numbers as there are classes. */
  public boolean output() {
    return name.equals(LOGITS) || name.equals(SOFTMAX);
  }

  int length() {
    return shape.intSize();
  }
}
