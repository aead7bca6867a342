package dev.assay.study.fragmentation;

import java.util.Locale;

/** Which samples are joined by a segment. */
public enum PairPolicy {
  /** Two samples with the same label: a perfect network shows no change. */
  SAME_CLASS,
  /** Any two samples: a perfect network of two classes shows one change. */
  ANY,
  /** Two samples with the same label, both classified as that. */
  CORRECT;

  /** As options take it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
