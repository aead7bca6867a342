package dev.assay.study.margin;

/**
 * What a solver found for one sample.
 *
 * @param sample which sample of the data set
 * @param predicted the class with the largest logit (the first of equals); −1 where logits are not
 *     finite
 * @param reached the class on the other side, −1 where there is none
 * @param lower within this distance there certainly is no boundary; NaN where nothing is certified
 * @param distance Euclidean distance from the sample; infinite where no boundary point is known,
 *     NaN where the question has no answer (see the status)
 * @param finder what found the point that the distance belongs to; null where there is none
 * @param iterations gradient evaluations
 * @param converged whether the point that the distance belongs to was found to lie on the boundary,
 *     by the solver's criteria
 * @param residual {@code |f_i − max_{j≠i} f_j|} at that point; NaN where it is not known
 * @param relativeResidual the residual divided by the range of the sample's own logits, {@code
 *     max_k f_k − min_k f_k}: invariant to shift and scale of the logits
 * @param spent whether the search for the lower bound ended because its budget was spent, before
 *     the bracket was as narrow as asked for
 */
public record Margin(
    int sample,
    int label,
    int predicted,
    int reached,
    double lower,
    double distance,
    Finder finder,
    int iterations,
    boolean converged,
    double residual,
    double relativeResidual,
    Status status,
    boolean spent) {

  /** How a search ended. */
  public enum Status {
    /** There is a distance. */
    OK,
    /** The search ended without having seen the other side: no upper bound is known. */
    NOT_FOUND,
    /** No logit difference has a gradient in the directions searched, so there is no way to go. */
    ZERO_GRADIENT,
    /** A logit or a gradient is NaN or infinite. */
    NON_FINITE,
    /** The reference class is the label, and the network prefers another class. */
    MISCLASSIFIED;

    /** Stands for a distance where there is none. */
    double distance() {
      return this == NOT_FOUND || this == ZERO_GRADIENT ? Double.POSITIVE_INFINITY : Double.NaN;
    }
  }

  /** What found a point. */
  public enum Finder {
    /** None: the sample itself lies on the boundary. */
    SAMPLE,
    /** The linearisation at the sample; within a bracket, followed by exact walks. */
    LINEAR,
    /** Damped steps of DeepFool. */
    DEEPFOOL,
    /** A search over directions whose turns shrink, towards each class. */
    TURNING,
    /** A walk along an axis or another fixed direction. */
    AXIS,
    /** Exact walks along the only line there is. */
    LINE,
    /** The search for the lower bound, which came upon it. */
    BOUNDS
  }

  /** Relative width of the bracket, {@code (distance − lower) / distance}; NaN for no bracket. */
  public double gap() {
    return distance == 0
        ? 0
        : distance == Double.POSITIVE_INFINITY ? 1 : (distance - lower) / distance;
  }

  /** The same with a bracket. */
  Margin bracketed(int other, double least, double most, Finder by, Status ended) {
    boolean ok = ended == Status.OK;
    return new Margin(
        sample,
        label,
        predicted,
        other,
        least,
        most,
        by,
        iterations,
        ok,
        Double.NaN,
        Double.NaN,
        ended,
        false);
  }

  /** The same; the search for the lower bound has spent its budget. */
  Margin withBudgetSpent() {
    return new Margin(
        sample,
        label,
        predicted,
        reached,
        lower,
        distance,
        finder,
        iterations,
        converged,
        residual,
        relativeResidual,
        status,
        true);
  }

  /** The same with a status and no distance. */
  Margin without(Status ended) {
    return bracketed(-1, Double.NaN, ended.distance(), null, ended);
  }

  /** The same at another distance. */
  Margin at(double other) {
    return new Margin(
        sample,
        label,
        predicted,
        reached,
        lower,
        other,
        finder,
        iterations,
        converged,
        residual,
        relativeResidual,
        status,
        spent);
  }

  /** The class from which the distance is measured. */
  int reference(Reference from) {
    return from == Reference.LABEL ? label : predicted;
  }

  /** Whether the network predicts the label. */
  public boolean correct() {
    return predicted == label;
  }
}
