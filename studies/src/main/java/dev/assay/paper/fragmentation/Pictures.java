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
    List<Figure> figures = new ArrayList<>(List.of(missed()));
    planes().ifPresent(figures::add);
    return figures;
  }

  @Override
  public List<Table> tables() {
    return List.of();
  }

  private Figure missed() {
    List<Line> lines = new ArrayList<>();
    for (int width :
        List.of(findings.scale().widths().get(0), findings.peak(), findings.largest())) {
      lines.add(missedLine("width " + width, findings.ends(true, width).stream().map(End::lines)));
    }
    lines.add(
        missedLine(
            Text.format("%d hidden layers", findings.scale().deepDepth()),
            findings.cuts().stream().filter(c -> c.name().equals("input")).map(Cut::lines)));
    return FragmentationFigures.missed(lines);
  }

  private static double missed(List<Changes> lines, int points) {
    long all = lines.stream().mapToLong(Changes::total).sum();
    long seen = lines.stream().mapToLong(l -> l.seenBy(points)).sum();
    return all == 0 ? Double.NaN : (double) (all - seen) / all;
  }

  private static Line missedLine(String name, Stream<Changes> stream) {
    List<Changes> lines = stream.toList();
    return Line.of(
        name,
        FragmentationFigures.POINTS.stream().mapToDouble(n -> n).toArray(),
        FragmentationFigures.POINTS.stream().mapToDouble(n -> missed(lines, n)).toArray());
  }

  Quantity missedAt(int points) {
    return Quantity.of(
        Text.format("class changes that %d points miss, label noise", points),
        100 * missed(findings.ends().stream().filter(End::noise).map(End::lines).toList(), points),
        "%");
  }

  private Optional<Figure> planes() {
    return FragmentationFigures.planes(
        new Heading(
            "planes",
            "Decision regions",
            "Planes through three training samples, networks trained with label noise, most fragmented"
                + " first."),
        findings.pictures());
  }
}
