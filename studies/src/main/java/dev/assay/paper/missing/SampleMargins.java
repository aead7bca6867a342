package dev.assay.paper.missing;

import dev.assay.data.Dataset;
import dev.assay.nn.Network;
import dev.assay.study.Samples;
import dev.assay.study.margin.Margin;
import dev.assay.study.margin.MarginMeter;
import dev.assay.study.margin.MarginSolver;
import dev.assay.study.margin.Reference;
import dev.assay.subspace.Directions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Input margins of some training samples, as they are kept in a store.
 *
 * @param samples which they are
 * @param fitted whether the network predicts the target that the sample was trained on
 * @param distances to the boundary; NaN where none was found
 */
record SampleMargins(int[] samples, boolean[] fitted, double[] distances) {

  static Map<String, ?> key(Dataset data, int[] samples, MarginSolver solver) {
    return Map.of(
        "what", "input margins", "data", data.provenance(), "samples", samples, "solver", solver);
  }

  static SampleMargins of(Network network, Dataset data, int[] samples, MarginSolver solver) {
    int length = data.sample().intSize();
    List<Margin> margins =
        new MarginMeter(network.classifier(), Directions.all(length), Reference.PREDICTION)
            .measure(Samples.of(data, samples), solver, done -> {});
    double[] distances = new double[samples.length];
    boolean[] fitted = new boolean[samples.length];
    for (int i = 0; i < samples.length; i++) {
      Margin margin = margins.get(i);
      fitted[i] = margin.correct();
      distances[i] = margin.status() == Margin.Status.OK ? margin.distance() : Double.NaN;
    }
    return new SampleMargins(samples, fitted, distances);
  }

  /** Whether a sample is fitted and has a margin. */
  boolean usable(int i) {
    return fitted[i] && !Double.isNaN(distances[i]);
  }

  /** Margins of the fitted samples. */
  double[] values() {
    return IntStream.range(0, samples.length)
        .filter(this::usable)
        .mapToDouble(i -> distances[i])
        .toArray();
  }

  double mean() {
    return Arrays.stream(values()).average().orElse(Double.NaN);
  }

  int failed() {
    return (int) Arrays.stream(distances).filter(Double::isNaN).count();
  }
}
