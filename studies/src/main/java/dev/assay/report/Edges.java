package dev.assay.report;

import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The straight edges of a shape, and where a horizontal line is inside it. Rows are asked for in
 * order.
 */
final class Edges {
  private static final double FLATNESS = 0.05;

  /** An edge from its upper to its lower end; winding is 1 where the outline runs downwards. */
  private record Edge(double x, double top, double bottom, double slope, int winding) {
    double at(double y) {
      return x + (y - top) * slope;
    }
  }

  private record Crossing(double x, int winding) {}

  /** Takes a stretch of a line. */
  @FunctionalInterface
  interface Span {
    void add(double from, double to);
  }

  private final List<Edge> edges = new ArrayList<>();
  private final List<Edge> active = new ArrayList<>();
  private int next;

  private Edges() {}

  static Edges of(Shape shape) {
    Edges edges = new Edges();
    double[] point = new double[6];
    double startX = 0;
    double startY = 0;
    double x = 0;
    double y = 0;
    for (PathIterator path = shape.getPathIterator(null, FLATNESS); !path.isDone(); path.next()) {
      switch (path.currentSegment(point)) {
        case PathIterator.SEG_MOVETO -> {
          edges.add(x, y, startX, startY);
          startX = point[0];
          startY = point[1];
        }
        case PathIterator.SEG_LINETO -> edges.add(x, y, point[0], point[1]);
        default -> {
          edges.add(x, y, startX, startY);
          point[0] = startX;
          point[1] = startY;
        }
      }
      x = point[0];
      y = point[1];
    }
    edges.add(x, y, startX, startY);
    edges.edges.sort(Comparator.comparingDouble(Edge::top));
    return edges;
  }

  double top() {
    return edges.isEmpty() ? 0 : edges.get(0).top();
  }

  double bottom() {
    return edges.stream().mapToDouble(Edge::bottom).max().orElse(-1);
  }

  /** Goes on to the edges between two heights. */
  void enter(double from, double to) {
    active.removeIf(edge -> edge.bottom() <= from);
    for (; next < edges.size() && edges.get(next).top() < to; next++) {
      if (edges.get(next).bottom() > from) {
        active.add(edges.get(next));
      }
    }
  }

  /** The stretches of a line that are inside by the non-zero rule. */
  void spans(double y, Span inside) {
    List<Crossing> crossings = new ArrayList<>();
    for (Edge edge : active) {
      if (edge.top() <= y && y < edge.bottom()) {
        crossings.add(new Crossing(edge.at(y), edge.winding()));
      }
    }
    crossings.sort(Comparator.comparingDouble(Crossing::x));
    int winding = 0;
    double from = 0;
    for (Crossing crossing : crossings) {
      int before = winding;
      winding += crossing.winding();
      if (before == 0) {
        from = crossing.x();
      } else if (winding == 0) {
        inside.add(from, crossing.x());
      }
    }
  }

  private void add(double x0, double y0, double x1, double y1) {
    if (y0 < y1) {
      edges.add(new Edge(x0, y0, y1, (x1 - x0) / (y1 - y0), 1));
    } else if (y1 < y0) {
      edges.add(new Edge(x1, y1, y0, (x0 - x1) / (y0 - y1), -1));
    }
  }
}
