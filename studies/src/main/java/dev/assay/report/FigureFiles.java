package dev.assay.report;

import dev.assay.study.Figure;
import dev.assay.study.Plot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** The files of a figure. */
final class FigureFiles {
  private FigureFiles() {}

  /**
   * Writes a figure in some of the formats, with its data if JSON is one, and trees for Graphviz.
   */
  static void write(Figure figure, Palette palette, Path folder, Collection<Format> formats)
      throws IOException {
    Figure.Heading heading = figure.heading();
    Drawing drawing = Painter.paint(figure, Painter.WIDE, palette);
    for (Format format : Format.ofFigures(formats)) {
      Path file = folder.resolve(heading.name() + format.ending());
      switch (format) {
        case SVG ->
            Files.writeString(
                file,
                Svg.file(drawing.titled(heading.title()), heading.title(), heading.caption()));
        case PNG -> Files.write(file, Png.file(drawing.titled(heading.title())));
        case PDF -> {
          Drawing column = Painter.paint(figure, Painter.NARROW, palette);
          Files.write(file, Pdf.file(column, heading.title(), Pdf.COLUMN));
          Path wide = folder.resolve(heading.name() + "-wide.pdf");
          Files.write(wide, Pdf.file(drawing, heading.title(), Pdf.PAGE));
        }
        default -> throw new IllegalStateException(format + " is no format of figures");
      }
    }
    if (formats.contains(Format.JSON) && Overlay.lies(figure.plot())) {
      FigureData.write(figure, folder.resolve(heading.name() + Format.JSON.ending()));
    }
    if (figure.plot() instanceof Plot.Tree tree) {
      Files.writeString(folder.resolve(heading.name() + ".dot"), Dot.file(tree));
    }
  }
}
