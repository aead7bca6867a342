package dev.assay.measure;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.nn.Network;

/** Measures of a network whose first layer is a ReLU, behind which samples are known by sight. */
final class BehindRelu {
  static final String CUT = "0-relu";

  private BehindRelu() {}

  /** What a measure finds, with all samples on the bench. */
  static <R extends Record> R of(NetworkMeasure<R> measure, Dataset samples) {
    try (Backend backend = Backends.open("reference", 1);
        Network network =
            new Network(
                backend,
                Architecture.of(samples.sample(), Layers.relu(), Layers.dense(samples.classes())),
                1)) {
      Bench bench = new Bench(backend, LinearAlgebra.java(), name -> null);
      bench.keep(samples);
      return measure.of(network, bench);
    }
  }
}
