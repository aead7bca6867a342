package dev.assay.paper.stride;

import dev.assay.measure.TranslationProfile.Profile;
import dev.assay.paper.stride.Findings.Closely;
import dev.assay.reproduction.StudentT;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Table;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.translation.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** How invariance falls with the length of a move; no statement is about it. */
final class Profiles implements Topic {
  private static final int COLUMNS = 3;

  private final Findings findings;

  Profiles(Findings findings) {
    this.findings = findings;
  }

  private static Profile softmax(Closely one) {
    return one.profile().at(Place.SOFTMAX, true);
  }

  /** Lengths of moves that there are, none among them. */
  private List<Integer> radii() {
    double[] any = softmax(findings.closely().get(0)).cosines();
    return IntStream.range(0, any.length).filter(r -> !Double.isNaN(any[r])).boxed().toList();
  }

  private Estimate at(Design design, int radius) {
    return StudentT.mean(
        Values.of(findings.closely(design), one -> softmax(one).cosines()[radius]));
  }

  @Override
  public List<Claim> claims() {
    return List.of();
  }

  @Override
  public List<Figure> figures() {
    List<Plot.Panel<Plot.Lines>> panels = new ArrayList<>();
    List<Design> designs = findings.size().designs();
    for (List<Integer> strides : designs.stream().map(Design::strides).distinct().toList()) {
      List<Design> some =
          designs.stream().filter(d -> d.equals(Design.plain(strides, d.kernel()))).toList();
      panels.add(panel(some.get(0).strided(), some, d -> "kernel " + d.kernel()));
    }
    panels.add(panel(Design.base().words(), Remedies.compared(), Remedies::remedy));
    return List.of(
        new Figure(
            new Heading(
                "profiles",
                "Radial profiles",
                "Mean cosine of softmax outputs over moves of each length; bands: 95 % intervals of"
                    + " Student's t over seeds."),
            new Plot.Multiples(Math.min(COLUMNS, panels.size()), panels)));
  }

  private Plot.Panel<Plot.Lines> panel(
      String title, List<Design> designs, Function<Design, String> name) {
    List<Integer> radii = radii();
    List<Plot.Line> lines =
        designs.stream()
            .map(
                design ->
                    Values.line(
                        name.apply(design),
                        Values.of(radii, r -> r),
                        radii.stream().map(r -> at(design, r)).toList()))
            .toList();
    return new Plot.Panel<>(
        title, new Plot.Lines(Axis.of("shift", "px"), Axis.of("mean cosine"), lines));
  }

  /** A network and a length of moves. */
  private record Row(Closely one, int radius) {}

  @Override
  public List<Table> tables() {
    List<Row> rows = new ArrayList<>();
    for (Closely one : findings.closely()) {
      radii().forEach(radius -> rows.add(new Row(one, radius)));
    }
    return List.of(
        Table.of(rows, "profiles", "Invariance by the length of a move")
            .text("network", "", r -> r.one().network().design().words())
            .integer("seed", "", r -> r.one().network().seed())
            .integer("radius", "px", Row::radius)
            .real("cosine", "", "of softmax", r -> softmax(r.one()).cosines()[r.radius()])
            .build());
  }
}
