package dev.assay.peers;

import java.util.List;

/**
 * Names of what sides must agree on. Gradients jump where a ReLU or a maximum is at its kink, and
 * among millions of activations some are so near it that rounding decides; two correct programs
 * then differ. So there are three kinds of outputs, told by their names: plain ones must agree
 * everywhere, of those in pieces most pieces must, and rough ones must agree roughly.
 */
final class Outputs {
  static final String PIECES = "pieces";
  static final String ROUGH = "rough";

  /** Of searches: coordinates of each point from its sample, count × m; NaN where there is none. */
  static final String DISPLACEMENTS = "displacements";

  private Outputs() {}

  /** {@code count} independent parts of equal length, each of which may sit at a kink. */
  static String pieces(int count, String name) {
    return PIECES + " " + count + " " + name;
  }

  /** One sum over a batch, some of whose terms may sit at a kink. */
  static String rough(String name) {
    return ROUGH + " " + name;
  }

  /** Joins arrays in their order. */
  static float[] join(List<float[]> arrays) {
    float[] joined = new float[arrays.stream().mapToInt(array -> array.length).sum()];
    int at = 0;
    for (float[] array : arrays) {
      System.arraycopy(array, 0, joined, at, array.length);
      at += array.length;
    }
    return joined;
  }
}
