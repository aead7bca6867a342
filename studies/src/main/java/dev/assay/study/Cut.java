package dev.assay.study;

import dev.assay.backend.Workers;
import dev.assay.geometry.PiecewiseLinear;
import dev.assay.io.BadInputException;
import dev.assay.nn.Classifier;
import dev.assay.nn.Network;

/**
 * A classifier cut in two. What is above is a classifier of its own, whose inputs are the
 * activations at the cut; at the input all is above.
 */
public interface Cut {

  /**
   * A network, cut.
   *
   * @param cut where; 0 is the input
   */
  static Cut of(Network network, int cut) {
    return new NetworkCut(network, cut);
  }

  /** What is above. */
  Classifier above();

  /**
   * Whether what is above is known to be an affine function, as a linear layer is: its Jacobian is
   * the same everywhere.
   */
  default boolean affine() {
    return false;
  }

  /** Whether what is above is known to be piecewise linear, so that there is exact geometry. */
  default boolean piecewiseLinear() {
    return false;
  }

  /**
   * The same for exact geometry, in double precision.
   *
   * @throws BadInputException if it is not {@link #piecewiseLinear}
   */
  default PiecewiseLinear exact() {
    throw new BadInputException("this classifier is not known to be piecewise linear");
  }

  /**
   * What is below the layer right before the cut, for exact geometry: where that is an activation,
   * its outputs are the pre-activations.
   *
   * @throws BadInputException if it is not known, or not piecewise linear
   */
  default PiecewiseLinear below() {
    throw new BadInputException("this classifier does not tell what is below its cuts");
  }

  /** Threads for exact geometry. */
  Workers workers();

  /**
   * What is below: the inputs themselves at the input.
   *
   * @param inputs count × n
   * @return count × activations
   */
  float[] activations(float[] inputs, int count);
}
