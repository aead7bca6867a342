package dev.assay.paper.missing;

import dev.assay.io.Text;
import dev.assay.reproduction.Fitted;
import dev.assay.reproduction.Verdicts;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Quantity;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether Gaussian inputs leave something nearly unchanged, beside what wrong labels do to it: they
 * lower it. By less than a quarter of that, up or down, is nearly unchanged; by more than half of
 * it is changed.
 *
 * @param what changes
 * @param scale of the unit
 * @param gaussian for each seed how Gaussian inputs change it, sample by sample
 * @param label for each seed how wrong labels do, for the same samples
 */
record Unchanged(
    String what,
    double scale,
    String unit,
    List<double[]> gaussian,
    List<double[]> label,
    Bootstrap bootstrap) {
  private static final double SMALL = 0.25;
  private static final double LARGE = 0.5;

  Quantity byGaussian() {
    return bootstrap.meanOfMeans(gaussian).times(scale).as(what + ", Gaussian − clean", unit);
  }

  Quantity byLabel() {
    return bootstrap.meanOfMeans(label).times(scale).as(what + ", label − clean", unit);
  }

  /** Whether with some seed too few samples are left to compare. */
  boolean isFew() {
    return Fitted.isFew(gaussian);
  }

  Verdict verdict() {
    if (isFew()) {
      return Verdict.UNDECIDED;
    }
    return Verdicts.of(
        combined(-SMALL).above(0) && combined(SMALL).below(0),
        combined(-LARGE).below(0) || combined(LARGE).above(0));
  }

  /** What keeps it undecided; nothing if it is not. */
  List<Quantity> open() {
    if (verdict() != Verdict.UNDECIDED) {
      return List.of();
    }
    if (isFew()) {
      return List.of(byGaussian().saying("too few fitted samples"));
    }
    double harm = -byLabel().value();
    double change = byGaussian().value();
    if (!(harm > 0)) {
      return List.of(byLabel().saying("wrong labels do not lower it: nothing to compare with"));
    }
    if (Math.abs(change) < SMALL * harm) {
      return Verdicts.open(0, List.of(quantity(-SMALL), quantity(SMALL)));
    }
    if (Math.abs(change) > LARGE * harm) {
      return Verdicts.open(0, List.of(quantity(Math.copySign(LARGE, change))));
    }
    return List.of(
        byGaussian()
            .saying(
                "between a quarter and a half of what wrong labels do: more seeds alone would not"
                    + " decide"));
  }

  private Quantity quantity(double factor) {
    return combined(factor)
        .times(scale)
        .as(
            Text.format(
                "%s, Gaussian − clean %s %s × (label − clean)",
                what, factor < 0 ? "−" : "+", Math.abs(factor)),
            unit);
  }

  /** Mean of the change by Gaussian inputs plus a multiple of that by wrong labels. */
  private Estimate combined(double factor) {
    List<double[]> sums = new ArrayList<>();
    for (int s = 0; s < gaussian.size(); s++) {
      double[] a = gaussian.get(s);
      double[] b = label.get(s);
      sums.add(IntStream.range(0, a.length).mapToDouble(i -> a[i] + factor * b[i]).toArray());
    }
    return bootstrap.meanOfMeans(sums);
  }
}
