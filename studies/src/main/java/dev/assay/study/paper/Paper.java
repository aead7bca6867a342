package dev.assay.study.paper;

import dev.assay.study.Report;
import java.util.Locale;

/** A paper whose statements can be checked. */
public enum Paper {
  CONSTRAINED_MARGINS(
      "Input margins can predict generalization too",
      "Mouton, Theunissen and Davel",
      "AAAI 2024",
      "2308.15466") {
    @Override
    public Report reproduce(Laboratory laboratory, Scale scale) {
      return new ConstrainedMarginsPaper(
              laboratory,
              scale == Scale.QUICK
                  ? ConstrainedMarginsScale.quick()
                  : ConstrainedMarginsScale.full())
          .run();
    }
  },
  FRAGMENTATION(
      "Is network fragmentation a useful complexity measure?",
      "Mouton, Rabe, Haasbroek, Theunissen, Potgieter and Davel",
      "2024",
      "2411.04695") {
    @Override
    public Report reproduce(Laboratory laboratory, Scale scale) {
      return new FragmentationPaper(
              laboratory,
              scale == Scale.QUICK ? FragmentationScale.quick() : FragmentationScale.full())
          .run();
    }
  },
  MISSING_MARGIN(
      "The Missing Margin: How Sample Corruption Affects Distance to the Boundary in ANNs",
      "Theunissen, Mouton and Davel",
      "CCIS 1734, Springer 2022; extended on arXiv",
      "2302.06925") {
    @Override
    public Report reproduce(Laboratory laboratory, Scale scale) {
      return new MissingMarginPaper(
              laboratory,
              scale == Scale.QUICK ? MissingMarginScale.quick() : MissingMarginScale.full())
          .run();
    }
  };

  private final String title;
  private final String authors;
  private final String published;
  private final String arxiv;

  Paper(String title, String authors, String published, String arxiv) {
    this.title = title;
    this.authors = authors;
    this.published = published;
    this.arxiv = arxiv;
  }

  /** How much is trained and measured. */
  public enum Scale {
    /** Under ten minutes on two cores. */
    QUICK,
    /** Hours. */
    FULL;

    /** As the command line takes it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Trains, measures and judges. What the laboratory's store holds already is not done again, so a
   * run that was stopped goes on where it was.
   */
  public abstract Report reproduce(Laboratory laboratory, Scale scale);

  /** As the command line takes it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Title, authors, year, number at arXiv. */
  public String citation() {
    return "“" + title + "”, " + authors + ", " + published + ", arXiv:" + arxiv;
  }
}
