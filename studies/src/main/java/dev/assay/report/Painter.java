package dev.assay.report;

import dev.assay.study.Figure;

/** Turns a figure into a drawing of a given width, in the colours of its report. */
final class Painter {
  private Painter() {}

  static Drawing paint(Figure figure, double width, Palette palette) {
    Sheet sheet = new Sheet(width, palette);
    if (figure instanceof Figure.Lines lines) {
      return LinePainter.paint(sheet, lines);
    }
    if (figure instanceof Figure.Scatter scatter) {
      return ScatterPainter.paint(sheet, scatter);
    }
    if (figure instanceof Figure.Histogram histogram) {
      return HistogramPainter.paint(sheet, histogram);
    }
    if (figure instanceof Figure.Distribution distribution) {
      return DistributionPainter.paint(sheet, distribution);
    }
    if (figure instanceof Figure.Boxes boxes) {
      return BoxPainter.paint(sheet, boxes);
    }
    if (figure instanceof Figure.Bars bars) {
      return BarPainter.paint(sheet, bars);
    }
    if (figure instanceof Figure.HeatMap map) {
      return HeatMapPainter.paint(sheet, map);
    }
    if (figure instanceof Figure.Regions regions) {
      return RegionsPainter.paint(sheet, regions);
    }
    if (figure instanceof Figure.Planes planes) {
      return PlanesPainter.paint(sheet, planes);
    }
    if (figure instanceof Figure.Gallery gallery) {
      return GalleryPainter.paint(sheet, gallery);
    }
    throw new IllegalStateException("no painter for " + figure.getClass());
  }
}
