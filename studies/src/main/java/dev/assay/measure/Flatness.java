package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.train.Evaluation;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * How much Gaussian noise the parameters bear: the deviation σ at which the accuracy on some
 * samples falls by a tenth in the mean over {@value #DRAWS} draws. Twice: with noise of deviation σ
 * on each parameter, and with {@code σ √(w² + ε²)}, ε = 0.001, on parameter w. Sources: Jiang et
 * al. 2020, "Fantastic generalization measures and where to find them", appendix C.5; Dziugaite et
 * al. 2020, whose target for the accuracy is taken. Of a network and of it before training.
 *
 * @param data what accuracy is taken on
 * @param seed of the noise
 */
public record Flatness(Provenance data, Selection samples, long seed)
    implements Measure<Flatness.Found> {
  private static final int DRAWS = 10;
  private static final double FALL = 0.1;

  /**
   * What was found.
   *
   * @param sigma the deviation; from 2⁻²⁰ to 16
   * @param relative the deviation in units of the parameters' own size
   * @param squares {@code ‖w‖²} of all trained parameters
   * @param moved {@code ‖w − w₀‖²}
   * @param divergence {@code Σ_i log((ε² + (σ² + 1) ‖w − w₀‖²/ω) / (ε² + σ² (w_i − w₀_i)²))} with
   *     the relative σ and ω parameters: four times the divergence of the magnitude-aware bound
   *     from {@code w₀}
   * @param fromZero the same with 0 in place of {@code w₀}
   */
  public record Found(
      double sigma,
      double relative,
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
          "flatness is of a network and of what it began with, not of " + networks.size());
    }
    Dataset all = bench.data(data);
    Dataset measured = all.select(samples.of(all));
    Network network = networks.get(0);
    float[] weights = FlatWeights.of(network).read();
    float[] before = FlatWeights.of(networks.get(1)).read();
    double sigma = largest(network, weights, measured, w -> 1);
    double relative = largest(network, weights, measured, FlatWeights::scale);
    float[] zero = new float[weights.length];
    return new Found(
        sigma,
        relative,
        FlatWeights.squares(weights, zero),
        FlatWeights.squares(weights, before),
        FlatWeights.divergence(weights, before, relative, 1),
        FlatWeights.divergence(weights, zero, relative, 1));
  }

  private double largest(
      Network network, float[] weights, Dataset measured, DoubleUnaryOperator scale) {
    double target = Evaluation.of(network.classifier(), measured).accuracy() - FALL;
    return FlatWeights.largest(
        deviation ->
            bears(network, weights, measured, w -> deviation * scale.applyAsDouble(w), target));
  }

  /** Whether the mean accuracy over draws is a target's. None is drawn once that is decided. */
  private boolean bears(
      Network network,
      float[] weights,
      Dataset measured,
      DoubleUnaryOperator deviation,
      double target) {
    FlatWeights perturbed = FlatWeights.of(network);
    double needed = DRAWS * target;
    double sum = 0;
    // those that are left add 1 each at most
    for (int draw = 0; draw < DRAWS && sum < needed && sum + DRAWS - draw >= needed; draw++) {
      long key = Streams.key(Streams.key(seed, "flatness"), draw);
      float[] moved = new float[weights.length];
      for (int i = 0; i < moved.length; i++) {
        moved[i] =
            (float) (weights[i] + deviation.applyAsDouble(weights[i]) * Streams.normal(key, i));
      }
      perturbed.write(moved);
      sum += Evaluation.of(network.classifier(), measured).accuracy();
    }
    perturbed.write(weights);
    return sum >= needed;
  }
}
