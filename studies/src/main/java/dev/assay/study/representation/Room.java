package dev.assay.study.representation;

/**
 * Memory for the activations of one layer after the other: what the next one writes over need not
 * wait to be collected, so a study takes no more of a large heap than of a small one.
 */
final class Room {
  private float[] values = new float[0];

  /** So many values or more, of which nothing is known. What was in the room before is gone. */
  float[] of(int size) {
    if (values.length < size) {
      // the old ones may be collected first
      values = null;
      values = new float[size];
    }
    return values;
  }
}
