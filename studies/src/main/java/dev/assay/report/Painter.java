package dev.assay.report;

import dev.assay.study.Figure;
import dev.assay.study.Plot;

/** Turns a figure into a drawing of a given width, in the colours of its report. */
final class Painter implements Plot.Visitor<Drawing> {
  /** A figure on a page, and in a file. */
  static final double WIDE = 720;

  /** One on a narrow page, or in a column. */
  static final double NARROW = 360;

  private final Sheet sheet;

  Painter(Sheet sheet) {
    this.sheet = sheet;
  }

  static Drawing paint(Figure figure, double width, Palette palette) {
    return figure.plot().accept(new Painter(new Sheet(width, palette)));
  }

  @Override
  public Drawing lines(Plot.Lines plot) {
    return LinePainter.paint(sheet, plot);
  }

  @Override
  public Drawing scatter(Plot.Scatter plot) {
    return ScatterPainter.paint(sheet, plot);
  }

  @Override
  public Drawing histogram(Plot.Histogram plot) {
    return HistogramPainter.paint(sheet, plot);
  }

  @Override
  public Drawing distribution(Plot.Distribution plot) {
    return DistributionPainter.paint(sheet, plot);
  }

  @Override
  public Drawing boxes(Plot.Boxes plot) {
    return BoxPainter.paint(sheet, plot);
  }

  @Override
  public Drawing bars(Plot.Bars plot) {
    return BarPainter.paint(sheet, plot);
  }

  @Override
  public Drawing heatMap(Plot.HeatMap plot) {
    return HeatMapPainter.paint(sheet, plot);
  }

  @Override
  public Drawing regions(Plot.Regions plot) {
    return RegionsPainter.paint(sheet, plot);
  }

  @Override
  public Drawing planes(Plot.Planes plot) {
    return PlanesPainter.paint(sheet, plot);
  }

  @Override
  public Drawing gallery(Plot.Gallery plot) {
    return GalleryPainter.paint(sheet, plot);
  }

  @Override
  public Drawing field(Plot.Field plot) {
    return FieldPainter.paint(sheet, plot);
  }

  @Override
  public Drawing multiples(Plot.Multiples plot) {
    return MultiplesPainter.paint(sheet, plot);
  }

  @Override
  public Drawing tree(Plot.Tree plot) {
    return TreePainter.paint(sheet, plot);
  }
}
