package dev.assay.study.translation;

/**
 * What is compared of what a network makes of an image: what there is at a place, or what becomes
 * of it in the dimension that places have in common.
 */
public final class Aspect {
  private final Place place;
  private final int source;
  private final Reduction reduction;

  /**
   * @param source which of the hidden places that the network is looked at
   */
  Aspect(Place place, int source, Reduction reduction) {
    this.place = place;
    this.source = source;
    this.reduction = reduction;
  }

  public Place place() {
    return place;
  }

  /** Numbers that are compared. */
  public int dimension() {
    return reduction.dimension();
  }

  /** Whether it is as it is, not reduced to a common dimension. */
  public boolean raw() {
    return reduction.isNone();
  }

  /** Which of the hidden places that the network is looked at. */
  int source() {
    return source;
  }

  Reduction reduction() {
    return reduction;
  }
}
