package dev.assay.geometry;

import dev.assay.io.Text;

/** A rectangle of a plane. */
public record Area(double left, double right, double bottom, double top) {
  public Area {
    if (!(left < right) || !(bottom < top)) {
      throw new IllegalArgumentException(
          Text.format("area [%s, %s] × [%s, %s] is empty", left, right, bottom, top));
    }
  }
}
