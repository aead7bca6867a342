package dev.assay.study.margin;

import java.util.Locale;

/** From which class a sample's distance is measured: the i of {@code f_i − f_j}. */
public enum Reference {
  /** The class that the network predicts: every sample has a margin, right or wrong. */
  PREDICTION,
  /** The label: misclassified samples have no margin and get a status that says so. */
  LABEL;

  /** As options take it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
