package dev.assay.study.fragmentation;

import dev.assay.data.Dataset;
import dev.assay.geometry.PlaneRegions;
import dev.assay.geometry.SegmentClasses;
import dev.assay.geometry.SegmentClasses.Status;
import dev.assay.io.Text;
import dev.assay.study.Report;
import dev.assay.study.fragmentation.FragmentationStudy.Finding;
import java.util.List;
import java.util.Optional;

/** Puts findings into words. */
final class FragmentationReport {
  private final FragmentationConfig config;
  private final Dataset data;
  private final Tuples pairs;
  private final Tuples triplets;
  private final List<Finding> findings;

  FragmentationReport(
      FragmentationConfig config,
      Dataset data,
      Tuples pairs,
      Tuples triplets,
      List<Finding> findings) {
    this.config = config;
    this.data = data;
    this.pairs = pairs;
    this.triplets = triplets;
    this.findings = findings;
  }

  Report build() {
    Report.Builder report =
        Report.titled("Fragmentation")
            .summary(
                Text.format(
                        "%,d segments between pairs of samples (%s) and %,d planes through three samples, in",
                        pairs.count(), config.policy(), triplets.count())
                    + Text.format(
                        " %d %s.", findings.size(), findings.size() == 1 ? "space" : "spaces"));
    keyNumbers(report);
    new FragmentationFigures(config, data, triplets, findings).addTo(report);
    new FragmentationTables(config, data, pairs, triplets, findings).addTo(report);
    notes(report);
    return report.provenance("fragmentation", config.plain()).build();
  }

  private void keyNumbers(Report.Builder report) {
    for (Finding finding : findings) {
      report.key(finding.changes().as(changesLabel(finding) + ", " + finding.space().label()));
      if (triplets.count() > 0) {
        report.key(
            finding.sampledRegions().as("class regions in a plane, " + finding.space().label()));
        if (!finding.regions().isEmpty()) {
          report.key(
              finding
                  .exact(PlaneRegions::least)
                  .as(exactLabel(finding) + ", " + finding.space().label()));
        }
      }
    }
  }

  private static String changesLabel(Finding finding) {
    return finding.limited() == 0
        ? "class changes on a segment"
        : "class changes on a segment, at least";
  }

  private static String exactLabel(Finding finding) {
    return finding.bracketed() == 0
        ? "exact class regions in a plane"
        : "class regions in a plane, at least";
  }

  private void notes(Report.Builder report) {
    for (Finding finding : findings) {
      long lines = finding.lines().stream().filter(segment -> !segment.counts()).count();
      long planes = finding.planes().stream().filter(plane -> !plane.ok()).count();
      if (lines + planes > 0) {
        report.note(
            Text.format(
                "%s: %d segments and %d planes have no answer (see their status) and count in no mean.",
                finding.space().label(), lines, planes));
      }
    }
    for (Finding finding : findings) {
      if (finding.limited() > 0) {
        report.note(
            Text.format(
                "%s: the work for %d of %d segments was ended; their classes are known on %.0f %% of"
                    + " their length on average, and they count with the changes found there: means"
                    + " are lower bounds.",
                finding.space().label(),
                finding.limited(),
                finding.lines().size(),
                100
                    * finding.lines().stream()
                        .filter(segment -> segment.status() == Status.LIMIT)
                        .mapToDouble(SegmentClasses::known)
                        .average()
                        .orElse(0)));
      }
      finding
          .share()
          .ifPresent(
              share ->
                  report.note(
                      finding.space().label()
                          + ": to find every class change would have taken too long, as the first"
                          + " segments showed, so points were looked at. "
                          + share.words(config.points())));
    }
    if (findings.stream().anyMatch(Finding::sampled)) {
      report.note(
          Text.format(
                  "Segments were looked at in %d points: changes between two of them are missed, so these",
                  config.points())
              + " counts are lower bounds.");
    }
    if (triplets.count() > 0) {
      report.note(
          Text.format(
                  "Planes were looked at in %d × %d points: regions smaller than a cell are missed, and",
                  config.resolution(), config.resolution())
              + " those joined by less than a cell count as two.");
    }
    for (Finding finding : findings) {
      if (finding.regions().stream().anyMatch(Optional::isPresent)) {
        report.note(exactNote(finding));
      }
    }
  }

  private static String exactNote(Finding finding) {
    String text =
        Text.format(
                "%s: all points of a plane considered, it has %s%.2f regions, of which %.2f have no point of",
                finding.space().label(),
                finding.bracketed() == 0 ? "" : "at least ",
                finding.exact(PlaneRegions::least).value(),
                finding.exact(PlaneRegions::unseen).value())
            + Text.format(
                " the grid (means over planes, %.0f convex cells each).",
                finding.exact(PlaneRegions::cells).value());
    return finding.bracketed() == 0
        ? text
        : text
            + Text.format(
                " The number is exact for all planes but %d (see their count); on average %.1f %% of",
                finding.bracketed(), 100 * finding.exact(PlaneRegions::known).value())
            + " the area is known.";
  }
}
