package dev.assay.tree;

/** What a tree may ask of samples: whether a number is above a threshold. */
public sealed interface Features permits Codes, Values {
  /** Samples that gains can be compared of without rounding: products fit into 128 bits. */
  int MOST_SAMPLES = 1 << 21;

  /** How many samples. */
  int count();

  /** Features of a sample. */
  int length();

  /** Whether a feature of a sample is larger than a threshold; a bit counts as 0 or 1. */
  boolean above(int sample, int feature, double threshold);
}
