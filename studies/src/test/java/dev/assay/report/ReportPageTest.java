package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.report.ReportPage.Detail;
import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Picture;
import dev.assay.study.Plot;
import dev.assay.study.Report;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportPageTest {

  @Test
  void allThatIsReferredToIsThereOnce() {
    String page = ReportPage.of(Samples.everything(), Format.usual());
    List<String> ids = all(page, " id=\"([^\"]*)\"");

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids).containsAll(all(page, "href=\"#([^\"]*)\""));
    assertThat(ids).containsAll(all(page, "aria-(?:labelledby|describedby)=\"([^\"]*)\""));
    assertThat(all(page, "href=\"#(claim|figure|table)-")).hasSizeGreaterThan(20);
    assertThat(page.indexOf("id=\"claims\"")).isLessThan(page.indexOf("id=\"figures\""));
  }

  @Test
  void aReportIsTheSameBytesEachTime() {
    assertThat(ReportPage.of(noise(50, 1, 40), Format.usual()))
        .isEqualTo(ReportPage.of(noise(50, 1, 40), Format.usual()));
  }

  @Test
  void aPageThatWouldBeTooLargeLeavesOutPicturesThenHintsThenNarrowDrawings() {
    assertLeft(noise(50, 1, 40), Detail.ALL);
    assertLeft(noise(1200, 1, 40), Detail.NO_PICTURES);
    assertLeft(noise(1500, 19, 2), Detail.NO_HINTS);
    assertLeft(noise(1500, 40, 2), Detail.NO_NARROW);
  }

  private static void assertLeft(Report report, Detail detail) {
    String page = ReportPage.of(report, Format.usual());
    assertThat(page).isEqualTo(ReportPage.of(report, Format.usual(), detail));
    assertThat(page.getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(ReportPage.LARGEST);
    assertThat(page.contains("\"sample 0\"")).isEqualTo(detail.compareTo(Detail.NO_HINTS) < 0);
    assertThat(page.contains("class=\"narrow\"")).isEqualTo(detail != Detail.NO_NARROW);
  }

  /** Figures of points that all stand for pictures which are hard to compress. */
  private static Report noise(int points, int figures, int side) {
    Random random = new Random(1);
    double[] x = random.doubles(points).toArray();
    double[] y = random.doubles(points).toArray();
    List<Plot.Tag> tags = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      int[] rgb = random.ints((long) side * side, 0, 1 << 24).toArray();
      tags.add(new Plot.Tag("sample " + i, new Picture(side, side, rgb)));
    }
    Report.Builder report = Report.titled("Noise");
    for (int i = 0; i < figures; i++) {
      report.figure(
          new Figure(
              new Figure.Heading("noise-" + i, "Noise", ""),
              new Plot.Scatter(
                  Axis.of("x"),
                  Axis.of("y"),
                  List.of(new Plot.Points("all", x, y, tags)),
                  false,
                  null)));
    }
    return report.build();
  }

  private static List<String> all(String page, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(page);
    List<String> all = new ArrayList<>();
    while (matcher.find()) {
      all.add(matcher.group(1));
    }
    return all;
  }
}
