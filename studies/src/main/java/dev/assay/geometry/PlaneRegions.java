package dev.assay.geometry;

/**
 * Decision regions of a rectangle: connected parts of it in which one class wins.
 *
 * @param least there are at least so many
 * @param most and at most so many; −1 where no limit is known
 * @param unseen how many of the least hold no point of a grid
 * @param known share of the area on which classes are known, 0 to 1
 * @param cells convex cells of one class that were joined
 * @param tiles squares on which the pieces of the network were followed
 * @param passes points at which the whole network was computed
 */
public record PlaneRegions(
    long least,
    long most,
    long unseen,
    double known,
    long cells,
    long tiles,
    long passes,
    Status status) {

  /** How far to trust a count. */
  public enum Status {
    /** The number is known. */
    EXACT,
    /** Regions or passages between them are narrower than rounding allows to tell. */
    CLOSE,
    /** Some squares were left out, since it would take too much work. */
    LIMIT
  }

  static PlaneRegions of(
      long least, long most, long unseen, double known, long cells, long tiles, long passes) {
    Status status = most < 0 ? Status.LIMIT : most > least ? Status.CLOSE : Status.EXACT;
    return new PlaneRegions(Math.max(1, least), most, unseen, known, cells, tiles, passes, status);
  }

  /** Whether the number is {@link #least}. */
  public boolean exact() {
    return status == Status.EXACT;
  }
}
