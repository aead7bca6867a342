package dev.assay.train;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;

/** The learning rate over the epochs, as a factor of the base rate. */
public sealed interface Schedule {

  /** Factor for an epoch, {@code 0 … epochs − 1}. */
  double factor(int epoch, int epochs);

  /** The form that {@link #parse} reads. */
  String text();

  /**
   * Whether the factor of an epoch depends on how many there are in all; if not, a run of few
   * epochs is the beginning of a run of more.
   */
  default boolean dependsOnEpochs() {
    return false;
  }

  /** Always the base rate. */
  record Constant() implements Schedule {
    @Override
    public double factor(int epoch, int epochs) {
      return 1;
    }

    @Override
    public String text() {
      return "constant";
    }
  }

  /** {@code factor^(epoch / every)}, rounded down in the exponent. */
  record Step(int every, double factor) implements Schedule {
    public Step {
      if (every < 1 || !(factor > 0 && factor <= 1)) {
        throw new IllegalArgumentException(
            Text.format(
                "a step schedule needs every ≥ 1 and 0 < factor ≤ 1, got %d and %s",
                every, factor));
      }
    }

    @Override
    public double factor(int epoch, int epochs) {
      return StrictMath.pow(factor, epoch / every);
    }

    @Override
    public String text() {
      return Text.format("step:%d:%s", every, factor);
    }
  }

  /**
   * {@code (1 + cos(π·epoch/epochs)) / 2}: from 1 towards 0 (Loshchilov and Hutter 2017, without
   * restarts).
   */
  record Cosine() implements Schedule {
    @Override
    public double factor(int epoch, int epochs) {
      return (1 + StrictMath.cos(Math.PI * epoch / epochs)) / 2;
    }

    @Override
    public boolean dependsOnEpochs() {
      return true;
    }

    @Override
    public String text() {
      return "cosine";
    }
  }

  /**
   * Reads {@code constant}, {@code cosine} or {@code step:EVERY:FACTOR}.
   *
   * @throws BadInputException for anything else
   */
  static Schedule parse(String text) {
    String[] parts = text.split(":", -1);
    try {
      if (text.equals("constant")) {
        return new Constant();
      }
      if (text.equals("cosine")) {
        return new Cosine();
      }
      if (parts.length == 3 && parts[0].equals("step")) {
        return new Step(Integer.parseInt(parts[1]), Double.parseDouble(parts[2]));
      }
    } catch (IllegalArgumentException e) {
      throw new BadInputException(Text.format("schedule '%s': %s", text, e.getMessage()), e);
    }
    throw new BadInputException(
        Text.format(
            "schedule '%s': expected constant, cosine or step:EVERY:FACTOR, for example step:30:0.1",
            text));
  }
}
