package dev.assay.study.paper;

import dev.assay.study.Report;
import java.util.Locale;

/** A paper whose statements can be checked. */
public enum Paper {
  /** "Input margins can predict generalization too" (Mouton, Theunissen, Davel 2024). */
  CONSTRAINED_MARGINS {
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
  /** "Is network fragmentation a useful complexity measure?" (Mouton et al. 2024). */
  FRAGMENTATION {
    @Override
    public Report reproduce(Laboratory laboratory, Scale scale) {
      return new FragmentationPaper(
              laboratory,
              scale == Scale.QUICK ? FragmentationScale.quick() : FragmentationScale.full())
          .run();
    }
  },
  /** "The missing margin" (Theunissen, Mouton, Davel 2022). */
  MISSING_MARGIN {
    @Override
    public Report reproduce(Laboratory laboratory, Scale scale) {
      return new MissingMarginPaper(
              laboratory,
              scale == Scale.QUICK ? MissingMarginScale.quick() : MissingMarginScale.full())
          .run();
    }
  };

  /** How much is trained and measured. */
  public enum Scale {
    /** Under ten minutes on two cores. */
    QUICK,
    /** Hours. */
    FULL
  }

  /**
   * Trains, measures and judges. What the laboratory's store holds already is not done again, so a
   * run that was stopped goes on where it was.
   */
  public abstract Report reproduce(Laboratory laboratory, Scale scale);

  /** As the command line takes it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
