package dev.assay.study.margin;

import dev.assay.nn.Classifier;
import dev.assay.study.Samples;
import dev.assay.study.Space;
import dev.assay.subspace.Directions;

/**
 * A space made concrete.
 *
 * @param scale what distances are divided by
 * @param clip what points are held within; null for nothing
 * @param opinion the classifier in double precision
 */
record Place(
    Space space,
    Classifier classifier,
    Samples samples,
    Directions directions,
    double scale,
    Clip clip,
    SecondOpinion opinion) {

  String label() {
    return space.label();
  }
}
