package dev.assay.geometry;

/**
 * What is known of a sample's distance to the boundary within a subspace.
 *
 * @param predicted the class that wins at the sample; −1 where logits are not finite
 * @param reached the class on the other side at the upper bound; −1 where none was found
 * @param lower within this distance the class certainly does not change
 * @param upper at this distance it does; infinite where no change was found
 * @param source which search found the upper bound; null where none did
 * @param cells cells bounded or polygons visited for the lower bound, 0 where lines decided
 * @param ended whether the work was ended before both bounds met as they should
 * @param status whether there is a bracket
 */
public record MarginBracket(
    int predicted,
    int reached,
    double lower,
    double upper,
    Source source,
    int cells,
    boolean ended,
    Status status) {

  /** What found an upper bound. */
  public enum Source {
    /** None: the sample itself lies on the boundary. */
    SAMPLE,
    /** A walk along the only line there is. */
    LINE,
    /** The nearest boundary of the linearisation at the sample, polished. */
    LINEAR,
    /** The start that was given, polished. */
    START,
    /** A point that the search for the lower bound came upon, polished. */
    BOUNDS
  }

  /** How a search ended. */
  public enum Status {
    OK,
    /** The class never changed as far as was looked; the lower bound holds. */
    NOT_FOUND,
    NON_FINITE
  }

  /** Relative width, {@code (upper − lower) / upper}; 1 where no upper bound is known. */
  public double width() {
    return upper == 0 ? 0 : upper == Double.POSITIVE_INFINITY ? 1 : (upper - lower) / upper;
  }
}
