package dev.assay.report;

import dev.assay.study.Axis;
import java.util.List;

/**
 * The axes of a plot: the name of y on top, where it reads without turning the head, the legend
 * below it, horizontal grid lines, and x below the plot as numbers or as categories.
 */
final class Frame {
  private static final double SLANT = -35;
  private static final double LONGEST_CATEGORY = 120;

  private final Sheet sheet;
  private final Scale xScale;
  private final Scale yScale;
  private final int slots;
  final double left;
  final double right;
  final double top;
  final double bottom;
  private double end;

  /** A plot with numbers on both axes. */
  static Frame of(Sheet sheet, Axis x, Scale xScale, Axis y, Scale yScale, List<Legend.Key> keys) {
    Frame frame = new Frame(sheet, xScale, y, yScale, List.of(), keys);
    frame.numbers(x);
    return frame;
  }

  /** A plot with categories on its x axis. */
  static Frame of(
      Sheet sheet, Axis x, List<String> categories, Axis y, Scale yScale, List<Legend.Key> keys) {
    List<String> names =
        categories.stream()
            .map(name -> Typeface.fit(name, Sheet.TICK_SIZE, LONGEST_CATEGORY))
            .toList();
    Frame frame = new Frame(sheet, null, y, yScale, names, keys);
    frame.categories(x, names);
    return frame;
  }

  private Frame(
      Sheet sheet,
      Scale xScale,
      Axis y,
      Scale yScale,
      List<String> categories,
      List<Legend.Key> keys) {
    this.sheet = sheet;
    this.xScale = xScale;
    this.yScale = yScale;
    this.slots = categories.size();
    boolean panel = sheet.together().isPresent();
    double plotHeight =
        panel
            ? Math.min(240, Math.max(130, sheet.width * 0.7))
            : Math.min(340, Math.max(230, sheet.width * 0.48));
    List<Scale.Tick> ticks = yScale.ticks((int) (plotHeight / 45));
    right = sheet.width - 14;
    double numbers = Math.ceil(widest(ticks.stream().map(Scale.Tick::label).toList())) + 14;
    left = Math.max(numbers, leftOfSlant(categories, numbers));
    boolean named = sheet.together().map(all -> all.ownY(Sheet.title(y))).orElse(true);
    if (named) {
      String name = Typeface.fit(Sheet.title(y), Sheet.LABEL_SIZE, sheet.width - 8);
      sheet.text(Ink.MUTED, Sheet.LABEL_SIZE, 4, 17, 0, name);
    }
    top = Legend.draw(sheet, keys, 4, named ? 24 : 0) + 12;
    bottom = top + plotHeight;
    for (double place : yScale.minor()) {
      double at = bottom - place * (bottom - top);
      sheet.line(Ink.AXIS, 1, left - 4, at, left, at);
    }
    double free = Double.POSITIVE_INFINITY;
    for (Scale.Tick tick : ticks) {
      double at = bottom - tick.place() * (bottom - top);
      sheet.line(Ink.GRID, 1, left, at, right, at);
      if (at <= free) {
        sheet.text(Ink.MUTED, Sheet.TICK_SIZE, left - 7, at + 4.3, 1, tick.label());
        free = at - Sheet.TICK_SIZE - 2;
      }
    }
  }

  double x(double value) {
    return left + xScale.place(value) * (right - left);
  }

  double y(double value) {
    return bottom - yScale.place(value) * (bottom - top);
  }

  /** Where bars stand. */
  double foot() {
    return bottom - yScale.foot() * (bottom - top);
  }

  /** Width of a category. */
  double slot() {
    return (right - left) / Math.max(1, slots);
  }

  /** Left edge of a category. */
  double slot(int index) {
    return left + index * slot();
  }

  /** Says so where there is nothing to draw. */
  void sayEmpty() {
    sheet.text(Ink.MUTED, Sheet.LABEL_SIZE, (left + right) / 2, (top + bottom) / 2, 0.5, "no data");
  }

  /** The finished drawing, the axis line in front. */
  Drawing drawing() {
    double at = slots > 0 ? foot() : bottom;
    sheet.line(Ink.AXIS, 1.2, left, at, right, at);
    return sheet.drawing(end);
  }

  private void numbers(Axis x) {
    for (double place : xScale.minor()) {
      double at = left + place * (right - left);
      sheet.line(Ink.AXIS, 1, at, bottom, at, bottom + 4);
    }
    double free = 0;
    for (Scale.Tick tick : xScale.ticks((int) ((right - left) / 85))) {
      double at = left + tick.place() * (right - left);
      double half = Typeface.width(tick.label(), Sheet.TICK_SIZE, false) / 2;
      double middle = Math.min(at, sheet.width - half - 1);
      sheet.line(Ink.AXIS, 1.2, at, bottom, at, bottom + 6);
      if (middle - half >= free) {
        sheet.text(Ink.MUTED, Sheet.TICK_SIZE, middle, bottom + 19, 0.5, tick.label());
        free = middle + half + 6;
      }
    }
    name(x, bottom + 40);
  }

  private void categories(Axis x, List<String> names) {
    double widest = widest(names);
    boolean upright = widest <= slot() - 6;
    int stride = upright ? 1 : Math.max(1, (int) Math.ceil(17 / slot()));
    for (int i = 0; i < names.size(); i += stride) {
      double centre = slot(i) + slot() / 2;
      if (upright) {
        sheet.text(Ink.MUTED, Sheet.TICK_SIZE, centre, bottom + 19, 0.5, names.get(i));
      } else {
        sheet.text(Ink.MUTED, Sheet.TICK_SIZE, centre + 4, bottom + 16, 1, SLANT, names.get(i));
      }
    }
    name(x, bottom + 40 + (upright ? 0 : widest * Math.sin(Math.toRadians(-SLANT)) - 4));
  }

  /** Room that the slanted name of the first category takes to the left of the plot. */
  private double leftOfSlant(List<String> categories, double least) {
    double slot = (right - least) / Math.max(1, categories.size());
    boolean slanted = widest(categories) > slot - 6;
    double reach = slanted ? widest(categories.subList(0, 1)) * Math.cos(Math.toRadians(SLANT)) : 0;
    return reach - slot / 2 + 4;
  }

  private static double widest(List<String> texts) {
    return texts.stream()
        .mapToDouble(text -> Typeface.width(text, Sheet.TICK_SIZE, false))
        .max()
        .orElse(0);
  }

  private void name(Axis x, double at) {
    if (!sheet.together().map(all -> all.ownX(Sheet.title(x))).orElse(true)) {
      end = at - 14;
      return;
    }
    String name = Typeface.fit(Sheet.title(x), Sheet.LABEL_SIZE, right - 4);
    boolean centred = Typeface.width(name, Sheet.LABEL_SIZE, false) < right - left;
    sheet.text(
        Ink.MUTED,
        Sheet.LABEL_SIZE,
        centred ? (left + right) / 2 : right,
        at,
        centred ? 0.5 : 1,
        name);
    end = at + 10;
  }
}
