package dev.assay.paper.maps;

import dev.assay.io.Text;
import dev.assay.reproduction.Cases;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Values;
import dev.assay.study.Axis;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Table;
import dev.assay.study.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;

/** What kernels of max pooling do: statement C-3. */
final class Pooling implements Topic {
  private final Findings findings;

  Pooling(Findings findings) {
    this.findings = findings;
  }

  private static Design of(int pool) {
    return new Design(3, 1, pool, Head.FLAT);
  }

  @Override
  public List<Claim> claims() {
    Cases cases = new Cases();
    for (int i = 1; i < Size.POOLS.size(); i++) {
      int small = Size.POOLS.get(i - 1);
      int large = Size.POOLS.get(i);
      cases.beside(
          findings.difference(
              List.of(of(large)), List.of(of(small)), n -> 100 * n.accuracy().test()),
          Text.format("test accuracy, kernel %d − %d", large, small),
          "points");
      for (int radius : findings.radii()) {
        cases.above(
            0,
            findings.difference(
                List.of(of(large)), List.of(of(small)), n -> n.softmax().cosines()[radius]),
            Text.format("cosine at %d pixels, kernel %d − %d", radius, large, small),
            "");
      }
    }
    return List.of(
        cases.claim(
            "C-3",
            "A larger kernel of max pooling makes cosines larger at every radius.",
            "Softmax outputs; poolings by 2, padded so that maps are of one size; convolutions of"
                + " 3×3. What it costs in accuracy stands beside and decides nothing.",
            findings.seeds()));
  }

  @Override
  public List<Figure> figures() {
    List<Integer> radii = findings.radii();
    List<Plot.Line> lines = new ArrayList<>();
    for (int pool : Size.POOLS) {
      List<Estimate> y =
          radii.stream().map(r -> findings.mean(of(pool), n -> n.softmax().cosines()[r])).toList();
      lines.add(Values.line("pooling over " + pool, Values.of(radii, r -> r), y));
    }
    return List.of(
        new Figure(
            new Heading(
                "profiles-by-pooling",
                "Radial profiles of the output by pooling",
                "Mean cosine of softmax outputs over moves of each length; bands: 95 % intervals of"
                    + " Student's t over seeds."),
            new Plot.Lines(Axis.of("shift", "px"), Axis.of("mean cosine"), lines)));
  }

  @Override
  public List<Table> tables() {
    return List.of();
  }
}
