package dev.assay.paper.constrained;

import dev.assay.reproduction.Family;
import dev.assay.reproduction.Performance;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Bootstrap.Pairs;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.statistics.HyperparameterGrid;
import dev.assay.study.statistics.RankCorrelation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Everything that {@link Experiment} measured.
 *
 * @param family all networks of all seeds
 * @param knees the components that Kneedle chose, for each seed
 */
record Findings(
    Size scale,
    List<Long> seeds,
    List<Measured> family,
    List<Scaling> scalings,
    Map<Long, Integer> knees) {
  /** A network of the family. */
  record Measured(Family.Member member, Performance accuracy, MeanMargins margins) {}

  /**
   * Margins of a network, and of one that computes the same with other weights.
   *
   * @param before mean margins
   * @param after those of the re-scaled network
   * @param norm of all weights
   * @param scaledNorm that of the re-scaled network
   */
  record Scaling(MeanMargins before, MeanMargins after, double norm, double scaledNorm) {}

  /** Networks that have a mean margin in every space; the others can be ordered by none. */
  List<Measured> ranked() {
    return family.stream().filter(m -> m.margins().complete()).toList();
  }

  /** The spaces in which all networks were measured. */
  List<String> spaces() {
    return family.get(0).margins().spaces().stream()
        .filter(space -> family.stream().allMatch(m -> m.margins().spaces().contains(space)))
        .toList();
  }

  /** The blocks of components, largest variance first. */
  List<String> blocks() {
    return spaces().stream().filter(s -> s.startsWith("block:") && !s.endsWith(")")).toList();
  }

  /** The ranked networks of a seed. */
  List<Measured> of(long seed) {
    return ranked().stream().filter(m -> m.member().seed() == seed).toList();
  }

  /** For each seed, minus the mean margin and the gap of its networks. */
  List<Pairs> pairs(String space) {
    return seeds.stream().map(seed -> pairs(space, seed)).toList();
  }

  Pairs pairs(String space, long seed) {
    return pairs(space, of(seed));
  }

  private static Pairs pairs(String space, List<Measured> networks) {
    return new Pairs(
        networks.stream().mapToDouble(m -> -m.margins().of(space)).toArray(),
        networks.stream().mapToDouble(m -> m.accuracy().gap()).toArray());
  }

  /** For each seed, tau of each set of networks that differ along one axis only. */
  List<double[]> along(Family.Hyperparameter axis, String space) {
    return seeds.stream()
        .map(
            seed ->
                of(seed).stream()
                    .collect(
                        Collectors.groupingBy(
                            m -> axis.others(m.member()), TreeMap::new, Collectors.toList()))
                    .values()
                    .stream()
                    .map(networks -> pairs(space, networks))
                    .filter(pairs -> pairs.x().length > 1)
                    .mapToDouble(pairs -> RankCorrelation.kendall(pairs.x(), pairs.y()))
                    .toArray())
        .toList();
  }

  /** Kendall's tau of one seed. */
  double tau(String space, long seed) {
    Pairs pairs = pairs(space, seed);
    return RankCorrelation.kendall(pairs.x(), pairs.y());
  }

  /**
   * The mean over seeds of a score of minus the mean margin; NaN if not all can be ordered. Its
   * interval resamples seeds alone, as a score needs the whole grid.
   */
  Estimate score(String space, HyperparameterGrid.Score score, Bootstrap bootstrap) {
    boolean all = missing() == 0;
    return bootstrap.meanOfMeans(
        seeds.stream()
            .map(seed -> new double[] {all ? score(space, seed, score) : Double.NaN})
            .toList());
  }

  private double score(String space, long seed, HyperparameterGrid.Score score) {
    Pairs pairs = pairs(space, seed);
    return score.of(
        Family.grid(of(seed).stream().map(Measured::member).toList()), pairs.x(), pairs.y());
  }

  /** Networks without a mean margin in every space. */
  int missing() {
    return family.size() - ranked().size();
  }

  /** As {@link #score}, over the networks that can be ordered. */
  Estimate scoreOfRanked(String space, HyperparameterGrid.Score score, Bootstrap bootstrap) {
    return bootstrap.meanOfMeans(
        seeds.stream().map(seed -> new double[] {score(space, seed, score)}).toList());
  }

  Estimate tau(String space, Bootstrap bootstrap) {
    return bootstrap.kendall(pairs(space));
  }
}
