package dev.assay.paper.batchnorm;

import dev.assay.io.Text;
import dev.assay.paper.batchnorm.Findings.Measured;
import dev.assay.reproduction.Values;
import dev.assay.reproduction.Verdicts;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Quantity;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.statistics.RankCorrelation;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How an index goes with test accuracy among networks of one arm: Kendall's tau over all of them,
 * seeds together, with the jackknife's interval.
 *
 * @param tau NaN where the index is not defined for a network
 * @param networks how many
 */
record Association(Arm arm, Estimate tau, int networks) {
  /**
   * A correlation within ± this does not matter: of two networks the sparser one is the better one
   * in 35 to 65 of 100 cases.
   */
  static final double BOUND = 0.3;

  static Association of(Findings findings, Arm arm, ToDoubleFunction<Measured> index) {
    return of(arm, findings.trained(arm), index);
  }

  static Association of(Arm arm, List<Measured> networks, ToDoubleFunction<Measured> index) {
    double[] values = Values.of(networks, index);
    double[] accuracies = Values.of(networks, n -> n.accuracy().test());
    double none = Double.NaN;
    Estimate tau =
        Arrays.stream(values).anyMatch(Double::isNaN) || values.length < 3
            ? new Estimate(none, none, none, 0.95, null)
            : RankCorrelation.tau(values, accuracies);
    return new Association(arm, tau, networks.size());
  }

  /** Whether it does not matter. */
  Verdict verdict() {
    return Verdicts.of(
        tau.above(-BOUND) && tau.below(BOUND), tau.above(BOUND) || tau.below(-BOUND));
  }

  Quantity quantity() {
    return tau.as(Text.format("Kendall's tau of zeros and test accuracy, %s", arm.words()));
  }

  /** The same with what keeps it open: how many networks would decide it. */
  Quantity open() {
    double reach = (tau.high() - tau.low()) / 2;
    double distance = BOUND - Math.abs(tau.value());
    double needed = networks * (reach / distance) * (reach / distance);
    return quantity()
        .saying(
            needed <= 1000
                ? Text.format(
                    "at this correlation it takes about %.0f networks until the interval excludes"
                        + " ±%s (now: %d)",
                    Math.ceil(needed), BOUND, networks)
                : Text.format("next to ±%s: more networks alone would not decide", BOUND));
  }
}
