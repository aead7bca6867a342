package dev.assay.study.fragmentation;

import dev.assay.data.Dataset;
import dev.assay.geometry.ExactPlanes;
import dev.assay.geometry.ExactPlanes.Seen;
import dev.assay.study.Cut;
import java.util.Arrays;
import java.util.Optional;

/**
 * Planes through three samples of a data set, or through their activations at a cut: the classes on
 * a grid, and the decision regions.
 */
public final class PlaneFragmentation {
  private final Cut cut;
  private final Dataset data;
  private ExactPlanes exact;

  /**
   * @param cut where the planes lie
   */
  public PlaneFragmentation(Cut cut, Dataset data) {
    this.cut = cut;
    this.data = data;
  }

  /** The classes on a grid. */
  public PlaneClasses plane(int[] triplet, int resolution) {
    float[][] corners = corners(triplet);
    return PlaneClasses.of(cut.above(), corners[0], corners[1], corners[2], resolution);
  }

  /**
   * The regions of a plane beyond its grid; nothing where that has no answer.
   *
   * @param sampled the plane of these three samples
   */
  public Optional<Seen> regions(int[] triplet, PlaneClasses sampled) {
    if (!sampled.ok()) {
      return Optional.empty();
    }
    if (exact == null) {
      exact = new ExactPlanes(cut.exact(), cut.workers());
    }
    float[][] corners = corners(triplet);
    return Plane.through(corners[0], corners[1], corners[2])
        .map(plane -> plane.regions(exact, sampled));
  }

  private float[][] corners(int[] triplet) {
    int length = data.sample().intSize();
    float[][] corners = new float[3][];
    for (int k = 0; k < 3; k++) {
      int at = triplet[k] * length;
      float[] image = Arrays.copyOfRange(data.images(), at, at + length);
      corners[k] = cut.activations(image, 1);
    }
    return corners;
  }
}
