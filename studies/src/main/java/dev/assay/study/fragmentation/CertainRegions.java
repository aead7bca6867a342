package dev.assay.study.fragmentation;

import dev.assay.geometry.CertifiedPlanes;
import dev.assay.geometry.ClassMap;
import dev.assay.study.Figure;

/**
 * What is certain of the regions in a plane, between the points of its grid too.
 *
 * @param regions that are certain to exist and to be different ones: a lower bound
 * @param missed how many of these hold no point of the grid
 * @param certified share of the area on which it is certain which class wins, 0 to 1
 * @param passes what it took: points at which the whole network was computed
 */
record CertainRegions(int regions, int missed, double certified, long passes) {
  /** Cells between two points of the grid, at least. */
  private static final int FINER = 4;

  private static final int MOST_LEVELS = 12;

  /**
   * Looks at the rectangle that the points of a grid span.
   *
   * @param sampled the classes on the grid, with an answer
   */
  static CertainRegions of(CertifiedPlanes method, Plane plane, PlaneClasses sampled) {
    Figure.Area area = sampled.area();
    double[] corner = new double[plane.u().length];
    double[] right = new double[corner.length];
    double[] up = new double[corner.length];
    for (int i = 0; i < corner.length; i++) {
      double u = plane.u()[i];
      double v = plane.v()[i];
      corner[i] = plane.origin()[i] + area.left() * u + area.bottom() * v;
      right[i] = (area.right() - area.left()) * u;
      up[i] = (area.top() - area.bottom()) * v;
    }
    ClassMap map = method.classes(corner, right, up, levels(sampled.resolution()));
    return new CertainRegions(
        map.regions(),
        map.missedBy(sampled.classes(), sampled.resolution()),
        map.certified(),
        map.passes());
  }

  private static int levels(int resolution) {
    int levels = 0;
    while (levels < MOST_LEVELS && 1L << levels < (long) FINER * (resolution - 1)) {
      levels++;
    }
    return levels;
  }
}
