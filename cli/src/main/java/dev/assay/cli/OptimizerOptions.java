package dev.assay.cli;

import dev.assay.train.Optimizer;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How gradients move parameters. */
final class OptimizerOptions {
  private enum Kind {
    SGD,
    ADAM;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      defaultValue = "adam",
      description = "adam or sgd (default: ${DEFAULT-VALUE}).")
  private Kind kind;

  @Option(
      names = {"--rate", "--lr"},
      paramLabel = "RATE",
      description = "Learning rate (default: 0.001 for adam, 0.05 for sgd).")
  private Float rate;

  @Option(
      names = "--momentum",
      paramLabel = "M",
      description = "Momentum of sgd, in [0, 1) (default: 0.9).")
  private Float momentum;

  @Option(
      names = "--weight-decay",
      paramLabel = "DECAY",
      defaultValue = "0",
      description = "L2 penalty, added to the gradient as DECAY times the parameter (default: 0).")
  private float weightDecay;

  Optimizer optimizer() {
    if (kind == Kind.ADAM && momentum != null) {
      throw new ParameterException(
          command.commandLine(), "--momentum is an option of sgd; add --optimizer sgd");
    }
    try {
      return kind == Kind.ADAM
          ? new Optimizer.Adam(rate == null ? 1e-3f : rate, 0.9f, 0.999f, 1e-8f, weightDecay)
          : new Optimizer.Sgd(
              rate == null ? 0.05f : rate, momentum == null ? 0.9f : momentum, weightDecay, false);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage());
    }
  }
}
