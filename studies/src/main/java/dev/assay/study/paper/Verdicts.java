package dev.assay.study.paper;

import dev.assay.study.Claim.Verdict;
import java.util.Collection;

/** How evidence becomes a verdict. */
final class Verdicts {
  /** Holds if it was shown, does not if the opposite was, is undecided otherwise. */
  static Verdict of(boolean shown, boolean refuted) {
    return shown ? Verdict.HOLDS : refuted ? Verdict.DOES_NOT_HOLD : Verdict.UNDECIDED;
  }

  /** A statement about several cases: all must show it; one that refutes it is enough. */
  static Verdict all(Collection<Verdict> cases) {
    return of(
        !cases.isEmpty() && cases.stream().allMatch(c -> c == Verdict.HOLDS),
        cases.contains(Verdict.DOES_NOT_HOLD));
  }
}
