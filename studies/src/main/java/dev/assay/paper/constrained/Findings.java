package dev.assay.paper.constrained;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.reproduction.Chance;
import dev.assay.reproduction.Family;
import dev.assay.reproduction.Performance;
import dev.assay.reproduction.Untrained;
import dev.assay.reproduction.Values;
import dev.assay.store.Effort;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Bootstrap.Pairs;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.statistics.HyperparameterGrid;
import dev.assay.study.statistics.NoisyOrder;
import dev.assay.study.statistics.RankCorrelation;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything that {@link Experiment} measured.
 *
 * @param family all networks of all seeds
 * @param knees the components that Kneedle chose, for each seed
 * @param chance what test samples say by chance
 * @param efforts of the constrained margins of networks, as far as they are known
 */
record Findings(
    Size scale,
    List<Long> seeds,
    List<Measured> family,
    List<Scaling> scalings,
    Map<Long, Integer> knees,
    Chance chance,
    List<Effort> efforts) {
  /** How many networks an order takes. */
  private static final int FEWEST = 3;

  private static final int ENOUGH = 400;

  /**
   * A network of the family.
   *
   * @param loss on the training samples
   */
  record Measured(Family.Member member, Performance accuracy, double loss, MeanMargins margins) {

    /** Standard error of its gap, from as many test samples: {@code √(p (1 − p) / n)}. */
    double error(Chance tested) {
      return Math.sqrt(accuracy.test() * (1 - accuracy.test()) / tested.samples());
    }
  }

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

  /**
   * There is something to order.
   *
   * @throws BadInputException if nothing generalises, all gaps are equal, or there are no margins
   */
  Findings checked(String data) {
    String networks =
        Text.format("data set %s: %d %s", data, family.size(), scale.family().kind().networks());
    if (atChance() == family.size()) {
      throw new BadInputException(
          Text.format(
              "%s, and none generalises: test accuracy is at most %.1f %%, where %.1f %% are of one"
                  + " class; there is no order to predict; take other data, more samples (--scale"
                  + " full) or networks of another kind (--network)",
              networks,
              100 * family.stream().mapToDouble(m -> m.accuracy.test()).max().orElseThrow(),
              100 * chance.share()));
    }
    for (long seed : seeds) {
      List<Measured> all = family.stream().filter(m -> m.member.seed() == seed).toList();
      if (all.stream().map(m -> m.accuracy.gap()).distinct().count() < 2) {
        throw new BadInputException(
            Text.format(
                "%s, and all of seed %d have the same generalisation gap, %.2f points: there is no"
                    + " order to predict; take other data or more samples (--scale full)",
                networks, seed, 100 * all.get(0).accuracy.gap()));
      }
      if (of(seed).size() < FEWEST) {
        throw new BadInputException(
            Text.format(
                "%s, and only %d of the %d of seed %d have a mean margin in every space: the others"
                    + " classify none of the measured samples correctly; take other data or more"
                    + " samples (--scale full)",
                networks, of(seed).size(), all.size(), seed));
      }
    }
    return this;
  }

  /** Networks that are no better than chance. */
  int atChance() {
    return (int) family.stream().filter(m -> !chance.isBeatenBy(m.accuracy.test())).count();
  }

  /** Networks that were not trained to the criterion. */
  Untrained untrained() {
    return new Untrained(
        scale.family(),
        family.size(),
        family.stream().filter(m -> !isTrained(m)).map(Measured::member).toList());
  }

  /** The same without {@link #untrained}. */
  Findings trained() {
    List<Measured> trained = family.stream().filter(this::isTrained).toList();
    return new Findings(scale, seeds, trained, scalings, knees, chance, efforts);
  }

  private boolean isTrained(Measured network) {
    return scale.family().isTrained(network.loss, network.accuracy.train());
  }

  /** How far the order by gap can be trusted, for each seed. */
  List<NoisyOrder> orders() {
    return seeds.stream()
        .map(
            seed ->
                NoisyOrder.of(
                    Values.of(of(seed), m -> m.accuracy.gap()),
                    Values.of(of(seed), m -> m.error(chance)),
                    seed))
        .toList();
  }

  /** The tau that no measure can be expected to exceed, as the gaps are measured. */
  double reachable() {
    return orders().stream().mapToDouble(NoisyOrder::reachableTau).average().orElseThrow();
  }

  /** The ranked networks, seed by seed. */
  List<List<Measured>> groups() {
    return seeds.stream().map(this::of).toList();
  }

  /**
   * Groups of which some choose and others judge: seeds; of a single one, its networks by halves,
   * so that each half has each value of each hyperparameter as often where all have two.
   */
  List<List<Measured>> parts() {
    if (seeds.size() > 1) {
      return groups();
    }
    Map<Boolean, List<Measured>> halves =
        of(seeds.get(0)).stream()
            .collect(
                Collectors.partitioningBy(
                    m ->
                        scale.family().axes().stream()
                                    .mapToInt(
                                        axis ->
                                            axis.values()
                                                .indexOf(m.member.setting().of(axis.name())))
                                    .sum()
                                % 2
                            == 0));
    return List.of(halves.get(true), halves.get(false));
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

  /** The hidden cuts. */
  List<String> hidden() {
    return spaces().stream().filter(MeanMargins::isHidden).toList();
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

  static Pairs pairs(String space, List<Measured> networks) {
    return new Pairs(
        networks.stream().mapToDouble(m -> -m.margins().of(space)).toArray(),
        networks.stream().mapToDouble(m -> m.accuracy().gap()).toArray());
  }

  /** For each seed, tau of each set of networks that differ along one axis only. */
  List<double[]> along(Family.Hyperparameter axis, String space) {
    return seeds.stream()
        .map(seed -> axis.taus(of(seed), Measured::member, networks -> pairs(space, networks)))
        .toList();
  }

  /** Kendall's tau of some networks. */
  static double tau(String space, List<Measured> networks) {
    Pairs pairs = pairs(space, networks);
    return RankCorrelation.kendall(pairs.x(), pairs.y());
  }

  /**
   * The mean over seeds of a score of minus the mean margin; NaN if not all can be ordered. Its
   * interval resamples seeds and networks.
   */
  Estimate score(String space, HyperparameterGrid.Score score, Bootstrap bootstrap) {
    boolean all = missing() == 0;
    List<Pairs> pairs = pairs(space);
    List<HyperparameterGrid> grids =
        groups().stream()
            .map(group -> Family.grid(group.stream().map(Measured::member).toList()))
            .toList();
    return fewer(bootstrap)
        .centred(
            groups().stream().map(group -> new int[] {group.size()}).toArray(int[][]::new),
            (group, items) ->
                all
                    ? score.of(
                        grids.get(group).resampled(items[0]),
                        pairs.get(group).x(),
                        pairs.get(group).y())
                    : Double.NaN);
  }

  /** What is enough for scores, which take long. */
  static Bootstrap fewer(Bootstrap bootstrap) {
    return new Bootstrap(
        Math.min(ENOUGH, bootstrap.resamples()), bootstrap.level(), bootstrap.seed());
  }

  /** As {@link #score}, without its interval. */
  double scored(String space, HyperparameterGrid.Score score) {
    return missing() == 0 ? scoreOfRanked(space, score) : Double.NaN;
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

  /** The mean over seeds of a score of the networks that can be ordered. */
  double scoreOfRanked(String space, HyperparameterGrid.Score score) {
    return seeds.stream().mapToDouble(seed -> score(space, seed, score)).average().orElseThrow();
  }

  Estimate tau(String space, Bootstrap bootstrap) {
    return bootstrap.kendall(pairs(space));
  }
}
