package dev.assay.paper.generalization;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.reproduction.Chance;
import dev.assay.reproduction.Family;
import dev.assay.reproduction.Family.Hyperparameter;
import dev.assay.reproduction.Performance;
import dev.assay.reproduction.Untrained;
import dev.assay.reproduction.Values;
import dev.assay.score.ScoreConfig;
import dev.assay.score.ScoreTable;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Bootstrap.Pairs;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.statistics.NoisyOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that {@link Experiment} measured.
 *
 * @param seeds one whose networks rank the measures, and one whose networks rank them anew
 * @param networks all of them, twins among them
 * @param chance what test samples say by chance
 */
record Findings(Size size, List<Long> seeds, List<Measured> networks, Chance chance) {
  /** How many networks an order takes. */
  private static final int FEWEST = 3;

  /**
   * What a predictor says of a network.
   *
   * @param number NaN where it is not defined
   * @param why it was not taken; empty where it was
   */
  record Value(double number, String why) {}

  /**
   * A network.
   *
   * @param shifted accuracy on shifted test samples
   * @param loss on the training samples
   * @param values of the predictors, by name
   * @param seconds of a processor that all of them took; 0 where that is not known
   */
  record Measured(
      Family.Member member,
      Recipe recipe,
      Performance accuracy,
      double shifted,
      double loss,
      Map<String, Value> values,
      double seconds) {

    double of(String measure) {
      return values.get(measure).number();
    }

    double gap() {
      return accuracy.gap();
    }

    /** The gap to the accuracy on shifted test samples. */
    double shiftedGap() {
      return accuracy.train() - shifted;
    }

    private boolean isDefined(String measure) {
      return Double.isFinite(of(measure));
    }
  }

  /** The seed whose networks rank the measures. */
  long seen() {
    return seeds.get(0);
  }

  /** The seed whose networks rank them anew. */
  long unseen() {
    return seeds.get(1);
  }

  /** The family of a seed, as far as it was trained to the criterion. */
  List<Measured> family(long seed) {
    return networks.stream()
        .filter(n -> n.recipe == Recipe.USUAL && n.member.seed() == seed && isTrained(n))
        .toList();
  }

  /** Twins, as far as they were trained to the criterion. */
  List<Measured> twins(Recipe recipe) {
    List<Measured> theirs =
        switch (recipe) {
          case USUAL -> family(seen());
          case RESEEDED -> family(unseen());
          case FASTER, SGD ->
              networks.stream().filter(n -> n.recipe == recipe && isTrained(n)).toList();
        };
    return theirs.stream().filter(n -> size.isAudited(n.member)).toList();
  }

  private boolean isTrained(Measured network) {
    return size.family().isTrained(network.loss, network.accuracy.train());
  }

  /** Networks of a recipe that were not trained to the criterion. */
  Untrained untrained(Recipe recipe) {
    List<Measured> all = networks.stream().filter(n -> n.recipe == recipe).toList();
    return new Untrained(
        size.family(),
        all.size(),
        all.stream().filter(n -> !isTrained(n)).map(Measured::member).toList());
  }

  /**
   * There is something to order.
   *
   * @throws BadInputException if there are too few networks, or all gaps are equal
   */
  Findings checked(String data) {
    for (long seed : seeds) {
      long gaps = family(seed).stream().map(Measured::gap).distinct().count();
      if (gaps < FEWEST) {
        throw new BadInputException(
            Text.format(
                "data set %s: of %d networks of seed %d only %d were trained until %s, with %d different"
                    + " generalisation gaps: there is no order to predict; take other data or more"
                    + " samples (--scale full)",
                data,
                size.family().size(),
                seed,
                family(seed).size(),
                size.family().criterion().words(),
                gaps));
      }
    }
    return this;
  }

  private List<String> names() {
    return List.copyOf(networks.get(0).values.keySet());
  }

  /** The measures that are defined of all networks that are judged. */
  List<String> measures() {
    List<Measured> judged = networks.stream().filter(this::isTrained).toList();
    return names().stream()
        .filter(name -> judged.stream().allMatch(n -> n.isDefined(name)))
        .toList();
  }

  /**
   * A measure that is ranked nowhere.
   *
   * @param networks that have no number
   * @param why of the first of them
   */
  record Undefined(String measure, int networks, String why) {}

  List<Undefined> undefined() {
    List<Undefined> undefined = new ArrayList<>();
    for (String name : names()) {
      List<Measured> without =
          networks.stream().filter(n -> isTrained(n) && !n.isDefined(name)).toList();
      if (!without.isEmpty()) {
        String why = without.get(0).values.get(name).why();
        undefined.add(
            new Undefined(name, without.size(), why.isEmpty() ? "has no finite value" : why));
      }
    }
    return undefined;
  }

  /** The family of a seed, to be scored. */
  ScoreTable table(long seed) {
    List<String> axes = size.family().axes().stream().map(Hyperparameter::name).toList();
    List<Measured> family = family(seed);
    return table(
        family,
        axes,
        List.of(),
        family.stream()
            .map(n -> axes.stream().map(axis -> n.member.setting().of(axis).toString()).toList())
            .toList());
  }

  /** All twins, to be scored recipe by recipe. */
  ScoreTable audit() {
    List<Measured> all = new ArrayList<>();
    List<List<String>> settings = new ArrayList<>();
    for (Recipe recipe : Recipe.values()) {
      for (Measured twin : twins(recipe)) {
        all.add(twin);
        settings.add(List.of(recipe.words()));
      }
    }
    return table(all, List.of(), List.of("recipe"), settings);
  }

  private ScoreTable table(
      List<Measured> rows, List<String> axes, List<String> recipes, List<List<String>> settings) {
    List<String> measures = measures();
    return new ScoreTable(
        "",
        new ScoreConfig(measures, "gap", "shifted gap", axes, recipes),
        settings,
        Values.of(rows, Measured::gap),
        Values.of(rows, Measured::shiftedGap),
        measures.stream().map(name -> Values.of(rows, n -> n.of(name))).toList());
  }

  /** A measure and the gap of networks. */
  static Pairs pairs(String measure, List<Measured> networks) {
    return new Pairs(Values.of(networks, n -> n.of(measure)), Values.of(networks, Measured::gap));
  }

  /** The mean over seeds of Kendall's tau with the gap. */
  Estimate tau(String measure, Bootstrap bootstrap) {
    return bootstrap.kendall(seeds.stream().map(seed -> pairs(measure, family(seed))).toList());
  }

  /** The same of networks that differ in one hyperparameter only. */
  Estimate tauAlong(Hyperparameter axis, String measure, Bootstrap bootstrap) {
    return bootstrap.meanOfMeans(
        seeds.stream()
            .map(seed -> axis.taus(family(seed), Measured::member, some -> pairs(measure, some)))
            .toList());
  }

  /** How far the order of a seed's networks by gap can be trusted. */
  NoisyOrder order(long seed) {
    List<Measured> family = family(seed);
    return NoisyOrder.of(
        Values.of(family, Measured::gap),
        family.stream()
            .mapToDouble(n -> n.accuracy.test())
            .map(p -> Math.sqrt(p * (1 - p) / chance.samples()))
            .toArray(),
        seed);
  }
}
