package dev.assay.paper.fragmentation;

import dev.assay.io.Text;
import dev.assay.measure.SegmentFragmentation.Changes;
import dev.assay.paper.fragmentation.Findings.Cut;
import dev.assay.paper.fragmentation.Findings.End;
import dev.assay.reproduction.Topic;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot.Line;
import dev.assay.study.Quantity;
import dev.assay.study.Table;
import dev.assay.study.fragmentation.FragmentationFigures;
import dev.assay.study.fragmentation.LineFragmentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decision regions, and how many of their borders sampling would have missed. */
final class Pictures implements Topic {
  private final Findings findings;

  Pictures(Findings findings) {
    this.findings = findings;
  }

  @Override
  public List<Claim> claims() {
    return List.of();
  }

  @Override
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    missed().ifPresent(figures::add);
    planes().ifPresent(figures::add);
    return figures;
  }

  @Override
  public List<Table> tables() {
    return List.of();
  }

  /** Of networks with class changes. */
  private Optional<Figure> missed() {
    List<Line> lines = new ArrayList<>();
    Stream.of(findings.smallest(), findings.peak(), findings.largest())
        .distinct()
        .forEach(
            width ->
                missed(
                        findings.networks().sized(width),
                        findings.ends(true, width).stream().map(End::lines).toList())
                    .ifPresent(lines::add));
    missed(
            Text.format("%d %s", findings.scale().deepDepth(), findings.networks().layers()),
            findings.cuts().stream().filter(c -> c.name().equals("input")).map(Cut::lines).toList())
        .ifPresent(lines::add);
    return lines.isEmpty() ? Optional.empty() : Optional.of(FragmentationFigures.missed(lines));
  }

  private static Optional<Line> missed(String name, List<Changes> segments) {
    return total(segments) == 0
        ? Optional.empty()
        : Optional.of(
            Line.of(
                name,
                LineFragmentation.GRIDS.stream().mapToDouble(n -> n).toArray(),
                LineFragmentation.GRIDS.stream().mapToDouble(n -> missed(segments, n)).toArray()));
  }

  private static double missed(List<Changes> segments, int points) {
    long all = total(segments);
    long seen = segments.stream().mapToLong(s -> s.seenBy(points)).sum();
    return (double) (all - seen) / all;
  }

  private static long total(List<Changes> segments) {
    return segments.stream().mapToLong(Changes::total).sum();
  }

  /** The share of class changes that sampling misses; nothing where nothing changes. */
  Optional<Quantity> missedAt(int points) {
    List<Changes> segments = findings.ends().stream().filter(End::noise).map(End::lines).toList();
    return total(segments) == 0
        ? Optional.empty()
        : Optional.of(
            Quantity.of(
                Text.format("class changes that %d points miss, label noise", points),
                100 * missed(segments, points),
                "%"));
  }

  private Optional<Figure> planes() {
    return FragmentationFigures.planes(
        new Heading(
            "planes",
            "Decision regions",
            "Planes through three training samples, networks trained with label noise, most"
                + " fragmented first."),
        findings.pictures());
  }
}
