package dev.assay.study.margin;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.nn.Classifier;
import dev.assay.random.Streams;
import dev.assay.study.Samples;
import dev.assay.subspace.Directions;
import dev.assay.subspace.PrincipalComponents;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** What margin tests share. */
final class Toys {
  private Toys() {}

  /** Gaussian points, labelled 0. */
  static Samples samples(long seed, int count, int n) {
    float[] points = new float[count * n];
    for (int i = 0; i < points.length; i++) {
      points[i] = (float) Streams.normal(Streams.key(seed, "points"), i);
    }
    return samples(points, n);
  }

  static Samples samples(float[] points, int n) {
    int count = points.length / n;
    return new Samples(
        points,
        n,
        IntStream.range(0, count).toArray(),
        new int[count],
        Collections.nCopies(count, "clean"));
  }

  static Samples labelled(Samples s, int... labels) {
    return new Samples(s.points(), s.length(), s.indices(), labels, s.groups());
  }

  static PrincipalComponents components(Samples s) {
    return PrincipalComponents.of(s.points(), s.count(), s.length(), LinearAlgebra.java());
  }

  static List<Margin> measure(
      Classifier classifier, Samples samples, Directions directions, MarginSolver solver) {
    return new MarginMeter(classifier, directions, Reference.PREDICTION)
        .measure(samples, solver, done -> {});
  }

  static List<Margin> measure(Classifier classifier, Samples samples, MarginSolver solver) {
    return measure(classifier, samples, Directions.all(samples.length()), solver);
  }

  static double[] distances(List<Margin> margins) {
    return margins.stream().mapToDouble(Margin::distance).toArray();
  }
}
