package dev.assay.report;

import java.util.List;

/** Panels in rows, each under its title; fewer in a row where the sheet is narrow. */
final class PanelGrid {
  private static final double GAP = 16;
  private static final double LINE = 16;

  private final Sheet sheet;
  private final List<String> titles;
  private final int columns;

  /** Width of a panel. */
  final double wide;

  /** Paints a panel from a place on and returns its lower end. */
  @FunctionalInterface
  interface Content {
    double paint(int panel, double left, double top);
  }

  /**
   * @param smallest width of a panel, if the sheet has it
   * @param largest width of a panel
   */
  PanelGrid(Sheet sheet, List<String> titles, int columns, double smallest, double largest) {
    this.sheet = sheet;
    this.titles = titles;
    int room = Math.max(1, (int) ((sheet.width - 8 + GAP) / (smallest + GAP)));
    this.columns = Math.min(Math.min(columns, room), titles.size());
    this.wide = Math.min(largest, (sheet.width - 8 - GAP * (this.columns - 1)) / this.columns);
  }

  /** Middle of all columns. */
  double middle() {
    return 4 + (columns * (wide + GAP) - GAP) / 2;
  }

  /** Returns the lower end of the last row. */
  double paint(double top, Content content) {
    double end = top;
    for (int row = 0; row < titles.size(); row += columns) {
      int next = Math.min(titles.size(), row + columns);
      double below = end;
      for (int i = row; i < next; i++) {
        double y = end;
        for (String line : Typeface.wrap(titles.get(i), Sheet.TICK_SIZE, true, wide)) {
          sheet.title(left(i), y + 13, line);
          y += LINE;
        }
        below = Math.max(below, y);
      }
      for (int i = row; i < next; i++) {
        end = Math.max(end, content.paint(i, left(i), below));
      }
    }
    return end;
  }

  private double left(int panel) {
    return 4 + panel % columns * (wide + GAP);
  }
}
