package dev.assay.reproduction;

import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Quantity;
import dev.assay.study.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;

/** The cases of a statement, each a number that must be on one side of a bound: all must be. */
public final class Cases {
  private final List<Quantity> shown = new ArrayList<>();
  private final List<Quantity> deciding = new ArrayList<>();
  private final List<Quantity> open = new ArrayList<>();
  private final List<Verdict> verdicts = new ArrayList<>();

  /** A number that is to be above a bound. */
  public void above(double bound, Estimate number, String label, String unit) {
    add(bound, number.as(label, unit), number.above(bound), number.below(bound));
  }

  /** A number that is to be below a bound. */
  public void below(double bound, Estimate number, String label, String unit) {
    add(bound, number.as(label, unit), number.below(bound), number.above(bound));
  }

  private void add(double bound, Quantity number, boolean shows, boolean refutes) {
    deciding.add(number);
    open.addAll(Verdicts.open(bound, List.of(number)));
    verdicts.add(Verdicts.of(shows, refutes));
  }

  /** A number that decides nothing; those stand before the others. */
  public void beside(Estimate number, String label, String unit) {
    shown.add(number.as(label, unit));
  }

  public Claim claim(String id, String statement, String evidence, List<Long> seeds) {
    List<Quantity> numbers = new ArrayList<>(shown);
    numbers.addAll(deciding);
    return new Claim(id, statement, Verdicts.all(verdicts), evidence, numbers, seeds).openFor(open);
  }
}
