package dev.assay.train;

import dev.assay.backend.Backend;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.tensor.Tensor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a gradient moves the parameters. Weight decay is the L2 term of the loss: it adds {@code
 * decay·p} to the gradient.
 */
public sealed interface Optimizer {
  Pattern SGD = Pattern.compile("sgd rate=(\\S+) momentum=(\\S+) weight-decay=(\\S+)( nesterov)?");
  Pattern ADAM =
      Pattern.compile(
          "adam rate=(\\S+) beta1=(\\S+) beta2=(\\S+) epsilon=(\\S+) weight-decay=(\\S+)");

  /** Base learning rate, before the schedule. */
  float rate();

  /** Number of state values that each parameter has. */
  int states();

  /**
   * One update, in place.
   *
   * @param rate the scheduled learning rate
   * @param step number of this update, from 1
   */
  void update(
      Backend backend, Tensor parameters, Tensor gradient, Tensor[] states, float rate, long step);

  /** All settings as text, for provenance; {@link #parse} reads it. */
  String text();

  /** Stochastic gradient descent with momentum; see {@link Backend#sgd}. */
  record Sgd(float rate, float momentum, float weightDecay, boolean nesterov) implements Optimizer {

    public Sgd {
      require(rate > 0 && Float.isFinite(rate), "learning rate", "positive", rate);
      require(momentum >= 0 && momentum < 1, "momentum", "in [0, 1)", momentum);
      require(
          weightDecay >= 0 && Float.isFinite(weightDecay),
          "weight decay",
          "at least 0",
          weightDecay);
    }

    @Override
    public int states() {
      return 1;
    }

    @Override
    public void update(
        Backend backend,
        Tensor parameters,
        Tensor gradient,
        Tensor[] states,
        float scheduled,
        long step) {
      backend.sgd(parameters, gradient, states[0], scheduled, momentum, weightDecay, nesterov);
    }

    @Override
    public String text() {
      return Text.format(
          "sgd rate=%s momentum=%s weight-decay=%s%s",
          rate, momentum, weightDecay, nesterov ? " nesterov" : "");
    }
  }

  /** Adam; see {@link Backend#adam}. */
  record Adam(float rate, float beta1, float beta2, float epsilon, float weightDecay)
      implements Optimizer {

    public Adam {
      require(rate > 0 && Float.isFinite(rate), "learning rate", "positive", rate);
      require(beta1 >= 0 && beta1 < 1, "beta1", "in [0, 1)", beta1);
      require(beta2 >= 0 && beta2 < 1, "beta2", "in [0, 1)", beta2);
      require(epsilon > 0 && Float.isFinite(epsilon), "epsilon", "positive", epsilon);
      require(
          weightDecay >= 0 && Float.isFinite(weightDecay),
          "weight decay",
          "at least 0",
          weightDecay);
    }

    @Override
    public int states() {
      return 2;
    }

    @Override
    public void update(
        Backend backend,
        Tensor parameters,
        Tensor gradient,
        Tensor[] states,
        float scheduled,
        long step) {
      backend.adam(
          parameters,
          gradient,
          states[0],
          states[1],
          scheduled,
          beta1,
          beta2,
          epsilon,
          weightDecay,
          step);
    }

    @Override
    public String text() {
      return Text.format(
          "adam rate=%s beta1=%s beta2=%s epsilon=%s weight-decay=%s",
          rate, beta1, beta2, epsilon, weightDecay);
    }
  }

  /** SGD with momentum 0.9, no weight decay. */
  static Optimizer sgd(double rate) {
    return new Sgd((float) rate, 0.9f, 0, false);
  }

  /** Adam with the constants of the paper, no weight decay. */
  static Optimizer adam(double rate) {
    return new Adam((float) rate, 0.9f, 0.999f, 1e-8f, 0);
  }

  /**
   * Reads what {@link #text} writes.
   *
   * @throws BadInputException for anything else
   */
  static Optimizer parse(String text) {
    Matcher sgd = SGD.matcher(text);
    Matcher adam = ADAM.matcher(text);
    try {
      if (sgd.matches()) {
        return new Sgd(number(sgd, 1), number(sgd, 2), number(sgd, 3), sgd.group(4) != null);
      }
      if (adam.matches()) {
        return new Adam(
            number(adam, 1), number(adam, 2), number(adam, 3), number(adam, 4), number(adam, 5));
      }
    } catch (IllegalArgumentException e) {
      throw unreadable(text, e);
    }
    throw unreadable(text, null);
  }

  private static float number(Matcher text, int group) {
    return Float.parseFloat(text.group(group));
  }

  private static BadInputException unreadable(String text, Exception cause) {
    return new BadInputException(
        Text.format(
            "optimizer '%s': expected its settings, for example '%s'", text, adam(1e-3).text()),
        cause);
  }

  private static void require(boolean condition, String what, String expected, float value) {
    if (!condition) {
      throw new IllegalArgumentException(
          Text.format("%s must be %s, got %s", what, expected, value));
    }
  }
}
