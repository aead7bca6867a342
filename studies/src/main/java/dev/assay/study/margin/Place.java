package dev.assay.study.margin;

import dev.assay.study.Cut;
import dev.assay.study.Samples;
import dev.assay.study.Space;
import dev.assay.subspace.Directions;

/**
 * A space made concrete.
 *
 * @param cut the classifier from there on
 * @param samples as they are there
 * @param scale what distances are divided by
 * @param clip what points are held within; null for nothing
 * @param opinion the classifier in double precision; null where it is not piecewise linear
 */
record Place(
    Space space,
    Cut cut,
    Samples samples,
    Directions directions,
    double scale,
    Clip clip,
    SecondOpinion opinion) {

  Place(Space space, Cut cut, Samples samples, Directions directions, double scale, Clip clip) {
    this(space, cut, samples, directions, scale, clip, SecondOpinion.of(cut));
  }

  String label() {
    return space.label();
  }
}
