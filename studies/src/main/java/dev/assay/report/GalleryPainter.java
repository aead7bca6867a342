package dev.assay.report;

import dev.assay.study.Picture;
import dev.assay.study.Plot;

/** Pictures in rows with their labels below; fewer in a row where the sheet is narrow. */
final class GalleryPainter {
  private static final double LARGEST = 130;
  private static final double SMALLEST = 64;
  private static final double GAP = 10;
  private static final double LABEL = 20;

  private GalleryPainter() {}

  static Drawing paint(Sheet sheet, Plot.Gallery plot) {
    int room = Math.max(1, (int) ((sheet.width - 8 + GAP) / (SMALLEST + GAP)));
    int columns = Math.min(plot.columns(), room);
    double side = Math.min(LARGEST, (sheet.width - 8 - GAP * (columns - 1)) / columns);
    boolean labels = plot.cells().stream().anyMatch(cell -> !cell.label().isBlank());
    double row = side + (labels ? LABEL : 0) + GAP;
    for (int i = 0; i < plot.cells().size(); i++) {
      Plot.Cell cell = plot.cells().get(i);
      Picture picture = cell.picture();
      double x = 4 + i % columns * (side + GAP);
      double y = 6 + i / columns * row;
      double scale = side / Math.max(picture.width(), picture.height());
      double wide = picture.width() * scale;
      double high = picture.height() * scale;
      sheet.picture(picture, x + (side - wide) / 2, y + (side - high) / 2, wide, high);
      String label = Typeface.fit(cell.label(), Sheet.TICK_SIZE, side + GAP - 4);
      sheet.text(Ink.TEXT, Sheet.TICK_SIZE, x + side / 2, y + side + 15, 0.5, label);
    }
    if (plot.cells().isEmpty()) {
      sheet.text(Ink.MUTED, Sheet.LABEL_SIZE, sheet.width / 2, 30, 0.5, "no pictures");
      return sheet.drawing(48);
    }
    return sheet.drawing(6 + (plot.cells().size() + columns - 1) / columns * row);
  }
}
