package dev.assay.study.margin;

import dev.assay.subspace.Directions;

/**
 * What is asked about each sample: the distance to which boundary, in which directions.
 *
 * @param clip what points are held within; null for nothing
 * @param target the only class whose boundary counts, −1 for all
 * @param opinion the same network in double precision; null where there is none
 */
record Question(
    Directions directions, Reference reference, Clip clip, int target, SecondOpinion opinion) {

  /** Whether the boundary with a class counts from a class. */
  boolean counts(int from, int rival) {
    return target < 0 ? rival != from : rival == target;
  }

  /** The same in other directions. */
  Question along(Directions others) {
    return new Question(others, reference, clip, target, opinion);
  }

  /**
   * Moves a point held in scratch to {@code x + P β}, within the clip.
   *
   * @param x the sample begins at {@code from}
   * @return its distance from the sample
   */
  double place(double[] coordinates, float[] x, int from, double[] scratch) {
    for (int i = 0; i < scratch.length; i++) {
      scratch[i] = x[from + i];
    }
    directions.lift(coordinates, scratch);
    if (clip == null) {
      return Vectors.norm(coordinates);
    }
    clip.apply(scratch, x, from);
    double squares = 0;
    for (int i = 0; i < scratch.length; i++) {
      double moved = scratch[i] - x[from + i];
      squares += moved * moved;
    }
    return Math.sqrt(squares);
  }
}
