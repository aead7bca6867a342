package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Classifier;
import dev.assay.nn.Network;
import dev.assay.study.Cut;
import dev.assay.study.NetworkSubject;
import dev.assay.study.Samples;
import dev.assay.study.Space;
import dev.assay.study.margin.Margin;
import dev.assay.study.margin.MarginMeter;
import dev.assay.study.margin.MarginSolver;
import dev.assay.study.margin.Reference;
import dev.assay.study.margin.TotalVariance;
import dev.assay.subspace.Directions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The margins of some samples in one space. Principal components are those of the data; hidden
 * margins are divided by the deviation of the activations over the data.
 *
 * @param data what the network was trained on
 * @param space concrete: not one that stands for several
 */
public record Margins(Provenance data, Selection samples, Space space, MarginSolver solver)
    implements NetworkMeasure<Margins.OfSamples> {

  /**
   * Sample by sample.
   *
   * @param samples which they are
   * @param fitted whether the network predicts the target that the sample was trained on
   * @param distances to the boundary; NaN where none was found
   */
  public record OfSamples(int[] samples, boolean[] fitted, double[] distances) {

    /** Whether a sample is fitted and has a margin. */
    public boolean usable(int i) {
      return fitted[i] && !Double.isNaN(distances[i]);
    }

    /** Margins of the fitted samples. */
    public double[] values() {
      return IntStream.range(0, samples.length)
          .filter(this::usable)
          .mapToDouble(i -> distances[i])
          .toArray();
    }

    /** NaN where there are none. */
    public double mean() {
      return Arrays.stream(values()).average().orElse(Double.NaN);
    }

    /** Samples, fitted or not, without a margin. */
    public int failed() {
      return (int) Arrays.stream(distances).filter(Double::isNaN).count();
    }
  }

  @Override
  public Class<OfSamples> result() {
    return OfSamples.class;
  }

  @Override
  public OfSamples of(Network network, Bench bench) {
    Dataset all = bench.data(data);
    Samples chosen = Samples.of(all, samples.of(all));
    Cut cut = new NetworkSubject(network, all).at(space);
    if (space instanceof Space.Hidden) {
      int size = cut.above().input().intSize();
      float[] activations = cut.activations(chosen.points(), chosen.count());
      double variance = TotalVariance.of(cut, all, done -> {}).value();
      return of(
          cut.above(), chosen.at(activations, size), Directions.all(size), Math.sqrt(variance));
    }
    return of(cut.above(), chosen, directions(chosen.length(), bench), 1);
  }

  private Directions directions(int length, Bench bench) {
    Space concrete =
        space instanceof Space.Choice choice ? choice.among(bench.components(data)).get(0) : space;
    return concrete instanceof Space.Span span
        ? span.directions(length, () -> bench.components(data))
        : Directions.all(length);
  }

  private OfSamples of(
      Classifier classifier, Samples measured, Directions directions, double unit) {
    List<Margin> margins =
        new MarginMeter(classifier, directions, Reference.PREDICTION)
            .measure(measured, solver, done -> {});
    boolean[] fitted = new boolean[margins.size()];
    double[] distances = new double[margins.size()];
    for (int i = 0; i < fitted.length; i++) {
      Margin margin = margins.get(i);
      fitted[i] = margin.correct();
      distances[i] = margin.status() == Margin.Status.OK ? margin.distance() / unit : Double.NaN;
    }
    return new OfSamples(measured.indices(), fitted, distances);
  }
}
