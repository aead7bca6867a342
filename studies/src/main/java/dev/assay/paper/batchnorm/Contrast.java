package dev.assay.paper.batchnorm;

import dev.assay.io.Text;
import dev.assay.reproduction.StudentT;
import dev.assay.reproduction.Verdicts;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Quantity;
import dev.assay.study.statistics.Estimate;
import java.util.Arrays;
import java.util.List;

/**
 * By an index, how much better classes gather with BatchNorm than without, twin by twin: the
 * difference in its mean over layers, positive where BatchNorm is better.
 *
 * @param better mean over seeds of the differences, with the interval of Student's t
 * @param level of the interval that ends at 0, see {@link StudentT#signedLevel}
 */
record Contrast(Index index, Estimate better, double level) {
  /** From this level on it is sure among all indices (Bonferroni): 5 % are shared out. */
  private static final double SURE = 1 - 0.05 / Index.ALL.size();

  static Contrast of(Findings findings, Index index) {
    double[] differences = findings.differences(n -> index.sign() * index.level(n));
    return new Contrast(index, StudentT.mean(differences), StudentT.signedLevel(differences));
  }

  /** Whether BatchNorm is better by this index even if one remembers how many were looked at. */
  boolean surelyBetter() {
    return level >= SURE;
  }

  boolean surelyWorse() {
    return level <= -SURE;
  }

  /** What keeps it from being sure. */
  Quantity open() {
    List<Quantity> open = Verdicts.open(0, List.of(quantity()));
    return open.isEmpty()
        ? quantity().saying(Text.format("%s alone, not surely among %d", words(), Index.ALL.size()))
        : open.get(0);
  }

  /** Whether BatchNorm is better by this index. */
  Verdict verdict() {
    return Verdicts.of(better.above(0), better.below(0));
  }

  /** The same as a person sees it at a glance. */
  String words() {
    return switch (verdict()) {
      case HOLDS -> "holds";
      case DOES_NOT_HOLD -> "reverses";
      default -> Double.isNaN(better.value()) ? "not defined" : "undecided";
    };
  }

  Quantity quantity() {
    return better.as(index.name() + ", better with BatchNorm by");
  }

  /**
   * For each layer, and for their mean, how sure it is: see {@link StudentT#signedLevel}; positive
   * where BatchNorm is better.
   *
   * @param layers how many are compared; an index of one place alone has no layers
   */
  static double[] levels(Findings findings, Index index, int layers) {
    int own = index.layers().values(findings.networks().get(0), Part.ALL).length;
    double[] levels = new double[layers + 1];
    for (int l = 0; l < layers; l++) {
      int layer = l;
      levels[l] =
          own == layers
              ? StudentT.signedLevel(
                  findings.differences(
                      n -> index.sign() * index.layers().values(n, Part.ALL)[layer]))
              : Double.NaN;
    }
    levels[layers] = of(findings, index).level;
    return levels;
  }

  /** How far two halves of the samples are apart in the index, mean over twins. */
  static double spread(Findings findings, Index index) {
    return Arrays.stream(Arm.values())
        .flatMap(arm -> findings.twins(arm).stream())
        .mapToDouble(index::spread)
        .average()
        .orElseThrow();
  }
}
