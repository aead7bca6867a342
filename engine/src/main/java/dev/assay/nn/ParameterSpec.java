package dev.assay.nn;

import dev.assay.tensor.Shape;

/**
 * One parameter tensor of a layer.
 *
 * @param name name within the layer, as in files: {@code weight}, {@code bias}, …
 * @param shape its shape
 * @param role how it starts and whether training moves it
 * @param fanIn inputs per output, for the initial scale of weights
 */
public record ParameterSpec(String name, Shape shape, Role role, int fanIn) {

  public enum Role {
    /** Trained; starts normal with variance 2 / fanIn (He et al. 2015). */
    WEIGHT,
    /** Trained; starts at 0. */
    SHIFT,
    /** Trained; starts at 1. */
    SCALE,
    /** A running mean: not trained, starts at 0. */
    RUNNING_MEAN,
    /** A running variance: not trained, starts at 1. */
    RUNNING_VARIANCE;

    public boolean trained() {
      return this == WEIGHT || this == SHIFT || this == SCALE;
    }
  }
}
