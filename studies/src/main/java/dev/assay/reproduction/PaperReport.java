package dev.assay.reproduction;

import dev.assay.data.Provenance;
import dev.assay.io.Text;
import dev.assay.study.Claim;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.Table;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the reports of all papers have in common: claims in their order, then the figures and tables
 * of one topic after the other, and what determines the result.
 */
public final class PaperReport {
  private final Report.Builder report;
  private final Paper paper;

  public PaperReport(Paper paper, String title, String summary, List<Topic> topics) {
    this.paper = paper;
    report = Report.titled(title).summary("The paper: " + paper.citation() + ".").summary(summary);
    Stream<Claim> claims = topics.stream().flatMap(topic -> topic.claims().stream());
    claims.sorted(Comparator.comparing(Claim::id)).forEach(report::claim);
    topics.forEach(topic -> topic.figures().forEach(report::figure));
    for (Topic topic : topics) {
      for (Table table : topic.tables()) {
        report.table(table);
      }
    }
  }

  public PaperReport key(Quantity number) {
    report.key(number);
    return this;
  }

  /**
   * Says how intervals came about.
   *
   * @param what is resampled within each seed
   */
  public PaperReport intervals(String what) {
    return note(
        Text.format(
            "Intervals are 95 %% bootstrap intervals: seeds are resampled, and %s within each seed."
                + " They tell how the numbers would vary with other seeds, not with other data"
                + " sets; a few seeds say little about that, and an interval from three is rather"
                + " too narrow.",
            what));
  }

  public PaperReport note(String text) {
    report.note(text);
    return this;
  }

  /** Some points under a title, if there are any. */
  public PaperReport section(String title, List<String> points) {
    if (!points.isEmpty()) {
      report.section(new Report.Section(title, points));
    }
    return this;
  }

  /** Says what differs from the paper, of its data, networks and settings those not known, too. */
  public PaperReport differences(String... points) {
    return section("What differs from the paper", List.of(points));
  }

  /**
   * @param train for each seed, or part of the experiment, what was trained on
   */
  public Report of(Record scale, List<Long> seeds, List<Provenance> train, Provenance test) {
    return report
        .provenance("paper", paper.name())
        .provenance("source", paper.citation().toString())
        .provenance("scale", scale)
        .provenance("seeds", seeds)
        .provenance("data", train.stream().distinct().toList())
        .provenance("test", test)
        .build();
  }

  public PaperReport provenance(String key, Object value) {
    report.provenance(key, value);
    return this;
  }
}
