package dev.assay.study.tree;

import dev.assay.nn.Classifier;
import dev.assay.study.Samples;

/**
 * Samples, and what is known of them.
 *
 * @param predicted the class that the network gives each
 */
public record Side(Samples samples, int[] predicted) {

  /**
   * @throws dev.assay.io.BadInputException if a logit is not finite
   */
  public static Side of(Samples samples, Classifier network) {
    return new Side(samples, Looked.predicted(network, samples));
  }

  public int[] labels() {
    return samples.labels();
  }

  /** The class that a tree is to give each. */
  public int[] of(Target target) {
    return target == Target.LABEL ? labels() : predicted;
  }
}
