package dev.assay.peers;

/** What the training steps of all sides share. */
final class Sgd {
  static final float RATE = 0.01f;
  static final float MOMENTUM = 0.9f;

  /** Small batches of so many samples whose gradients are compared one by one. */
  static final int PIECE = 2;

  private static final int MOST_PIECES = 16;

  private Sgd() {}

  static int pieces(int batch) {
    return Math.min(MOST_PIECES, batch / PIECE);
  }

  /** {@code layers.3.weight} → {@code layers.3}. */
  static String layer(String parameter) {
    return parameter.substring(0, parameter.lastIndexOf('.'));
  }
}
