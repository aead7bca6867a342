package dev.assay.report;

import dev.assay.study.Axis;
import dev.assay.study.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What painters draw on: collects marks, back to front. */
final class Sheet {
  static final double LABEL_SIZE = 13;
  static final double TICK_SIZE = 12;

  final double width;
  final Palette palette;
  final List<String> remarks = new ArrayList<>();
  private final Together together;
  private final List<Mark> marks = new ArrayList<>();
  private final List<Hints> hints = new ArrayList<>();

  Sheet(double width, Palette palette) {
    this(width, palette, null);
  }

  private Sheet(double width, Palette palette, Together together) {
    this.width = width;
    this.palette = palette;
    this.together = together;
  }

  /** A sheet for one of several panels. */
  Sheet part(double wide, Together panels) {
    return new Sheet(wide, palette, panels);
  }

  /** What this sheet has in common with others; empty where it stands alone. */
  Optional<Together> together() {
    return Optional.ofNullable(together);
  }

  /** Widens the range of an x axis to that of all panels. */
  void shareX(Extent x) {
    together().ifPresent(panels -> panels.x(x));
  }

  void shareY(Extent y) {
    together().ifPresent(panels -> panels.y(y));
  }

  /** Puts a drawing on this sheet. */
  void place(Drawing drawing, double x, double y) {
    drawing.marks().forEach(mark -> marks.add(mark.moved(x, y)));
    drawing.hints().forEach(some -> hints.add(some.moved(x, y)));
  }

  /** What can be asked for of a series, to be filled. */
  Hints hints(String series, String... names) {
    Hints some = new Hints(series, names);
    hints.add(some);
    return some;
  }

  void line(Ink ink, double thickness, double... points) {
    marks.add(new Mark.Polyline(points, ink, thickness, new double[0]));
  }

  void line(Ink ink, double thickness, double[] dash, double[] points) {
    marks.add(new Mark.Polyline(points, ink, thickness, dash));
  }

  void strokes(Ink ink, double thickness, double... ends) {
    if (ends.length > 0) {
      marks.add(new Mark.Strokes(ends, ink, thickness));
    }
  }

  void area(Ink ink, double opacity, double... points) {
    marks.add(new Mark.Polygon(points, ink, opacity));
  }

  void box(Ink ink, double opacity, double x, double y, double w, double h) {
    area(ink, opacity, x, y, x + w, y, x + w, y + h, x, y + h);
  }

  void dots(Ink ink, double opacity, Mark.Symbol symbol, double radius, double... centres) {
    if (centres.length > 0) {
      marks.add(new Mark.Dots(centres, symbol, radius, ink, opacity));
    }
  }

  void text(Ink ink, double size, double x, double y, double align, String text) {
    text(ink, size, x, y, align, 0, text);
  }

  void text(Ink ink, double size, double x, double y, double align, double angle, String text) {
    if (!text.isBlank()) {
      marks.add(new Mark.Label(x, y, text, size, false, align, angle, ink, false));
    }
  }

  /** The title of a panel. */
  void title(double x, double y, String text) {
    marks.add(new Mark.Label(x, y, text, TICK_SIZE, true, 0, 0, Ink.TEXT, false));
  }

  /** Dark text that reads on any colour. */
  void textOver(double size, double x, double y, double align, String text) {
    marks.add(new Mark.Label(x, y, text, size, true, align, 0, Ink.BLACK, true));
  }

  void picture(Picture picture, double x, double y, double w, double h) {
    marks.add(new Mark.Raster(x, y, w, h, picture));
  }

  Drawing drawing(double height) {
    return new Drawing(0, width, height, marks, hints, remarks);
  }

  /** What an axis means, with its unit. */
  static String name(Axis axis) {
    return axis.unit().isBlank() ? axis.label() : axis.label() + " (" + axis.unit() + ")";
  }

  /** What stands at an axis. */
  static String title(Axis axis) {
    return name(axis) + (axis.log() ? ", log scale" : "");
  }

  /** Numbers as an array of coordinates. */
  static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
