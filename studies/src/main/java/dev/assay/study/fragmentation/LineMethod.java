package dev.assay.study.fragmentation;

import java.util.Locale;

/** How class changes on segments are counted. */
public enum LineMethod {
  /** The quickest that misses nothing, if it can be afforded; see {@link MethodChoice}. */
  AUTO,
  /** On equidistant points, as the papers do. */
  SAMPLED,
  /** On every linear piece. */
  EXACT,
  /** By bounds on intervals, exactly where they do not decide. */
  CERTIFIED;

  /** As options take it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the regions of planes are counted exactly too: only on demand, for what it costs. */
  boolean exactPlanes() {
    return this == EXACT || this == CERTIFIED;
  }
}
