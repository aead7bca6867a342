package dev.assay.study.fragmentation;

import dev.assay.backend.Workers;
import dev.assay.geometry.PiecewiseLinear;
import dev.assay.geometry.SegmentMethod;
import dev.assay.nn.Network;
import java.util.Locale;

/** How class changes on segments are counted. */
public enum LineMethod {
  /** The quickest that misses nothing. */
  AUTO,
  /** On equidistant points, as the papers do. */
  SAMPLED,
  /** On every linear piece. */
  EXACT,
  /** By bounds on intervals, exactly where they do not decide. */
  CERTIFIED;

  /** As options take it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the regions of planes are counted exactly too: only on demand, for what it costs. */
  boolean exactPlanes() {
    return this == EXACT || this == CERTIFIED;
  }

  /**
   * The method for the part of a network above a cut.
   *
   * @param points of {@link #SAMPLED}
   */
  SegmentMethod above(Network network, int cut, int points) {
    Workers workers = network.backend().workers();
    return switch (this) {
      case SAMPLED -> SegmentMethod.sampled(network.classifierFrom(cut), points);
      case AUTO -> SegmentMethod.auto(PiecewiseLinear.of(network, cut), workers);
      case EXACT -> SegmentMethod.exact(PiecewiseLinear.of(network, cut), workers);
      case CERTIFIED -> SegmentMethod.certified(PiecewiseLinear.of(network, cut), workers);
    };
  }
}
