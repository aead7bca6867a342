package dev.assay.report;

import dev.assay.study.Plot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Panels in rows. Each is painted twice: what they have in common is known after the first time.
 */
final class MultiplesPainter {
  private static final double SMALLEST = 180;

  private MultiplesPainter() {}

  static Drawing paint(Sheet sheet, Plot.Multiples plot) {
    if (plot.panels().isEmpty()) {
      sheet.text(Ink.MUTED, Sheet.LABEL_SIZE, sheet.width / 2, 30, 0.5, "no data");
      return sheet.drawing(48);
    }
    List<String> titles = plot.panels().stream().map(Plot.Panel::title).toList();
    PanelGrid grid = new PanelGrid(sheet, titles, plot.columns(), SMALLEST, sheet.width);
    Together together = new Together();
    plot.panels().forEach(panel -> paint(sheet, panel, grid.wide, together));
    String name = Typeface.fit(together.yName(), Sheet.LABEL_SIZE, sheet.width - 8);
    sheet.text(Ink.MUTED, Sheet.LABEL_SIZE, 4, 17, 0, name);
    double top =
        Legend.draw(sheet, Legend.unlessAlone(sheet, together.keys()), 4, name.isEmpty() ? 4 : 24);
    Map<String, List<String>> remarks = new LinkedHashMap<>();
    double end =
        grid.paint(
            top + 8,
            (i, left, y) -> {
              Drawing drawing = paint(sheet, plot.panels().get(i), grid.wide, together);
              sheet.place(drawing, left, y);
              for (String remark : drawing.remarks()) {
                remarks.computeIfAbsent(remark, r -> new ArrayList<>()).add(titles.get(i));
              }
              return y + drawing.height() + 6;
            });
    remarks.forEach(
        (remark, of) ->
            sheet.remarks.add(
                of.size() == titles.size() ? remark : String.join(", ", of) + ": " + remark));
    String below = Typeface.fit(together.xName(), Sheet.LABEL_SIZE, sheet.width - 8);
    sheet.text(Ink.MUTED, Sheet.LABEL_SIZE, grid.middle(), end + 6, 0.5, below);
    return sheet.drawing(end + (below.isEmpty() ? 0 : 16));
  }

  private static Drawing paint(Sheet sheet, Plot.Panel<?> panel, double wide, Together together) {
    return panel.plot().accept(new Painter(sheet.part(wide, together)));
  }
}
