package dev.assay.geometry;

import java.util.OptionalDouble;

/**
 * The classes that a network takes along a segment {@code a + t (b − a)}, {@code 0 ≤ t ≤ 1}.
 *
 * @param at where the class changes, ascending: {@code classes.length − 1} positions; for {@link
 *     Method#SAMPLED} the first sample of the new class. Empty where there are no classes
 * @param classes the classes of the successive stretches, each different from the one before; empty
 *     where the status is neither {@link Status#OK} nor {@link Status#LIMIT}
 * @param known share of the segment, from its start on, on which the classes are known: 1, or less
 *     where the status is {@link Status#LIMIT}
 * @param pieces linear pieces of the network on the segment; −1 where the method does not know
 * @param passes what it took: points at which the whole network was computed; a visit of pieces
 *     takes two wherever it begins, for values and slopes
 * @param breakpoints slope changes of logits that were followed one by one, each through the part
 *     of the network that it reaches
 * @param effort what it took in all, in seconds of {@link Effort}
 * @param status whether the question has an answer
 * @param method how it was found
 */
public record SegmentClasses(
    double[] at,
    int[] classes,
    double known,
    long pieces,
    long passes,
    long breakpoints,
    double effort,
    Status status,
    Method method) {

  /** Whether the question has an answer. */
  public enum Status {
    OK,
    /** It would have taken more work than was allowed: part of the answer. */
    LIMIT,
    /** The end points are equal: there is no segment. */
    ZERO_LENGTH,
    /** An end point or a logit is NaN or infinite. */
    NON_FINITE
  }

  /** How classes were found. */
  public enum Method {
    /** On equidistant points: changes between two of them are missed. */
    SAMPLED,
    /** By visiting every linear piece. */
    EXACT,
    /** By bounds on intervals, and exactly where they do not decide. */
    CERTIFIED
  }

  static SegmentClasses without(Status status, Method method) {
    return new SegmentClasses(new double[0], new int[0], 0, -1, 0, 0, 0, status, method);
  }

  public boolean ok() {
    return status == Status.OK;
  }

  /** Whether there is an answer or, where the work was ended, part of one: what means are over. */
  public boolean counts() {
    return ok() || status == Status.LIMIT;
  }

  /**
   * Number of class changes.
   *
   * @throws IllegalStateException if the status says that there is no answer
   */
  public int changes() {
    requireAnswer();
    return at.length;
  }

  /** Number of class changes that were found, of which there may be more if the work was ended. */
  public int changesAtLeast() {
    return status == Status.LIMIT ? at.length : changes();
  }

  /**
   * Position of the first class change; empty where the class never changes.
   *
   * @throws IllegalStateException if the status says that there is no answer
   */
  public OptionalDouble first() {
    requireAnswer();
    return at.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(at[0]);
  }

  private void requireAnswer() {
    if (!ok()) {
      throw new IllegalStateException("no classes on this segment: " + status);
    }
  }
}
