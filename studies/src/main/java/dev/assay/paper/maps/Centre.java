package dev.assay.paper.maps;

import dev.assay.paper.maps.Findings.Measured;
import dev.assay.reproduction.Topic;
import dev.assay.reproduction.Verdicts;
import dev.assay.study.Claim;
import dev.assay.study.Figure;
import dev.assay.study.Quantity;
import dev.assay.study.Table;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.translation.ShiftGrid;
import java.util.List;

/** What maps are like whatever the network: statement C-5. */
final class Centre implements Topic {
  /** Differences of cosines that are as good as none. */
  private static final double SMALL = 0.05;

  private final Findings findings;

  Centre(Findings findings) {
    this.findings = findings;
  }

  @Override
  public List<Claim> claims() {
    long off =
        findings.all().stream()
            .flatMap(n -> n.found().profiles().stream())
            .filter(profile -> profile.cosines()[0] != 1)
            .count();
    Estimate across = findings.mean(findings.size().designs(), n -> across(n));
    Estimate down = findings.mean(findings.size().designs(), n -> down(n));
    List<Quantity> sides =
        List.of(
            across.as("cosine of softmax, moves to the right − to the left"),
            down.as("cosine of softmax, moves down − up"));
    List<Estimate> both = List.of(across, down);
    boolean small = both.stream().allMatch(d -> d.above(-SMALL) && d.below(SMALL));
    boolean large = both.stream().anyMatch(d -> d.above(SMALL) || d.below(-SMALL));
    return List.of(
        new Claim(
                "C-5",
                "The centre of a cosine map is exactly 1, and moves to opposite sides change as"
                    + " much on average.",
                Verdicts.of(off == 0 && small, off > 0 || large),
                "The first part holds by definition. The second is judged by the mean over networks:"
                    + " sides are alike if the interval of their difference lies within ±0.05.",
                List.of(
                    Quantity.of("maps whose centre is not exactly 1", off),
                    sides.get(0),
                    sides.get(1)),
                findings.seeds())
            .openFor(sides));
  }

  private double across(Measured network) {
    ShiftGrid grid = findings.grid();
    return apart(network, number -> grid.shift(number).right());
  }

  private double down(Measured network) {
    ShiftGrid grid = findings.grid();
    return apart(network, number -> grid.shift(number).down());
  }

  /** Where a move leads, along an axis. */
  private interface Along {
    double of(int number);
  }

  /** The mean over moves one way less that over moves the other way; they are equally many. */
  private static double apart(Measured network, Along axis) {
    double[] map = network.softmax().map();
    double sum = 0;
    int ways = 0;
    for (int i = 0; i < map.length; i++) {
      double way = Math.signum(axis.of(i));
      sum += way * map[i];
      ways += way > 0 ? 1 : 0;
    }
    return sum / ways;
  }

  @Override
  public List<Figure> figures() {
    return List.of();
  }

  @Override
  public List<Table> tables() {
    return List.of();
  }
}
