package dev.assay.study.margin;

/**
 * What a solver found for one sample.
 *
 * @param sample which sample of the data set
 * @param predicted the class with the largest logit (the first of equals); −1 where logits are not
 *     finite
 * @param reached the class on the other side, −1 where there is none
 * @param distance Euclidean distance from the sample; infinite where no boundary point is known,
 *     NaN where the question has no answer (see the status)
 * @param iterations gradient evaluations
 * @param converged whether the point that the distance belongs to was found to lie on the boundary,
 *     by the solver's criteria
 * @param residual {@code |f_i − max_{j≠i} f_j|} at that point; NaN where it is not known
 * @param relativeResidual the residual divided by the range of the sample's own logits, {@code
 *     max_k f_k − min_k f_k}: invariant to shift and scale of the logits
 */
public record Margin(
    int sample,
    int label,
    int predicted,
    int reached,
    double distance,
    int iterations,
    boolean converged,
    double residual,
    double relativeResidual,
    Status status) {

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
    MISCLASSIFIED
  }

  /** Whether the network predicts the label. */
  public boolean correct() {
    return predicted == label;
  }
}
