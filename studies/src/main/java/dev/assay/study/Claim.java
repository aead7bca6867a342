package dev.assay.study;

import java.util.List;

/**
 * A statement that a study checked: what it says, the verdict, and everything the verdict rests on.
 *
 * @param id short name, for example {@code A1}
 * @param statement what is claimed, one sentence
 * @param evidence why the verdict is what it is, one or two sentences
 * @param numbers the numbers behind it
 * @param seeds the seeds behind it; empty where nothing was random
 * @param open where it is undecided, the numbers that keep it so
 */
public record Claim(
    String id,
    String statement,
    Verdict verdict,
    String evidence,
    List<Quantity> numbers,
    List<Long> seeds,
    List<Quantity> open) {

  /** What the numbers say about a statement. */
  public enum Verdict {
    HOLDS("holds"),
    DOES_NOT_HOLD("does not hold"),
    UNDECIDED("undecided at this scale"),
    /** Nothing was measured that could tell. */
    NOT_TESTED("not tested");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    /** As a person would say it. */
    public String words() {
      return words;
    }
  }

  public Claim {
    Names.text(id, "id of a claim");
    Names.text(statement, "statement of claim " + id);
    Names.text(evidence, "evidence of claim " + id);
    numbers = List.copyOf(numbers);
    seeds = List.copyOf(seeds);
    open = List.copyOf(open);
  }

  /** A claim that is decided, or of which nothing is known that keeps it open. */
  public Claim(
      String id,
      String statement,
      Verdict verdict,
      String evidence,
      List<Quantity> numbers,
      List<Long> seeds) {
    this(id, statement, verdict, evidence, numbers, seeds, List.of());
  }

  /** The same claim with the numbers that keep it open, if it is undecided. */
  public Claim openFor(List<Quantity> reasons) {
    return verdict == Verdict.UNDECIDED
        ? new Claim(id, statement, verdict, evidence, numbers, seeds, reasons)
        : this;
  }

  /** The same claim under another name. */
  Claim named(String name) {
    return new Claim(name, statement, verdict, evidence, numbers, seeds, open);
  }
}
