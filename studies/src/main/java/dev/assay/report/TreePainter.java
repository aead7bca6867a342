package dev.assay.report;

import dev.assay.io.Text;
import dev.assay.study.Picture;
import dev.assay.study.Plot;
import java.util.List;
import java.util.stream.IntStream;

/** Boxes below each other, tied by right angles, so that no tie crosses a box or a label. */
final class TreePainter {
  private static final double GAP = 34;
  private static final double BAR = 3;

  /** Share of a node from which on a class is named. */
  private static final double NAMED = 0.03;

  private TreePainter() {}

  static Drawing paint(Sheet sheet, Plot.Tree plot) {
    if (plot.root() == null) {
      sheet.text(Ink.MUTED, Sheet.LABEL_SIZE, sheet.width / 2, 30, 0.5, "no tree");
      return sheet.drawing(48);
    }
    TreeLayout layout = TreeLayout.of(plot.root(), plot.levels(), sheet.width - 8);
    List<TreeLayout.Place> places = layout.places();
    int hidden = TreeLayout.count(plot.root()) - places.size();
    if (hidden > 0) {
      sheet.remarks.add(
          Text.format(
              "%d of %d nodes are not shown: those more than %d levels below the root.",
              hidden, hidden + places.size(), layout.levels - 1));
    }
    int[] colours =
        places.stream().flatMapToInt(TreePainter::colours).distinct().sorted().toArray();
    List<Legend.Key> keys =
        IntStream.of(colours)
            .filter(colour -> colour >= 0)
            .mapToObj(c -> Legend.Key.box(plot.classes().get(c), Ink.category(c)))
            .toList();
    double[] heights = layout.heights();
    double[] tops = new double[heights.length + 1];
    tops[0] = Legend.draw(sheet, keys, 4, 4) + 8;
    for (int i = 0; i < heights.length; i++) {
      tops[i + 1] = tops[i] + heights[i] + GAP;
    }
    double left = 4 + (sheet.width - 8 - layout.width) / 2;
    for (TreeLayout.Place place : places) {
      ties(sheet, place, left, tops[place.level] + place.high, tops[place.level + 1]);
    }
    Hints hints = sheet.hints("");
    for (TreeLayout.Place place : places) {
      double x = left + place.x;
      double top = tops[place.level];
      box(sheet, place, x, top);
      String words = String.join(", ", place.node.text());
      String tag = place.label.isBlank() ? words : place.label + ": " + words;
      Picture picture = place.pictured() ? null : place.node.picture();
      hints.box(x - place.wide / 2, top, place.wide, place.high, new Plot.Tag(tag, picture));
    }
    boolean open = places.stream().anyMatch(p -> p.cut() && p.level == layout.levels - 1);
    return sheet.drawing(tops[heights.length] - GAP + (open ? 16 : 8));
  }

  private static IntStream colours(TreeLayout.Place place) {
    List<Double> mix = place.mixed() ? place.node.mix() : List.of();
    return IntStream.concat(
        IntStream.of(place.node.colour()),
        IntStream.range(0, mix.size()).filter(c -> mix.get(c) >= NAMED));
  }

  /** From the bottom of a box to its children, whose labels stand beside where a tie ends. */
  private static void ties(
      Sheet sheet, TreeLayout.Place place, double left, double from, double to) {
    double x = left + place.x;
    double turn = to - GAP + 12;
    if (place.cut()) {
      sheet.line(Ink.AXIS, 1.2, new double[] {2, 3}, new double[] {x, from, x, from + 10});
    }
    for (TreeLayout.Place child : place.children) {
      double end = left + child.x;
      sheet.line(Ink.AXIS, 1.2, x, from, x, turn, end, turn, end, to);
      if (!child.turned) {
        sheet.text(Ink.MUTED, TreeLayout.SIZE, end + 4, to - 7, 0, child.label);
      }
    }
  }

  private static void box(Sheet sheet, TreeLayout.Place place, double x, double top) {
    double left = x - place.wide / 2;
    int colour = place.node.colour();
    Ink ink = colour < 0 ? Ink.AXIS : Ink.category(colour);
    sheet.box(Ink.PAPER, 1, left, top, place.wide, place.high);
    sheet.box(ink, 0.22, left, top, place.wide, place.high);
    double share = place.node.share();
    if (place.turned) {
      sheet.box(ink, 1, left, top + place.high * (1 - share), BAR - 1.5, place.high * share);
      for (String line : place.lines) {
        double at = x + place.size * 0.4;
        sheet.text(Ink.TEXT, place.size, at, top + TreeLayout.PADDING, 1, -90, line);
      }
      return;
    }
    sheet.box(ink, 1, left, top + place.high - BAR, place.wide * share, BAR);
    double y = top + 14;
    for (String line : place.lines) {
      sheet.text(Ink.TEXT, TreeLayout.SIZE, x, y, 0.5, line);
      y += 14;
    }
    if (place.pictured()) {
      picture(sheet, place, x, y - 8);
    }
    if (place.mixed()) {
      mix(sheet, place, left, top + place.high - BAR - 2 - TreeLayout.MIX);
    }
  }

  private static void picture(Sheet sheet, TreeLayout.Place place, double x, double top) {
    Picture picture = place.node.picture();
    double scale = TreeLayout.PICTURE / Math.max(picture.width(), picture.height());
    double wide = picture.width() * scale;
    double high = picture.height() * scale;
    sheet.picture(picture, x - wide / 2, top + (TreeLayout.PICTURE - high) / 2, wide, high);
  }

  /** The classes of a node beside each other. */
  private static void mix(Sheet sheet, TreeLayout.Place place, double left, double top) {
    double room = place.wide - 2 * TreeLayout.PADDING;
    double x = left + TreeLayout.PADDING;
    for (int c = 0; c < place.node.mix().size(); c++) {
      double wide = room * place.node.mix().get(c);
      if (wide > 0) {
        sheet.box(Ink.category(c), 1, x, top, wide, TreeLayout.MIX);
      }
      x += wide;
    }
  }
}
