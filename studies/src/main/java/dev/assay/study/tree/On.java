package dev.assay.study.tree;

/** What a tree tests. */
public enum On {
  /** Whether a unit is active. */
  CODES("codes"),
  /** Whether it is above a threshold. */
  NUMBERS("numbers");

  final String text;

  On(String text) {
    this.text = text;
  }
}
