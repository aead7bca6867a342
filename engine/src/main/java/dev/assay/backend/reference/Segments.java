package dev.assay.backend.reference;

/** Points of segments and their classes. */
final class Segments {
  private Segments() {}

  /**
   * {@code out[i] = a + t·(b − a)} on segment {@code q div P}, t = (q mod P)/(P − 1), q = first +
   * i.
   */
  static void interpolate(
      Floats from, Floats to, int points, int first, int count, int size, Floats out) {
    for (int i = 0; i < count; i++) {
      int segment = (first + i) / points;
      double t = (double) ((first + i) % points) / (points - 1);
      for (int j = 0; j < size; j++) {
        double a = from.get(segment * size + j);
        out.set(i * size + j, a + t * (to.get(segment * size + j) - a));
      }
    }
  }

  /** The first of the largest; −1 where one is not finite. */
  static void argmax(Floats logits, int count, int size, Floats classes) {
    for (int n = 0; n < count; n++) {
      int best = 0;
      for (int k = 0; k < size && best >= 0; k++) {
        double z = logits.get(n * size + k);
        if (!Double.isFinite(z)) {
          best = -1;
        } else if (z > logits.get(n * size + best)) {
          best = k;
        }
      }
      classes.set(n, best);
    }
  }
}
