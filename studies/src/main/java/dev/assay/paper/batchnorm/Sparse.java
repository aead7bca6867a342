package dev.assay.paper.batchnorm;

import dev.assay.study.representation.Sparseness;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A number that says how sparse a layer is.
 *
 * @param column its name in tables
 */
record Sparse(String column, String name, String meaning, ToDoubleFunction<Sparseness> of) {
  /** What statements are judged by: the mean over channels of their shares of zeros. */
  static final Sparse ZEROS = new Sparse("zeros", "zeros", "share of zeros", Sparseness::elements);

  static final List<Sparse> ALL =
      List.of(
          ZEROS,
          new Sparse(
              "silent",
              "silent channels",
              "share of samples' channels that are zero everywhere",
              Sparseness::silentChannels),
          new Sparse(
              "dead",
              "dead channels",
              "share of channels that are zero in all samples",
              Sparseness::deadChannels),
          new Sparse("hoyer", "Hoyer", "Hoyer's index, mean over samples", Sparseness::hoyer),
          new Sparse("gini", "Gini", "Gini's index, mean over samples", Sparseness::gini),
          new Sparse(
              "population",
              "population sparseness",
              "Treves and Rolls' sparseness over units",
              Sparseness::population),
          new Sparse(
              "lifetime",
              "lifetime sparseness",
              "Treves and Rolls' sparseness over samples",
              Sparseness::lifetime),
          new Sparse(
              "selectivity",
              "class selectivity",
              "of channels (Morcos et al. 2018)",
              Sparseness::selectivity));

  /** Behind a convolution, from 1. */
  double at(Findings.Measured network, int convolution) {
    return of.applyAsDouble(network.sparsity().get(convolution - 1).all());
  }

  /** The mean over layers. */
  double level(Findings.Measured network) {
    return network.sparsity().stream()
        .mapToDouble(found -> of.applyAsDouble(found.all()))
        .average()
        .orElseThrow();
  }
}
