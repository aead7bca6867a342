package dev.assay.study.translation;

import java.util.stream.IntStream;

/** Sums up what {@link MapPairs} come to. */
final class MapSums implements Comparer.Sink {
  private final ShiftGrid grid;
  private final int images;

  /** Of each move. */
  private final int[] radii;

  private final Sums[] sums;
  private final double[] changed;

  /** Of one aspect. */
  private final class Sums {
    final double[] cosine = new double[grid.count()];
    final double[] distance = new double[grid.count()];
    final double[][] byRadius = new double[grid.range() + 1][images];
    final double[] square = new double[images];
    final double[] disc = new double[images];
    final double[] floor = new double[images];
    double apart;
    long zeros;

    void take(int image, int number, Likeness alike) {
      zeros += alike.zero() ? 1 : 0;
      if (number >= grid.count()) {
        floor[image] += alike.cosine();
        apart += alike.distance();
        return;
      }
      cosine[number] += alike.cosine();
      distance[number] += alike.distance();
      int radius = radii[number];
      if (radius <= grid.range()) {
        byRadius[radius][image] += alike.cosine();
      }
      if (!grid.centre(number)) {
        square[image] += alike.cosine();
        disc[image] += radius <= grid.range() ? alike.cosine() : 0;
      }
    }
  }

  MapSums(ShiftGrid grid, int images, int aspects) {
    this.grid = grid;
    this.images = images;
    this.radii = IntStream.range(0, grid.count()).map(i -> grid.shift(i).radius()).toArray();
    this.sums = new Sums[aspects];
    for (int a = 0; a < aspects; a++) {
      sums[a] = new Sums();
    }
    this.changed = new double[grid.count()];
  }

  @Override
  public void take(int image, int number, Likeness[] alike, int before, int after) {
    for (int a = 0; a < sums.length; a++) {
      sums[a].take(image, number, alike[a]);
    }
    if (number < grid.count() && before != after) {
      changed[number]++;
    }
  }

  /** For each move the share of images that get another class. */
  double[] changed() {
    return divided(changed.clone(), images);
  }

  /**
   * What came of an aspect.
   *
   * @param others images of other classes that each image was compared with
   */
  PlaceMap of(Aspect aspect, int number, int others) {
    Sums found = sums[number];
    int[] rings = grid.rings();
    int inside = -1;
    for (int r = 0; r < rings.length; r++) {
      divided(found.byRadius[r], rings[r]);
      inside += rings[r];
    }
    return new PlaceMap(
        aspect,
        divided(found.cosine, images),
        divided(found.distance, images),
        found.byRadius,
        divided(found.square, grid.count() - 1),
        divided(found.disc, inside),
        others == 0 ? new double[0] : divided(found.floor, others),
        found.apart / ((double) images * others),
        found.zeros);
  }

  private static double[] divided(double[] sums, int count) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= count;
    }
    return sums;
  }
}
