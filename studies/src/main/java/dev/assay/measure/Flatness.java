package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.nn.Parameters;
import dev.assay.random.Streams;
import dev.assay.train.Evaluation;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/**
 * How much Gaussian noise the parameters bear: the deviation σ at which the accuracy on some
 * samples falls by a tenth in the mean over {@value #DRAWS} draws. Twice: with noise of deviation σ
 * on each parameter, and with {@code σ √(w² + ε²)}, ε = {@value #FLOOR}, on parameter w. Sources:
 * Jiang et al. 2020, "Fantastic generalization measures and where to find them", appendix C.5;
 * Dziugaite et al. 2020, whose target for the accuracy is taken. Of a network and of it before
 * training.
 *
 * @param data what accuracy is taken on
 * @param seed of the noise
 */
public record Flatness(Provenance data, Selection samples, long seed)
    implements Measure<Flatness.Found> {
  private static final int DRAWS = 10;
  private static final double FALL = 0.1;
  private static final double FLOOR = 1e-3;
  private static final double SMALLEST = 0x1p-20;
  private static final double LARGEST = 0x1p4;
  private static final int STEPS = 14;

  /**
   * What was found.
   *
   * @param sigma the deviation; {@value #SMALLEST} or {@value #LARGEST} where it is beyond
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
    float[] weights = trained(network);
    float[] before = trained(networks.get(1));
    double sigma = largest(network, weights, measured, w -> 1);
    double relative = largest(network, weights, measured, w -> Math.sqrt(w * w + FLOOR * FLOOR));
    float[] zero = new float[weights.length];
    return new Found(
        sigma,
        relative,
        squares(weights, zero),
        squares(weights, before),
        divergence(weights, before, relative),
        divergence(weights, zero, relative));
  }

  private double largest(
      Network network, float[] weights, Dataset measured, DoubleUnaryOperator scale) {
    double target = accuracy(network, weights, measured, w -> 0) - FALL;
    double low = SMALLEST;
    double high = LARGEST;
    for (int step = 0; step < STEPS; step++) {
      double middle = Math.sqrt(low * high);
      if (accuracy(network, weights, measured, w -> middle * scale.applyAsDouble(w)) >= target) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.sqrt(low * high);
  }

  /** The mean over draws. */
  private double accuracy(
      Network network, float[] weights, Dataset measured, DoubleUnaryOperator deviation) {
    double sum = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      long key = Streams.key(Streams.key(seed, "flatness"), draw);
      float[] moved = new float[weights.length];
      for (int i = 0; i < moved.length; i++) {
        double by = deviation.applyAsDouble(weights[i]);
        moved[i] = (float) (weights[i] + (by == 0 ? 0 : by * Streams.normal(key, i)));
      }
      write(network, moved);
      sum += Evaluation.of(network.classifier(), measured).accuracy();
    }
    write(network, weights);
    return sum / DRAWS;
  }

  /** What training moves, without the gaps between layers. */
  private static float[] trained(Network network) {
    List<float[]> parts = entries(network).map(entry -> entry.tensor().toArray()).toList();
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static void write(Network network, float[] all) {
    int at = 0;
    for (Parameters.Entry entry : entries(network).toList()) {
      int size = (int) entry.tensor().size();
      entry.tensor().write(Arrays.copyOfRange(all, at, at + size));
      at += size;
    }
    network.parameters().changed();
  }

  private static Stream<Parameters.Entry> entries(Network network) {
    return network.parameters().entries().stream().filter(entry -> entry.spec().role().trained());
  }

  private static double squares(float[] weights, float[] before) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double difference = (double) weights[i] - before[i];
      sum += difference * difference;
    }
    return sum;
  }

  private static double divergence(float[] weights, float[] before, double sigma) {
    double variance = sigma * sigma;
    double floor = FLOOR * FLOOR;
    double mean = squares(weights, before) / weights.length;
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double difference = (double) weights[i] - before[i];
      sum +=
          Math.log((floor + (variance + 1) * mean) / (floor + variance * difference * difference));
    }
    return sum;
  }
}
