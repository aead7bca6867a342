package dev.assay.study.fragmentation;

import dev.assay.backend.Workers;
import dev.assay.geometry.PiecewiseLinear;
import dev.assay.geometry.SegmentClasses;
import dev.assay.geometry.SegmentClasses.Status;
import dev.assay.geometry.SegmentMethod;
import dev.assay.io.Text;
import dev.assay.study.Cut;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a {@link LineMethod} into a method for the part of a network above a cut, after a look at
 * what the first segments cost, so that nobody finds out after an hour that the answer would take a
 * day. Costs are counted, not timed: the choice is the same everywhere.
 *
 * <p>{@link LineMethod#AUTO} takes that of the two complete methods which costs less for the first
 * segments, and samples points where both cost too much.
 */
final class MethodChoice {
  private static final Logger LOG = LoggerFactory.getLogger(MethodChoice.class);

  /** Seconds of effort that all segments of a study may take unless told otherwise. */
  private static final double AFFORDABLE = 600;

  /** Segments to try. */
  static final int TRIED = 4;

  /** How far one of them may exceed what is affordable on average. */
  private static final double EXCESS = 4;

  private final Cut cut;
  private final int points;
  private final double seconds;
  private final int segments;

  /**
   * @param points of {@link LineMethod#SAMPLED}
   * @param seconds of effort for a segment; infinite for any number
   * @param segments of the study
   */
  MethodChoice(Cut cut, int points, double seconds, int segments) {
    this.cut = cut;
    this.points = points;
    this.seconds = seconds;
    this.segments = segments;
  }

  /**
   * The method.
   *
   * @param a first end points of the segments that are tried, count × n
   * @param b last end points
   */
  SegmentMethod of(LineMethod method, float[] a, float[] b, int count) {
    if (method == LineMethod.SAMPLED) {
      return sampled();
    }
    PiecewiseLinear above = cut.exact();
    if (method != LineMethod.AUTO) {
      SegmentMethod asked = with(method, above);
      if (seconds == Double.POSITIVE_INFINITY) {
        warn(method, cost(asked, a, b, Math.min(1, count)));
      }
      return asked;
    }
    SegmentMethod cheapest = null;
    double least = Double.POSITIVE_INFINITY;
    for (LineMethod each : List.of(LineMethod.EXACT, LineMethod.CERTIFIED)) {
      SegmentMethod candidate = with(each, above);
      double cost = cost(candidate, a, b, count);
      if (cost <= affordable() && cost < least) {
        cheapest = candidate;
        least = cost;
      }
    }
    if (cheapest != null) {
      return cheapest;
    }
    LOG.info(
        "to find every class change on {} segments would take too long for this network: {} points"
            + " of each are looked at; to insist, choose certified or exact",
        segments,
        points);
    return sampled();
  }

  private double affordable() {
    return seconds < Double.POSITIVE_INFINITY ? seconds : AFFORDABLE / segments;
  }

  /** Mean effort of the first segments; infinite where one of them was not finished. */
  private double cost(SegmentMethod method, float[] a, float[] b, int count) {
    double sum = 0;
    int answers = 0;
    // one by one, as the first may tell enough
    int n = cut.above().input().intSize();
    for (int s = 0; s < count; s++) {
      float[] from = Arrays.copyOfRange(a, s * n, (s + 1) * n);
      float[] to = Arrays.copyOfRange(b, s * n, (s + 1) * n);
      SegmentClasses found = method.classes(from, to, 1, EXCESS * affordable()).get(0);
      if (found.status() == Status.LIMIT) {
        return Double.POSITIVE_INFINITY;
      }
      if (found.ok()) {
        sum += found.effort();
        answers++;
      }
    }
    return answers == 0 ? 0 : sum / answers;
  }

  private void warn(LineMethod method, double cost) {
    if (cost > affordable()) {
      String least =
          cost < Double.POSITIVE_INFINITY
              ? "about " + hours(cost * segments)
              : "more than " + hours(AFFORDABLE);
      LOG.warn(
          "{} segments by the method {} will take {} of one thread; take fewer, bound the time for"
              + " each (--time), or sample",
          segments,
          method,
          least);
    }
  }

  private static String hours(double seconds) {
    return seconds < 5400
        ? Text.format("%.0f minutes", seconds / 60)
        : Text.format("%.1f hours", seconds / 3600);
  }

  private SegmentMethod sampled() {
    return SegmentMethod.sampled(cut.above(), points);
  }

  private SegmentMethod with(LineMethod method, PiecewiseLinear above) {
    Workers workers = cut.workers();
    return method == LineMethod.EXACT
        ? SegmentMethod.exact(above, workers)
        : SegmentMethod.certified(above, workers);
  }
}
