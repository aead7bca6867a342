package dev.assay.study.tree;

import java.util.Locale;

/** What a tree learns. */
public enum Target {
  /** The class that the network gives: the tree explains it. */
  PREDICTION,
  /** The class that a sample is labelled with. */
  LABEL;

  /** As options take it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
