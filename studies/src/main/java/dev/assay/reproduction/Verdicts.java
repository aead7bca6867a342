package dev.assay.reproduction;

import dev.assay.study.Claim.Verdict;
import dev.assay.study.Quantity;
import java.util.Collection;
import java.util.List;

/** How evidence becomes a verdict. */
public final class Verdicts {
  /** Holds if it was shown, does not if the opposite was, is undecided otherwise. */
  public static Verdict of(boolean shown, boolean refuted) {
    return shown ? Verdict.HOLDS : refuted ? Verdict.DOES_NOT_HOLD : Verdict.UNDECIDED;
  }

  /**
   * Of the numbers that decide a statement those that do not: their intervals hold the bound, or
   * are not known. Beside each stands how many seeds it would take.
   */
  public static List<Quantity> open(double bound, List<Quantity> deciding) {
    return deciding.stream()
        .filter(
            q ->
                q.interval() == null || q.interval().low() <= bound && q.interval().high() >= bound)
        .map(q -> q.saying(SampleSize.words(q, bound)))
        .toList();
  }

  /** A statement about several cases: all must show it; one that refutes it is enough. */
  public static Verdict all(Collection<Verdict> cases) {
    return of(
        !cases.isEmpty() && cases.stream().allMatch(c -> c == Verdict.HOLDS),
        cases.contains(Verdict.DOES_NOT_HOLD));
  }
}
