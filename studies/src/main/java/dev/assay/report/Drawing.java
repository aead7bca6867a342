package dev.assay.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A figure as marks, back to front.
 *
 * @param top space above y = 0
 * @param hints what can be asked for
 * @param remarks what the drawing does not show, for a note under it
 */
record Drawing(
    double top,
    double width,
    double height,
    List<Mark> marks,
    List<Hints> hints,
    List<String> remarks) {
  private static final double TITLE_SIZE = 17;
  private static final double TITLE_LINE = 23;

  Drawing {
    marks = List.copyOf(marks);
    hints = List.copyOf(hints);
    remarks = List.copyOf(remarks);
  }

  /** The same drawing with its title above, for files that stand alone. */
  Drawing titled(String title) {
    List<String> lines = Typeface.wrap(title, TITLE_SIZE, true, width - 8);
    double space = 16 + TITLE_LINE * lines.size();
    List<Mark> all = new ArrayList<>(marks);
    for (int i = 0; i < lines.size(); i++) {
      double y = -space + 8 + TITLE_LINE * (i + 0.75);
      all.add(new Mark.Label(4, y, lines.get(i), TITLE_SIZE, true, 0, 0, Ink.TEXT, false));
    }
    return new Drawing(top + space, width, height, all, hints, remarks);
  }
}
