package dev.assay.report;

import dev.assay.geometry.Area;
import dev.assay.study.Picture;
import dev.assay.study.Plot;
import java.util.ArrayList;
import java.util.List;

/**
 * A map of classes: rows of cells as one picture, marked points, and beside the map, at its
 * corners, the pictures that belong to them, each tied to its point.
 */
final class RegionsPainter {
  /** Room left of the map for the numbers of its axis, and right of it. */
  private static final double LEFT = 46;

  private static final double RIGHT = 14;

  /** Under a picture, for what is written there. */
  private static final double LABEL = 16;

  private RegionsPainter() {}

  static Drawing paint(Sheet sheet, Plot.Regions plot) {
    boolean pictures = plot.anchors().stream().anyMatch(anchor -> anchor.picture() != null);
    double side = pictures ? Math.min(96, sheet.width * 0.155) : 0;
    double top = Legend.draw(sheet, keys(List.of(plot)), 4, 4) + 28;
    Area area = plot.area();
    double aspect = (area.top() - area.bottom()) / (area.right() - area.left());
    aspect = Math.min(1.4, Math.max(0.4, aspect));
    double room = sheet.width - LEFT - RIGHT - 2 * (side + 4);
    double wide = Math.min(room, 420 / aspect);
    double left = LEFT + side + 4 + (room - wide) / 2;
    if (pictures) { // two of them, one above the other, fit beside the map
      side = Math.min(side, (wide * aspect - 2 * LABEL - 6) / 2);
    }
    Box map = new Box(left, top, wide, wide * aspect);
    map(sheet, plot, map.left, map.top, map.wide, map.high);
    axes(sheet, plot, map);
    anchors(sheet, plot, map, side);
    return sheet.drawing(map.top + map.high + 48);
  }

  /** Classes that are seen in any of some maps of the same classes. */
  static List<Legend.Key> keys(List<Plot.Regions> maps) {
    List<String> classes = maps.isEmpty() ? List.of() : maps.get(0).classes();
    boolean[] present = new boolean[classes.size()];
    boolean gaps = false;
    for (Plot.Regions map : maps) {
      for (int region : map.regions()) {
        gaps |= region < 0;
        if (region >= 0) {
          present[region] = true;
        }
      }
    }
    List<Legend.Key> keys = new ArrayList<>();
    for (int i = 0; i < present.length; i++) {
      if (present[i]) {
        keys.add(Legend.Key.box(classes.get(i), Ink.category(i)));
      }
    }
    if (gaps) {
      keys.add(Legend.Key.box("no answer", Ink.NOTHING));
    }
    return keys;
  }

  /** The map alone, with its borders. */
  static void map(
      Sheet sheet, Plot.Regions plot, double left, double top, double wide, double high) {
    sheet.picture(picture(plot), left, top, wide, high);
    Area area = plot.area();
    double[] borders = plot.borders();
    double[] placed = new double[borders.length];
    for (int i = 0; i < borders.length; i += 2) {
      placed[i] = left + (borders[i] - area.left()) / (area.right() - area.left()) * wide;
      placed[i + 1] =
          top + (1 - (borders[i + 1] - area.bottom()) / (area.top() - area.bottom())) * high;
    }
    sheet.strokes(Ink.BLACK, 0.8, placed);
  }

  private static Picture picture(Plot.Regions plot) {
    int[] rgb = new int[plot.regions().length];
    for (int y = 0; y < plot.height(); y++) {
      for (int x = 0; x < plot.width(); x++) {
        int region = plot.regions()[(plot.height() - 1 - y) * plot.width() + x];
        rgb[y * plot.width() + x] = (region < 0 ? Ink.NOTHING : Ink.category(region)).rgb();
      }
    }
    return new Picture(plot.width(), plot.height(), rgb);
  }

  private static void axes(Sheet sheet, Plot.Regions plot, Box map) {
    double left = map.left;
    double top = map.top;
    double wide = map.wide;
    double high = map.high;
    double bottom = top + high;
    Scale x = Scale.exactly(plot.x(), plot.area().left(), plot.area().right());
    Scale y = Scale.exactly(plot.y(), plot.area().bottom(), plot.area().top());
    MapAxes.draw(sheet, x, y, left, top, wide, high);
    sheet.text(Ink.MUTED, Sheet.LABEL_SIZE, left, top - 10, 0, Sheet.title(plot.y()));
    sheet.text(
        Ink.MUTED, Sheet.LABEL_SIZE, left + wide / 2, bottom + 38, 0.5, Sheet.title(plot.x()));
  }

  private static void anchors(Sheet sheet, Plot.Regions plot, Box map, double side) {
    List<double[]> points = new ArrayList<>();
    for (Plot.Anchor anchor : plot.anchors()) {
      if (anchor.picture() != null) {
        points.add(map.place(plot.area(), anchor));
      }
    }
    double outer = map.left - LEFT - side;
    double beyond = map.left + map.wide + RIGHT;
    double low = map.top + map.high - side - LABEL;
    double[][] corners = {{outer, map.top}, {beyond, map.top}, {outer, low}, {beyond, low}};
    int[] places = Corners.assign(points, corners, side / 2);
    int pictured = 0;
    for (Plot.Anchor anchor : plot.anchors()) {
      double[] point = map.place(plot.area(), anchor);
      if (anchor.picture() != null) {
        int place = places[pictured++];
        double near = corners[place][0] + (place % 2 == 0 ? side : 0);
        tied(sheet, anchor, corners[place], near, point, side);
      }
      sheet.dots(Ink.WHITE, 1, Mark.Symbol.CIRCLE, 5.5, point);
      sheet.dots(Ink.BLACK, 1, Mark.Symbol.CIRCLE, 4, point);
      if (anchor.picture() == null) {
        boolean leftward = point[0] > map.left + map.wide * 0.7;
        double x = point[0] + (leftward ? -9 : 9);
        sheet.textOver(Sheet.TICK_SIZE, x, point[1] + 4.3, leftward ? 1 : 0, anchor.label());
      }
    }
  }

  /** The picture of an anchor at a corner, and the line from there to its point. */
  private static void tied(
      Sheet sheet, Plot.Anchor anchor, double[] corner, double near, double[] point, double side) {
    Picture picture = anchor.picture();
    double scale = side / Math.max(picture.width(), picture.height());
    double[] tie = {near, corner[1] + side / 2, point[0], point[1]};
    sheet.line(Ink.WHITE, 3, tie);
    sheet.line(Ink.BLACK, 1.2, tie);
    sheet.picture(picture, corner[0], corner[1], picture.width() * scale, picture.height() * scale);
    String label = Typeface.fit(anchor.label(), Sheet.TICK_SIZE, side + 16);
    sheet.text(Ink.TEXT, Sheet.TICK_SIZE, corner[0] + side / 2, corner[1] + side + 14, 0.5, label);
  }

  /** Where the map is on the sheet. */
  private record Box(double left, double top, double wide, double high) {
    double[] place(Area area, Plot.Anchor anchor) {
      double x = (anchor.x() - area.left()) / (area.right() - area.left());
      double y = (anchor.y() - area.bottom()) / (area.top() - area.bottom());
      return new double[] {left + x * wide, top + (1 - y) * high};
    }
  }
}
