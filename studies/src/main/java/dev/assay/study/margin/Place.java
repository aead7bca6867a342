package dev.assay.study.margin;

import dev.assay.geometry.Directions;
import dev.assay.nn.Classifier;

/**
 * A space made concrete.
 *
 * @param components number of principal components, 0 for all directions
 * @param scale what distances are divided by
 */
record Place(
    Space space,
    int components,
    Classifier classifier,
    Samples samples,
    Directions directions,
    double scale) {

  String label() {
    return space.label();
  }
}
