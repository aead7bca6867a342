package dev.assay.measure;

import dev.assay.nn.Network;
import dev.assay.nn.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;

/** The parameters of a network that training moves as one vector, without gaps between layers. */
record FlatWeights(List<Parameters.Entry> entries, Parameters parameters) {
  /** What keeps noise and boxes in units of a parameter from vanishing with it. */
  static final double FLOOR = 1e-3;

  private static final double SMALLEST = 0x1p-20;
  private static final double LARGEST = 0x1p4;

  /** Of 24 octaves. Samples and draws tell less than what more would. */
  private static final int STEPS = 10;

  static FlatWeights of(Network network) {
    return new FlatWeights(
        network.parameters().entries().stream()
            .filter(entry -> entry.spec().role().trained())
            .toList(),
        network.parameters());
  }

  float[] read() {
    return gathered(parameters.trained().toArray());
  }

  /**
   * What belongs to the parameters.
   *
   * @param laidOut as {@link Parameters#trained()}
   */
  float[] gathered(float[] laidOut) {
    float[] all = new float[entries.stream().mapToInt(FlatWeights::size).sum()];
    int at = 0;
    for (Parameters.Entry entry : entries) {
      System.arraycopy(laidOut, Math.toIntExact(entry.offset()), all, at, size(entry));
      at += size(entry);
    }
    return all;
  }

  void write(float[] all) {
    int at = 0;
    for (Parameters.Entry entry : entries) {
      entry.tensor().write(Arrays.copyOfRange(all, at, at + size(entry)));
      at += size(entry);
    }
    parameters.changed();
  }

  private static int size(Parameters.Entry entry) {
    return (int) entry.tensor().size();
  }

  /** The size of a parameter, with the floor: {@code √(w² + ε²)}. */
  static double scale(double weight) {
    return Math.sqrt(weight * weight + FLOOR * FLOOR);
  }

  /**
   * The largest perturbation that a network bears, by bisection of its logarithm, to a hundredth.
   *
   * @param bears whether it bears one
   */
  static double largest(DoublePredicate bears) {
    double low = SMALLEST;
    double high = LARGEST;
    for (int step = 0; step < STEPS; step++) {
      double middle = Math.sqrt(low * high);
      if (bears.test(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.sqrt(low * high);
  }

  /** {@code ‖w − w₀‖²}. */
  static double squares(float[] weights, float[] before) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double difference = (double) weights[i] - before[i];
      sum += difference * difference;
    }
    return sum;
  }

  /**
   * {@code Σ_i log((ε² + (r² + more) ‖w − w₀‖²/ω) / (ε² + r² (w_i − w₀_i)²))}: four times the
   * divergence of magnitude-aware bounds.
   *
   * @param radius r, in units of the parameters
   */
  static double divergence(float[] weights, float[] before, double radius, double more) {
    double variance = radius * radius;
    double floor = FLOOR * FLOOR;
    double top = floor + (variance + more) * squares(weights, before) / weights.length;
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double difference = (double) weights[i] - before[i];
      sum += Math.log(top / (floor + variance * difference * difference));
    }
    return sum;
  }
}
