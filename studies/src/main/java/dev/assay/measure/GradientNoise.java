package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Architecture;
import dev.assay.nn.Dropout;
import dev.assay.nn.Network;
import dev.assay.nn.TrainingPlan;
import dev.assay.random.Streams;
import java.util.Arrays;

/**
 * How much the gradient of the loss with respect to the parameters differs from sample to sample:
 * the trace of its covariance, without dropout. It is estimated from batches of {@value #BATCH},
 * whose means differ by as many times less, so that BatchNorm has its statistics. Source: Jiang et
 * al. 2020, "Fantastic generalization measures and where to find them", section 7.
 *
 * @param samples at least two batches
 * @param seed which share out the samples
 */
public record GradientNoise(Provenance data, Selection samples, long seed)
    implements NetworkMeasure<GradientNoise.Found> {
  private static final int BATCH = 10;

  /** The trace; NaN where there are fewer than two batches. */
  public record Found(double value) {}

  @Override
  public Class<Found> result() {
    return Found.class;
  }

  @Override
  public Found of(Network network, Bench bench) {
    Dataset all = bench.data(data);
    int[] drawn = samples.of(all);
    int[] order = Streams.permutation(Streams.key(seed, "batches"), drawn.length);
    int batches = drawn.length / BATCH;
    try (Network plain = withoutDropout(network)) {
      TrainingPlan plan = plain.training(BATCH);
      FlatWeights weights = FlatWeights.of(plain);
      double[] sum = new double[weights.read().length];
      double squares = 0;
      for (int batch = 0; batch < batches; batch++) {
        int from = batch * BATCH;
        Dataset some =
            all.select(
                Arrays.stream(order, from, from + BATCH).map(place -> drawn[place]).toArray());
        plan.lossGradient(some.images(), some.labels(), BATCH, 0);
        float[] gradient = weights.gathered(plan.gradient().toArray());
        for (int i = 0; i < gradient.length; i++) {
          sum[i] += gradient[i];
          squares += (double) gradient[i] * gradient[i];
        }
      }
      double ofMean = Arrays.stream(sum).map(s -> s * s).sum() / batches;
      return new Found(batches < 2 ? Double.NaN : BATCH * (squares - ofMean) / (batches - 1));
    }
  }

  private static Network withoutDropout(Network network) {
    Architecture architecture = network.architecture();
    Network plain =
        new Network(
            network.backend(),
            Architecture.of(
                architecture.input(),
                architecture.layers().stream()
                    .map(layer -> layer instanceof Dropout ? new Dropout(0) : layer)
                    .toList()),
            0);
    plain.parameters().set(network.parameters().values());
    return plain;
  }
}
