package dev.assay.study.fragmentation;

import dev.assay.data.Dataset;
import dev.assay.geometry.PlaneRegions;
import dev.assay.geometry.SegmentClasses;
import dev.assay.study.Report;
import dev.assay.study.Space;
import dev.assay.study.Table;
import dev.assay.study.fragmentation.FragmentationStudy.Finding;
import dev.assay.study.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Findings as rows. */
final class FragmentationTables {
  private final FragmentationConfig config;
  private final Dataset data;
  private final Tuples pairs;
  private final Tuples triplets;
  private final List<Finding> findings;

  FragmentationTables(
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

  void addTo(Report.Builder report) {
    report.table(summary()).table(lines());
    List<ExactShare> shares =
        findings.stream().map(Finding::share).flatMap(Optional::stream).toList();
    if (!shares.isEmpty()) {
      report.table(ExactShare.table(shares, pairs));
    }
    if (triplets.count() > 0) {
      report.table(planes());
    }
  }

  /**
   * What was counted in one space.
   *
   * @param passes mean points at which the whole network was computed
   */
  private record Count(
      Space space,
      String measure,
      String method,
      long count,
      Estimate mean,
      double share,
      Double pieces,
      double passes,
      Double breakpoints,
      Long ended) {}

  private List<Count> counts() {
    List<Count> counts = new ArrayList<>();
    for (Finding finding : findings) {
      counts.add(ofLines(finding));
      if (triplets.count() > 0) {
        counts.add(onGrids(finding));
        if (!finding.regions().isEmpty()) {
          counts.add(beyondGrids(finding));
        }
      }
    }
    return counts;
  }

  private static Count ofLines(Finding finding) {
    List<SegmentClasses> lines = finding.lines().stream().filter(SegmentClasses::counts).toList();
    return new Count(
        finding.space(),
        "lines",
        finding.lines().get(0).method().name(),
        lines.size(),
        finding.changes(),
        lines.stream().mapToInt(s -> s.changesAtLeast() > 0 ? 1 : 0).average().orElse(Double.NaN),
        lines.stream().allMatch(s -> s.pieces() >= 0)
            ? lines.stream().mapToLong(SegmentClasses::pieces).average().orElse(Double.NaN)
            : null,
        lines.stream().mapToLong(SegmentClasses::passes).average().orElse(Double.NaN),
        lines.stream().mapToLong(SegmentClasses::breakpoints).average().orElse(Double.NaN),
        finding.limited());
  }

  private Count onGrids(Finding finding) {
    List<PlaneClasses> planes = finding.planes().stream().filter(PlaneClasses::ok).toList();
    return new Count(
        finding.space(),
        "planes",
        "SAMPLED",
        planes.size(),
        finding.sampledRegions(),
        planes.stream().mapToInt(p -> p.regions() > 1 ? 1 : 0).average().orElse(Double.NaN),
        null,
        (double) config.resolution() * config.resolution(),
        null,
        null);
  }

  private static Count beyondGrids(Finding finding) {
    return new Count(
        finding.space(),
        "planes",
        finding.bracketed() == 0 ? "EXACT" : "AT_LEAST",
        finding.planes().stream().filter(PlaneClasses::ok).count(),
        finding.exact(PlaneRegions::least),
        finding.exact(plane -> plane.least() > 1 ? 1 : 0).value(),
        null,
        finding.exact(PlaneRegions::passes).value(),
        null,
        null);
  }

  private Table summary() {
    return Table.of(counts(), "fragmentation", "Fragmentation")
        .note("Intervals are bootstrap intervals (95 %) over the segments or planes.")
        .text("space", "where", c -> c.space().label())
        .text(
            "measure",
            "lines: class changes on a segment; planes: regions in a plane",
            Count::measure)
        .text(
            "method",
            "how it was counted; AT_LEAST: exactly in some planes, from below in others",
            Count::method)
        .integer(
            "count", "segments or planes with an answer, the ended ones included", Count::count)
        .real("mean", "", "mean over them", c -> c.mean().value())
        .real("low", "", "lower end of the interval", c -> c.mean().low())
        .real("high", "", "upper end of the interval", c -> c.mean().high())
        .real(
            "share",
            "",
            "share of segments with a change, of planes with more than 1 region",
            Count::share)
        .real(
            "pieces",
            "",
            "mean number of linear pieces of a segment; none where not known",
            Count::pieces)
        .real(
            "passes",
            "",
            "mean cost: points at which the whole network was computed",
            Count::passes)
        .real(
            "breakpoints",
            "",
            "mean cost: slope changes followed one by one, by lines alone",
            Count::breakpoints)
        .integer(
            "ended",
            "of these, segments whose work was ended: they have that many changes at least",
            Count::ended)
        .build();
  }

  private Table lines() {
    return Table.of(segments(), "segments", "Segments")
        .note("One row for each segment and space.")
        .text("space", "where", s -> s.space().label())
        .integer("first", "sample at its start", s -> s.pair()[0])
        .integer("second", "sample at its end", s -> s.pair()[1])
        .integer("label_first", "label of the first", s -> data.label(s.pair()[0]))
        .integer("label_second", "label of the second", s -> data.label(s.pair()[1]))
        .integer(
            "changes",
            "class changes; at least so many where the work was ended; none where there is no answer",
            s -> s.of().counts() ? s.of().changesAtLeast() : null)
        .real(
            "first_change",
            "",
            "position of the first change, 0 to 1; none without one",
            s -> s.of().at().length > 0 ? s.of().at()[0] : null)
        .integer(
            "pieces",
            "linear pieces; none where the method does not know",
            s -> s.of().pieces() < 0 ? null : s.of().pieces())
        .integer(
            "passes", "cost: points at which the whole network was computed", s -> s.of().passes())
        .integer(
            "breakpoints", "cost: slope changes followed one by one", s -> s.of().breakpoints())
        .text("method", "how changes were found", s -> s.of().method().name())
        .text(
            "status",
            "OK; LIMIT: the work was ended; or why there is no answer",
            s -> s.of().status().name())
        .real(
            "known",
            "",
            "share of the segment, from its start on, on which the classes are known",
            s -> s.of().known())
        .build();
  }

  private Table planes() {
    return Table.of(sights(), "planes", "Planes")
        .note("One row for each plane and space.")
        .text("space", "where", p -> p.space().label())
        .integer("first", "first sample", p -> p.triplet()[0])
        .integer("second", "second sample", p -> p.triplet()[1])
        .integer("third", "third sample", p -> p.triplet()[2])
        .integer(
            "regions",
            "8-connected regions on the grid; none where there is no answer",
            p -> p.of().ok() ? p.of().regions() : null)
        .integer(
            "least",
            "regions that there are at least; none where not asked",
            p -> p.exact(PlaneRegions::least))
        .integer(
            "most",
            "regions that there are at most; none where that is not known",
            p -> p.exact(regions -> regions.most() < 0 ? null : regions.most()))
        .integer(
            "unseen",
            "of the least, regions without a point of the grid",
            p -> p.exact(PlaneRegions::unseen))
        .real(
            "known",
            "",
            "share of the area on which classes are known for each point",
            p -> p.exact(PlaneRegions::known))
        .integer(
            "cells",
            "cost: convex cells of one class that were joined",
            p -> p.exact(PlaneRegions::cells))
        .integer(
            "tiles",
            "cost: squares on which linear pieces were followed",
            p -> p.exact(PlaneRegions::tiles))
        .integer(
            "passes",
            "cost: points at which the whole network was computed",
            p -> p.exact(PlaneRegions::passes))
        .text(
            "count",
            "EXACT: least = most; CLOSE: too close for rounding to tell; LIMIT: at least, since"
                + " more would have taken too much work",
            p -> p.exact(regions -> regions.status().name()))
        .text("status", "OK, or why there is no answer", p -> p.of().status().name())
        .build();
  }

  private record Segment(Space space, int[] pair, SegmentClasses of) {}

  private List<Segment> segments() {
    List<Segment> segments = new ArrayList<>();
    for (Finding finding : findings) {
      for (int i = 0; i < pairs.count(); i++) {
        segments.add(new Segment(finding.space(), pairs.tuples()[i], finding.lines().get(i)));
      }
    }
    return segments;
  }

  private record Sight(
      Space space, int[] triplet, PlaneClasses of, Optional<PlaneRegions> regions) {
    /** What is known beyond the grid; null for nothing. */
    <T> T exact(Function<PlaneRegions, T> value) {
      return regions.map(value).orElse(null);
    }
  }

  private List<Sight> sights() {
    List<Sight> sights = new ArrayList<>();
    for (Finding finding : findings) {
      for (int i = 0; i < triplets.count(); i++) {
        sights.add(
            new Sight(
                finding.space(),
                triplets.tuples()[i],
                finding.planes().get(i),
                finding.regions().isEmpty() ? Optional.empty() : finding.regions().get(i)));
      }
    }
    return sights;
  }
}
