package dev.assay.paper.constrained;

import dev.assay.io.Text;
import dev.assay.paper.constrained.Findings.Measured;
import dev.assay.reproduction.Family;
import dev.assay.reproduction.Verdicts;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Quantity;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Bootstrap.Pairs;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.statistics.HyperparameterGrid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether networks are better ordered by one kind of margins than by another: how much larger
 * Kendall's tau is, granulated tau, and the score of PGDL. Tau decides, unless granulated tau says
 * the opposite; the score knows no direction, as an order that is all wrong tells much, too.
 * Intervals are over seeds and networks.
 *
 * @param words what is compared, for example {@code constrained − input}
 * @param granulated NaN where there is none, as of a grid with holes
 * @param score likewise
 */
record Comparison(String words, Estimate tau, Estimate granulated, Estimate score) {
  private static final String GRANULATED = ", granulated tau";

  /** Of the networks of each seed, ordered in a space and in another one. */
  static Comparison of(
      Findings findings, Bootstrap bootstrap, String words, String first, String second) {
    List<List<Measured>> groups = findings.groups();
    return of(
        findings,
        bootstrap,
        words,
        groups,
        Collections.nCopies(groups.size(), first),
        Collections.nCopies(groups.size(), second));
  }

  /**
   * @param groups of networks
   * @param first the space in which each group is ordered
   */
  static Comparison of(
      Findings findings,
      Bootstrap bootstrap,
      String words,
      List<List<Measured>> groups,
      List<String> first,
      List<String> second) {
    List<Pairs> ofFirst = new ArrayList<>();
    List<Pairs> ofSecond = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      ofFirst.add(Findings.pairs(first.get(g), groups.get(g)));
      ofSecond.add(Findings.pairs(second.get(g), groups.get(g)));
    }
    List<HyperparameterGrid> grids =
        groups.stream()
            .map(group -> Family.grid(group.stream().map(Measured::member).toList()))
            .toList();
    int[][] sizes =
        groups.stream()
            .map(group -> new int[] {findings.missing() == 0 ? group.size() : 0})
            .toArray(int[][]::new);
    return new Comparison(
        words,
        bootstrap.kendallDifference(ofFirst, ofSecond),
        difference(bootstrap, sizes, grids, ofFirst, ofSecond, HyperparameterGrid::granulatedTau),
        difference(bootstrap, sizes, grids, ofFirst, ofSecond, HyperparameterGrid::score));
  }

  private static Estimate difference(
      Bootstrap bootstrap,
      int[][] sizes,
      List<HyperparameterGrid> grids,
      List<Pairs> first,
      List<Pairs> second,
      HyperparameterGrid.Score score) {
    return Findings.fewer(bootstrap)
        .centred(
            sizes,
            (group, items) -> {
              if (items[0].length == 0) {
                return Double.NaN;
              }
              HyperparameterGrid grid = grids.get(group).resampled(items[0]);
              Pairs a = first.get(group);
              Pairs b = second.get(group);
              return score.of(grid, a.x(), a.y()) - score.of(grid, b.x(), b.y());
            });
  }

  private static Verdict by(Estimate difference) {
    return Verdicts.of(difference.above(0), difference.below(0));
  }

  /** Whether granulated tau says the opposite of tau. */
  private boolean opposed() {
    return tau.above(0) && granulated.below(0) || tau.below(0) && granulated.above(0);
  }

  Verdict verdict() {
    return opposed() ? Verdict.UNDECIDED : by(tau);
  }

  /** The differences that are known. */
  List<Quantity> numbers() {
    return Stream.concat(Stream.of(tau.as(words)), others()).toList();
  }

  private Stream<Quantity> others() {
    return Stream.of(granulated.as(words + GRANULATED), score.as(words + ", score of PGDL"))
        .filter(number -> !Double.isNaN(number.value()));
  }

  /** What keeps it undecided. */
  List<Quantity> open() {
    return opposed()
        ? List.of(granulated.as(words + GRANULATED).saying("says the opposite of Kendall's tau"))
        : Verdicts.open(0, List.of(tau.as(words)));
  }

  /** What each score says, in a sentence. */
  String told() {
    return Text.format(
        "%s: by Kendall's tau %s, by granulated tau %s, by PGDL's score %s.",
        words, told(tau), told(granulated), told(score));
  }

  private static String told(Estimate difference) {
    return Double.isNaN(difference.value())
        ? "not known"
        : switch (by(difference)) {
          case HOLDS -> "larger";
          case DOES_NOT_HOLD -> "smaller";
          default -> "open";
        };
  }
}
