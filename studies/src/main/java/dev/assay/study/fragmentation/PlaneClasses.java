package dev.assay.study.fragmentation;

import dev.assay.geometry.Area;
import dev.assay.nn.Classifier;
import dev.assay.train.Evaluation;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Plane fragmentation (F2) of one plane: the classes on a grid over it, and the number of their
 * regions, {@code Σ_c} 8-connected components of the cells of class c, as Somepalli et al. 2022
 * count them. The grid reaches a margin of a tenth beyond the three points on each side.
 *
 * @param resolution cells in each direction
 * @param area what the centres of the outer cells span
 * @param x first coordinates of the three points; empty without an answer
 * @param y second coordinates of the three points
 * @param classes resolution × resolution, row 0 at the lowest y
 * @param regions number of regions
 */
public record PlaneClasses(
    int resolution, Area area, double[] x, double[] y, int[] classes, int regions, Status status) {
  private static final double BEYOND = 0.1;
  private static final int FLOATS = 1 << 22;

  /** Whether the question has an answer. */
  public enum Status {
    OK,
    /** The three points are on one line. */
    COLLINEAR,
    /** A logit is NaN or infinite. */
    NON_FINITE
  }

  public boolean ok() {
    return status == Status.OK;
  }

  /**
   * Looks at the plane through three inputs of a classifier.
   *
   * @param resolution at least 2
   */
  public static PlaneClasses of(
      Classifier classifier, float[] first, float[] second, float[] third, int resolution) {
    return Plane.through(first, second, third)
        .map(plane -> of(classifier, plane, resolution))
        .orElseGet(() -> without(resolution, Status.COLLINEAR));
  }

  private static PlaneClasses of(Classifier classifier, Plane plane, int resolution) {
    double[] columns = line(plane.x(), resolution);
    double[] rows = line(plane.y(), resolution);
    int length = classifier.input().intSize();
    int k = classifier.classes();
    int cells = resolution * resolution;
    int batch = Math.max(1, Math.min(cells, FLOATS / length));
    float[] points = new float[batch * length];
    float[] logits = new float[batch * k];
    int[] classes = new int[cells];
    for (int from = 0; from < cells; from += batch) {
      int count = Math.min(batch, cells - from);
      for (int i = 0; i < count; i++) {
        int cell = from + i;
        plane.point(columns[cell % resolution], rows[cell / resolution], points, i * length);
      }
      classifier.logits(points, count, logits);
      for (int i = 0; i < count * k; i++) {
        if (!Float.isFinite(logits[i])) {
          return without(resolution, Status.NON_FINITE);
        }
      }
      for (int i = 0; i < count; i++) {
        classes[from + i] = Evaluation.argmax(logits, i * k, k);
      }
    }
    Area area = new Area(columns[0], columns[resolution - 1], rows[0], rows[resolution - 1]);
    return new PlaneClasses(
        resolution,
        area,
        plane.x(),
        plane.y(),
        classes,
        regions(classes, resolution, resolution),
        Status.OK);
  }

  private static PlaneClasses without(int resolution, Status status) {
    return new PlaneClasses(
        resolution, new Area(0, 1, 0, 1), new double[0], new double[0], new int[0], 0, status);
  }

  /** Equidistant positions from a margin below the smallest to a margin above the largest. */
  private static double[] line(double[] positions, int count) {
    double low = Arrays.stream(positions).min().orElseThrow();
    double high = Arrays.stream(positions).max().orElseThrow();
    double margin = BEYOND * (high - low);
    double step = (high - low + 2 * margin) / (count - 1);
    double[] line = new double[count];
    Arrays.setAll(line, i -> low - margin + i * step);
    return line;
  }

  /** Number of 8-connected components of cells of equal class. */
  static int regions(int[] classes, int width, int height) {
    int[] parent = IntStream.range(0, classes.length).toArray();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int cell = y * width + x;
        join(classes, parent, cell, x > 0 ? cell - 1 : -1);
        if (y > 0) {
          join(classes, parent, cell, x > 0 ? cell - width - 1 : -1);
          join(classes, parent, cell, cell - width);
          join(classes, parent, cell, x < width - 1 ? cell - width + 1 : -1);
        }
      }
    }
    return (int) IntStream.range(0, parent.length).filter(i -> parent[i] == i).count();
  }

  private static void join(int[] classes, int[] parent, int cell, int other) {
    if (other >= 0 && classes[cell] == classes[other]) {
      parent[root(parent, cell)] = root(parent, other);
    }
  }

  private static int root(int[] parent, int cell) {
    int at = cell;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }
}
