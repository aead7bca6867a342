package dev.assay.paper.constrained;

import dev.assay.reproduction.Design;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Paper.Scale;
import java.util.List;

/**
 * How much of "Input margins can predict generalization too" is reproduced.
 *
 * @param seeds repetitions; each draws its own training samples and initial weights
 * @param samples of the training set whose margins are measured
 * @param components numbers of leading principal components, ascending
 * @param blockSize components in a block
 * @param blocks first components of blocks, ascending, from 0
 * @param family the networks that must be ordered by their generalisation gap
 */
record Size(
    int seeds,
    int samples,
    List<Integer> components,
    int blockSize,
    List<Integer> blocks,
    Design family) {

  /** Under ten minutes on two cores. */
  static Size quick() {
    return new Size(
        3,
        150,
        List.of(1, 2, 5, 10, 20, 50, 100),
        20,
        List.of(0, 20, 60, 120, 200),
        Design.of(NetworkKind.MLP, Scale.QUICK));
  }

  static Size full() {
    return new Size(
        5,
        5000,
        List.of(1, 2, 5, 10, 20, 50, 100, 200),
        20,
        List.of(0, 20, 40, 60, 80, 100, 140, 180, 240, 300),
        Design.of(NetworkKind.MLP, Scale.FULL));
  }
}
