package dev.assay.study.translation;

import dev.assay.random.Streams;
import java.util.Arrays;

/**
 * The pairs of a map: each image with itself, moved; then with some of other classes, to know how
 * alike what has nothing in common is.
 */
final class MapPairs implements Pairing {
  /** Images of other classes, for each image. */
  static final int OTHERS = 4;

  private final ShiftGrid grid;
  private final Boundary boundary;
  private final int[] labels;
  private final int others;
  private final long key;

  MapPairs(ShiftGrid grid, Boundary boundary, int[] labels, long seed) {
    this.grid = grid;
    this.boundary = boundary;
    this.labels = labels;
    this.others = Arrays.stream(labels).distinct().count() > 1 ? OTHERS : 0;
    this.key = Streams.key(seed, "images of other classes");
  }

  @Override
  public int each() {
    return grid.count() + others;
  }

  @Override
  public boolean fromImage() {
    return boundary != Boundary.CROP;
  }

  @Override
  public View first(int image, int number) {
    return fromImage() || number >= grid.count()
        ? View.of(image)
        : new View(image, half(grid.shift(number)));
  }

  @Override
  public View second(int image, int number) {
    if (number >= grid.count()) {
      return View.of(other(image, number - grid.count()));
    }
    Shift shift = grid.shift(number);
    Shift start = first(image, number).shift();
    return new View(image, new Shift(start.down() + shift.down(), start.right() + shift.right()));
  }

  /** Back by half of it, in whole pixels. */
  private static Shift half(Shift shift) {
    return new Shift((int) (-shift.down() / 2), (int) (-shift.right() / 2));
  }

  private int other(int image, int number) {
    long draws = Streams.key(Streams.key(key, image), number);
    int drawn = image;
    for (int i = 0; labels[drawn] == labels[image]; i++) {
      drawn = Streams.integer(draws, i, labels.length);
    }
    return drawn;
  }
}
