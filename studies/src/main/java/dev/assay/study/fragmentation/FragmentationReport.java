package dev.assay.study.fragmentation;

import dev.assay.data.Dataset;
import dev.assay.geometry.PlaneRegions;
import dev.assay.geometry.SegmentClasses;
import dev.assay.geometry.SegmentClasses.Method;
import dev.assay.geometry.SegmentClasses.Status;
import dev.assay.io.Text;
import dev.assay.study.Report;
import dev.assay.study.Table;
import dev.assay.study.fragmentation.FragmentationStudy.Finding;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Estimate;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Puts findings into words. */
final class FragmentationReport {
  private static final Bootstrap BOOTSTRAP = Bootstrap.standard(0);

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
    report.table(summary()).table(lines());
    if (triplets.count() > 0) {
      report.table(planes());
    }
    notes(report);
    return report.provenance("fragmentation", config.plain()).build();
  }

  private void keyNumbers(Report.Builder report) {
    for (Finding finding : findings) {
      report.key(changes(finding).as(changesLabel(finding) + ", " + finding.space().label()));
      if (triplets.count() > 0) {
        report.key(regions(finding).as("class regions in a plane, " + finding.space().label()));
        if (!finding.regions().isEmpty()) {
          report.key(
              exact(finding, PlaneRegions::least)
                  .as(exactLabel(finding) + ", " + finding.space().label()));
        }
      }
    }
  }

  private static Estimate changes(Finding finding) {
    return BOOTSTRAP.mean(LineFragmentation.changes(finding.lines()));
  }

  private static String changesLabel(Finding finding) {
    return limited(finding) == 0
        ? "class changes on a segment"
        : "class changes on a segment, at least";
  }

  /** Segments whose work was ended. */
  private static long limited(Finding finding) {
    return finding.lines().stream().filter(segment -> segment.status() == Status.LIMIT).count();
  }

  private static Estimate regions(Finding finding) {
    return BOOTSTRAP.mean(
        finding.planes().stream()
            .filter(PlaneClasses::ok)
            .mapToDouble(PlaneClasses::regions)
            .toArray());
  }

  private static Estimate exact(Finding finding, ToDoubleFunction<PlaneRegions> value) {
    return BOOTSTRAP.mean(
        finding.regions().stream().flatMap(Optional::stream).mapToDouble(value).toArray());
  }

  private static String exactLabel(Finding finding) {
    return bracketed(finding) == 0
        ? "exact class regions in a plane"
        : "class regions in a plane, at least";
  }

  /** Planes of which only a lower bound is known. */
  private static long bracketed(Finding finding) {
    return finding.regions().stream()
        .flatMap(Optional::stream)
        .filter(regions -> !regions.exact())
        .count();
  }

  private Table summary() {
    Table.Builder table =
        Table.named("fragmentation", "Fragmentation")
            .note("Intervals are bootstrap intervals (95 %) over the segments or planes.")
            .text("space", "where")
            .text("measure", "lines: class changes on a segment; planes: regions in a plane")
            .text(
                "method",
                "how it was counted; AT_LEAST: exactly in some planes, from below in others")
            .integer("count", "segments or planes with an answer, the ended ones included")
            .real("mean", "", "mean over them")
            .real("low", "", "lower end of the interval")
            .real("high", "", "upper end of the interval")
            .real("share", "", "share of segments with a change, of planes with more than 1 region")
            .real("pieces", "", "mean number of linear pieces of a segment; none where not known")
            .real("passes", "", "mean cost: points at which the whole network was computed")
            .real("breakpoints", "", "mean cost: slope changes followed one by one, by lines alone")
            .integer(
                "ended",
                "of these, segments whose work was ended: they have that many changes at least");
    for (Finding finding : findings) {
      List<SegmentClasses> lines = finding.lines().stream().filter(SegmentClasses::counts).toList();
      Estimate changes = changes(finding);
      table.row(
          finding.space().label(),
          "lines",
          finding.lines().get(0).method(),
          lines.size(),
          changes.value(),
          changes.low(),
          changes.high(),
          lines.stream().mapToInt(s -> s.changesAtLeast() > 0 ? 1 : 0).average().orElse(Double.NaN),
          lines.stream().allMatch(s -> s.pieces() >= 0)
              ? (Double)
                  lines.stream().mapToLong(SegmentClasses::pieces).average().orElse(Double.NaN)
              : null,
          lines.stream().mapToLong(SegmentClasses::passes).average().orElse(Double.NaN),
          lines.stream().mapToLong(SegmentClasses::breakpoints).average().orElse(Double.NaN),
          limited(finding));
      if (triplets.count() > 0) {
        List<PlaneClasses> planes = finding.planes().stream().filter(PlaneClasses::ok).toList();
        Estimate regions = regions(finding);
        table.row(
            finding.space().label(),
            "planes",
            "SAMPLED",
            planes.size(),
            regions.value(),
            regions.low(),
            regions.high(),
            planes.stream().mapToInt(p -> p.regions() > 1 ? 1 : 0).average().orElse(Double.NaN),
            null,
            (double) config.resolution() * config.resolution(),
            null,
            null);
        if (!finding.regions().isEmpty()) {
          Estimate exact = exact(finding, PlaneRegions::least);
          table.row(
              finding.space().label(),
              "planes",
              bracketed(finding) == 0 ? "EXACT" : "AT_LEAST",
              planes.size(),
              exact.value(),
              exact.low(),
              exact.high(),
              exact(finding, plane -> plane.least() > 1 ? 1 : 0).value(),
              null,
              exact(finding, PlaneRegions::passes).value(),
              null,
              null);
        }
      }
    }
    return table.build();
  }

  private Table lines() {
    Table.Builder table =
        Table.named("segments", "Segments")
            .note("One row for each segment and space.")
            .text("space", "where")
            .integer("first", "sample at its start")
            .integer("second", "sample at its end")
            .integer("label_first", "label of the first")
            .integer("label_second", "label of the second")
            .integer(
                "changes",
                "class changes; at least so many where the work was ended; none where there is no answer")
            .real("first_change", "", "position of the first change, 0 to 1; none without one")
            .integer("pieces", "linear pieces; none where the method does not know")
            .integer("passes", "cost: points at which the whole network was computed")
            .integer("breakpoints", "cost: slope changes followed one by one")
            .text("method", "how changes were found")
            .text("status", "OK; LIMIT: the work was ended; or why there is no answer")
            .real(
                "known",
                "",
                "share of the segment, from its start on, on which the classes are known");
    for (Finding finding : findings) {
      for (int i = 0; i < pairs.count(); i++) {
        SegmentClasses segment = finding.lines().get(i);
        int[] pair = pairs.tuples()[i];
        table.row(
            finding.space().label(),
            pair[0],
            pair[1],
            data.label(pair[0]),
            data.label(pair[1]),
            segment.counts() ? (Integer) segment.changesAtLeast() : null,
            segment.at().length > 0 ? (Double) segment.at()[0] : null,
            segment.pieces() < 0 ? null : (Long) segment.pieces(),
            segment.passes(),
            segment.breakpoints(),
            segment.method(),
            segment.status(),
            segment.known());
      }
    }
    return table.build();
  }

  private Table planes() {
    Table.Builder table =
        Table.named("planes", "Planes")
            .note("One row for each plane and space.")
            .text("space", "where")
            .integer("first", "first sample")
            .integer("second", "second sample")
            .integer("third", "third sample")
            .integer("regions", "8-connected regions on the grid; none where there is no answer")
            .integer("least", "regions that there are at least; none where not asked")
            .integer("most", "regions that there are at most; none where that is not known")
            .integer("unseen", "of the least, regions without a point of the grid")
            .real("known", "", "share of the area on which classes are known for each point")
            .integer("cells", "cost: convex cells of one class that were joined")
            .integer("tiles", "cost: squares on which linear pieces were followed")
            .integer("passes", "cost: points at which the whole network was computed")
            .text(
                "count",
                "EXACT: least = most; CLOSE: too close for rounding to tell; LIMIT: at least, since"
                    + " more would have taken too much work")
            .text("status", "OK, or why there is no answer");
    for (Finding finding : findings) {
      for (int i = 0; i < triplets.count(); i++) {
        PlaneClasses plane = finding.planes().get(i);
        Optional<PlaneRegions> exact =
            finding.regions().isEmpty() ? Optional.empty() : finding.regions().get(i);
        int[] triplet = triplets.tuples()[i];
        table.row(
            finding.space().label(),
            triplet[0],
            triplet[1],
            triplet[2],
            plane.ok() ? (Integer) plane.regions() : null,
            exact.map(PlaneRegions::least).orElse(null),
            exact.map(PlaneRegions::most).filter(most -> most >= 0).orElse(null),
            exact.map(PlaneRegions::unseen).orElse(null),
            exact.map(PlaneRegions::known).orElse(null),
            exact.map(PlaneRegions::cells).orElse(null),
            exact.map(PlaneRegions::tiles).orElse(null),
            exact.map(PlaneRegions::passes).orElse(null),
            exact.map(PlaneRegions::status).orElse(null),
            plane.status());
      }
    }
    return table.build();
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
      if (limited(finding) > 0) {
        report.note(
            Text.format(
                "%s: the work for %d of %d segments was ended; their classes are known on %.0f %% of"
                    + " their length on average, and they count with the changes found there: means"
                    + " are lower bounds.",
                finding.space().label(),
                limited(finding),
                finding.lines().size(),
                100
                    * finding.lines().stream()
                        .filter(segment -> segment.status() == Status.LIMIT)
                        .mapToDouble(SegmentClasses::known)
                        .average()
                        .orElse(0)));
      }
      if (config.method() == LineMethod.AUTO && sampled(finding)) {
        report.note(
            finding.space().label()
                + ": to find every class change would have taken too long, as the first segments"
                + " showed, so points were looked at.");
      }
    }
    if (findings.stream().anyMatch(FragmentationReport::sampled)) {
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

  private static boolean sampled(Finding finding) {
    return finding.lines().stream().anyMatch(segment -> segment.method() == Method.SAMPLED);
  }

  private static String exactNote(Finding finding) {
    String text =
        Text.format(
                "%s: all points of a plane considered, it has %s%.2f regions, of which %.2f have no point of",
                finding.space().label(),
                bracketed(finding) == 0 ? "" : "at least ",
                exact(finding, PlaneRegions::least).value(),
                exact(finding, PlaneRegions::unseen).value())
            + Text.format(
                " the grid (means over planes, %.0f convex cells each).",
                exact(finding, PlaneRegions::cells).value());
    return bracketed(finding) == 0
        ? text
        : text
            + Text.format(
                " The number is exact for all planes but %d (see their count); on average %.1f %% of",
                bracketed(finding), 100 * exact(finding, PlaneRegions::known).value())
            + " the area is known.";
  }
}
