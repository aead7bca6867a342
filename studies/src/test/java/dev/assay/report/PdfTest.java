package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.study.Figure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class PdfTest {
  @Test
  void aFigureIsOnePageAsWideAsAColumnWithItsFontsInIt() throws IOException {
    for (Figure figure : List.of(Samples.lines(), Samples.bars(), Samples.regions())) {
      try (PDDocument document = Loader.loadPDF(column(figure))) {
        assertThat(document.getNumberOfPages()).isEqualTo(1);
        PDPage page = document.getPage(0);
        assertThat(page.getMediaBox().getWidth()).isEqualTo(234);
        Drawing drawing = Painter.paint(figure, Painter.NARROW, Palette.of(figure));
        assertThat((double) page.getMediaBox().getHeight())
            .isCloseTo(drawing.height() * 234 / 360, within(0.01));
        List<PDFont> fonts = fonts(page);
        assertThat(fonts).isNotEmpty();
        for (PDFont font : fonts) {
          assertThat(font.isEmbedded()).as(font.getName()).isTrue();
          assertThat(font.getName()).matches("[A-Z]{6}\\+Roboto-(Regular|Bold)");
        }
        assertThat(document.getDocumentInformation().getTitle())
            .isEqualTo(figure.heading().title());
      }
    }
  }

  @Test
  void textIsTextWhereItIs() throws IOException {
    try (PDDocument document = Loader.loadPDF(column(Samples.lines()))) {
      PDFTextStripper stripper = new PDFTextStripper();
      stripper.setSortByPosition(true);
      List<String> lines = stripper.getText(document).lines().map(String::strip).toList();
      assertThat(lines.get(0)).isEqualTo("cross-entropy (nats)");
      assertThat(lines.get(lines.size() - 1)).isEqualTo("epoch");
      assertThat(lines).anyMatch(line -> line.contains("10 % label noise"));
    }
  }

  @Test
  void equalFiguresAreEqualBytes() {
    assertThat(column(Samples.scatter())).isEqualTo(column(Samples.scatter()));
  }

  private static byte[] column(Figure figure) {
    Drawing drawing = Painter.paint(figure, Painter.NARROW, Palette.of(figure));
    return Pdf.file(drawing, figure.heading().title(), Pdf.COLUMN);
  }

  private static List<PDFont> fonts(PDPage page) throws IOException {
    List<PDFont> fonts = new ArrayList<>();
    for (COSName name : page.getResources().getFontNames()) {
      fonts.add(page.getResources().getFont(name));
    }
    return fonts;
  }
}
