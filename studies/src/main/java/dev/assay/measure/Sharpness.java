package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.nn.TrainingPlan;
import dev.assay.random.Streams;
import dev.assay.train.Evaluation;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * How small a change of the parameters can do harm: the largest α for which the worst change of
 * each by at most α that is found leaves all but a tenth of the accuracy on some samples. Twice:
 * with boxes of α, and of {@code α √(w² + ε²)}, ε = 0.001, around parameter w. The worst is sought
 * by {@value #ASCENTS} steps along the signs of the loss's gradient from a random place in the box,
 * so α is approached from above. Sources: Jiang et al. 2020, "Fantastic generalization measures and
 * where to find them", appendices C.5 and D; Dziugaite et al. 2020, whose target for the accuracy
 * is taken. Of a network and of it before training.
 *
 * @param data what accuracy is taken on
 * @param seed of the places
 */
public record Sharpness(Provenance data, Selection samples, long seed)
    implements Measure<Sharpness.Found> {
  private static final double FALL = 0.1;
  private static final int ASCENTS = 5;
  private static final double STRIDE = 0.5;
  private static final double DELTA = 0.01;

  /**
   * What was found.
   *
   * @param radius α
   * @param relative α in units of the parameters' own size
   * @param parameters ω, how many there are
   * @param squares {@code ‖w‖²} of them
   * @param moved {@code ‖w − w₀‖²}
   * @param divergence {@code Σ_i log((ε² + (α² + 4 log(2ω/δ)) ‖w − w₀‖²/ω) / (ε² + α² (w_i −
   *     w₀_i)²))} with the relative α and δ = {@value #DELTA}: four times the divergence of the
   *     magnitude-aware bound from {@code w₀}
   * @param fromZero the same with 0 in place of {@code w₀}
   */
  public record Found(
      double radius,
      double relative,
      long parameters,
      double squares,
      double moved,
      double divergence,
      double fromZero) {}

  @Override
  public Class<Found> result() {
    return Found.class;
  }

  @Override
  public Found of(List<Network> networks, Bench bench) {
    if (networks.size() != 2) {
      throw new IllegalArgumentException(
          "sharpness is of a network and of what it began with, not of " + networks.size());
    }
    Dataset all = bench.data(data);
    Dataset measured = all.select(samples.of(all));
    Network network = networks.get(0);
    float[] weights = FlatWeights.of(network).read();
    float[] before = FlatWeights.of(networks.get(1)).read();
    float[] zero = new float[weights.length];
    double radius = largest(network, weights, measured, w -> 1);
    double relative = largest(network, weights, measured, FlatWeights::scale);
    double more = 4 * Math.log(2 * weights.length / DELTA);
    return new Found(
        radius,
        relative,
        weights.length,
        FlatWeights.squares(weights, zero),
        FlatWeights.squares(weights, before),
        FlatWeights.divergence(weights, before, relative, more),
        FlatWeights.divergence(weights, zero, relative, more));
  }

  private double largest(
      Network network, float[] weights, Dataset measured, DoubleUnaryOperator scale) {
    double target = Evaluation.of(network.classifier(), measured).accuracy() - FALL;
    return FlatWeights.largest(
        radius ->
            worst(network, weights, measured, w -> radius * scale.applyAsDouble(w)) >= target);
  }

  /** The accuracy at the worst place of a box that is found. Leaves the network as it was. */
  private double worst(
      Network network, float[] weights, Dataset measured, DoubleUnaryOperator box) {
    // training moves running statistics, too
    var running = network.parameters().values();
    FlatWeights target = FlatWeights.of(network);
    TrainingPlan plan = network.training(measured.count());
    long key = Streams.key(seed, "sharpness");
    double[] edges = new double[weights.length];
    float[] moved = new float[weights.length];
    for (int i = 0; i < moved.length; i++) {
      edges[i] = box.applyAsDouble(weights[i]);
      moved[i] = (float) (weights[i] + edges[i] * (2 * Streams.uniform(key, i) - 1));
    }
    for (int ascent = 0; ascent < ASCENTS; ascent++) {
      target.write(moved);
      plan.lossGradient(measured.images(), measured.labels(), measured.count(), key);
      float[] gradient = target.gathered(plan.gradient().toArray());
      for (int i = 0; i < moved.length; i++) {
        double next = moved[i] + STRIDE * edges[i] * Math.signum(gradient[i]);
        moved[i] = (float) Math.max(weights[i] - edges[i], Math.min(weights[i] + edges[i], next));
      }
    }
    network.parameters().set(running);
    target.write(moved);
    double accuracy = Evaluation.of(network.classifier(), measured).accuracy();
    target.write(weights);
    return accuracy;
  }
}
