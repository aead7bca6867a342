package dev.assay.study.statistics;

import dev.assay.io.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Networks of which there is one for each combination of some hyperparameters' values: what tells a
 * measure that predicts the generalisation gap from one that merely follows a hyperparameter which
 * moves both.
 *
 * <p>Sources: Jiang et al. 2020, "Fantastic generalization measures and where to find them"
 * (granulated tau); Jiang et al. 2020, "NeurIPS 2020 competition: predicting generalization in deep
 * learning" (conditional mutual information).
 */
public final class HyperparameterGrid {
  /** One of the scores that a grid gives a measure. */
  @FunctionalInterface
  public interface Score {
    double of(HyperparameterGrid grid, double[] measure, double[] gap);
  }

  /** For each hyperparameter the index of each network's value. */
  private final int[][] levels;

  /** How many values each hyperparameter has. */
  private final int[] counts;

  /** For each hyperparameter its values. */
  private final List<List<?>> names = new ArrayList<>();

  private final int networks;

  /** For each hyperparameter the sets of networks that differ in nothing else. */
  private final List<List<int[]>> lines;

  /** How often each network counts. */
  private final int[] weights;

  /** Combinations of values that no network has. */
  private final List<List<Object>> missing;

  /**
   * A grid without gaps.
   *
   * @param settings for each network its hyperparameters' values, always in the same order
   * @throws IllegalArgumentException if there are fewer than two hyperparameters, or a combination
   *     of values is missing or occurs twice
   */
  public HyperparameterGrid(List<? extends List<?>> settings) {
    this(settings, false);
  }

  private HyperparameterGrid(List<? extends List<?>> settings, boolean gaps) {
    networks = settings.size();
    weights = new int[networks];
    Arrays.fill(weights, 1);
    int axes = networks == 0 ? 0 : settings.get(0).size();
    if (axes < 2) {
      throw new IllegalArgumentException(
          Text.format("a grid of %d hyperparameters: expected at least 2", axes));
    }
    levels = new int[axes][networks];
    counts = new int[axes];
    List<List<Object>> combinations = List.of(List.of());
    for (int axis = 0; axis < axes; axis++) {
      Map<Object, Integer> found = new LinkedHashMap<>();
      for (int network = 0; network < networks; network++) {
        Object value = settings.get(network).get(axis);
        found.putIfAbsent(value, found.size());
        levels[axis][network] = found.get(value);
      }
      counts[axis] = found.size();
      names.add(List.copyOf(found.keySet()));
      combinations = longer(combinations, found.keySet());
    }
    lines = IntStream.range(0, axes).mapToObj(this::lines).toList();
    Set<List<?>> different = new HashSet<>(settings);
    missing = combinations.stream().filter(setting -> !different.contains(setting)).toList();
    if (different.size() != networks || !gaps && !missing.isEmpty()) {
      throw new IllegalArgumentException(
          Text.format(
              "%d networks (%d different) for %d combinations of hyperparameters: expected one for"
                  + " each",
              networks, different.size(), combinations.size()));
    }
  }

  private List<int[]> lines(int axis) {
    Map<List<Integer>, List<Integer>> found = new LinkedHashMap<>();
    for (int network = 0; network < networks; network++) {
      int own = network;
      List<Integer> others =
          IntStream.range(0, levels.length)
              .filter(other -> other != axis)
              .mapToObj(other -> levels[other][own])
              .toList();
      found.computeIfAbsent(others, line -> new ArrayList<>()).add(network);
    }
    return found.values().stream()
        .map(line -> line.stream().mapToInt(network -> network).toArray())
        .toList();
  }

  private HyperparameterGrid(HyperparameterGrid grid, int[] weights) {
    levels = grid.levels;
    counts = grid.counts;
    names.addAll(grid.names);
    networks = grid.networks;
    missing = grid.missing;
    lines = grid.lines;
    this.weights = weights;
  }

  /**
   * The same grid with some networks repeated and others left out, for the bootstrap. Of copies of
   * a network each is paired with itself, as all networks are, but not with the others: such pairs,
   * which only repetition makes, would count as ties.
   *
   * @param items positions of networks, which may repeat
   */
  public HyperparameterGrid resampled(int[] items) {
    int[] repeated = new int[networks];
    for (int item : items) {
      repeated[item]++;
    }
    return new HyperparameterGrid(this, repeated);
  }

  private static List<List<Object>> longer(List<List<Object>> settings, Set<Object> values) {
    List<List<Object>> longer = new ArrayList<>();
    for (List<Object> setting : settings) {
      for (Object value : values) {
        List<Object> more = new ArrayList<>(setting);
        more.add(value);
        longer.add(List.copyOf(more));
      }
    }
    return longer;
  }

  /**
   * A grid of which some networks are missing, because they did not train to the criterion, say, or
   * could not be measured. Scores are taken over those that are there; they are comparable to
   * scores of whole grids the less, the more is missing.
   *
   * @throws IllegalArgumentException if there are fewer than two hyperparameters, or a combination
   *     of values occurs twice
   */
  public static HyperparameterGrid withGaps(List<? extends List<?>> settings) {
    return new HyperparameterGrid(settings, true);
  }

  /** The combinations of values that no network has. */
  public List<List<Object>> missing() {
    return missing;
  }

  /**
   * The score of PGDL: information that the order of two networks by the measure has about their
   * order by the gap, given their values of some hyperparameters, as a share of the entropy of the
   * latter; for the hyperparameters that leave least. Self pairs count, and ties as "not larger",
   * so the sign of the measure matters. 0 for nothing to 1 for all.
   *
   * @param program as the competition's program computes it, over sets of exactly two
   *     hyperparameters
   * @param paper as the competition's paper words it, over all sets of at most two
   */
  public record Information(double program, double paper) {}

  /** {@link Information#program}. */
  public double score(double[] measure, double[] gap) {
    return DoubleStream.of(information(measure, gap, pairs())).min().orElseThrow();
  }

  /**
   * @param measure of each network; larger where the gap should be larger
   * @param gap of each network
   */
  public Information scores(double[] measure, double[] gap) {
    List<int[]> sets = pairs();
    int pairs = sets.size();
    sets.add(new int[0]);
    IntStream.range(0, levels.length).forEach(axis -> sets.add(new int[] {axis}));
    double[] information = information(measure, gap, sets);
    double program = DoubleStream.of(information).limit(pairs).min().orElseThrow();
    return new Information(program, DoubleStream.of(information).min().orElseThrow());
  }

  /** {@link Information#paper}. */
  public double publishedScore(double[] measure, double[] gap) {
    return scores(measure, gap).paper();
  }

  /** The most combinations of values of two hyperparameters that two networks may have. */
  public long combinations() {
    return pairs().stream()
        .mapToLong(pair -> (long) counts[pair[0]] * counts[pair[1]])
        .map(groups -> groups * groups)
        .max()
        .orElseThrow();
  }

  private List<int[]> pairs() {
    List<int[]> pairs = new ArrayList<>();
    for (int first = 0; first < levels.length; first++) {
      for (int second = first + 1; second < levels.length; second++) {
        pairs.add(new int[] {first, second});
      }
    }
    return pairs;
  }

  /** Mutual information over entropy, for each set of hyperparameters that are given. */
  double[] information(double[] measure, double[] gap, List<int[]> sets) {
    expect(measure);
    expect(gap);
    List<OrderedPairs> pairs = sets.stream().map(this::pairsGiven).toList();
    int[] there = IntStream.range(0, networks).filter(network -> weights[network] > 0).toArray();
    byte[] orders = new byte[there.length];
    for (int a : there) {
      for (int i = 0; i < there.length; i++) {
        int b = there[i];
        orders[i] = OrderedPairs.order(gap[a] > gap[b], measure[a] > measure[b]);
      }
      pairs.forEach(given -> given.count(a, there, orders, weights));
    }
    return pairs.stream().mapToDouble(OrderedPairs::information).toArray();
  }

  /** As {@link #information(double[], double[], List)}, given one set. */
  double information(double[] measure, double[] gap, int... given) {
    return information(measure, gap, List.<int[]>of(given))[0];
  }

  private OrderedPairs pairsGiven(int[] axes) {
    int groups = IntStream.of(axes).map(axis -> counts[axis]).reduce(1, (a, b) -> a * b);
    int[] group = new int[networks];
    for (int axis : axes) {
      for (int network = 0; network < networks; network++) {
        group[network] = group[network] * counts[axis] + levels[axis][network];
      }
    }
    return new OrderedPairs(group, groups);
  }

  /**
   * Granulated Kendall's tau: the mean over hyperparameters of the mean tau of networks that differ
   * in this one only; of those with more than one value.
   *
   * @return NaN if none has
   */
  public double granulatedTau(double[] measure, double[] gap) {
    expect(measure);
    expect(gap);
    return IntStream.range(0, levels.length)
        .filter(axis -> counts[axis] > 1)
        .mapToObj(axis -> tauAlong(axis, measure, gap))
        .flatMapToDouble(OptionalDouble::stream)
        .average()
        .orElse(Double.NaN);
  }

  /**
   * The mean of Kendall's tau of networks that differ in one hyperparameter only.
   *
   * @param axis its position
   * @return nothing where no two networks do
   */
  public OptionalDouble tauAlong(int axis, double[] measure, double[] gap) {
    double sum = 0;
    double total = 0;
    for (int[] line : lines.get(axis)) {
      long agreement = 0;
      long pairs = 0;
      for (int i = 0; i < line.length; i++) {
        for (int j = 0; j < i; j++) {
          int a = line[i];
          int b = line[j];
          int weight = weights[a] * weights[b];
          agreement += weight * sign(measure[a] - measure[b]) * sign(gap[a] - gap[b]);
          pairs += weight;
        }
      }
      if (pairs > 0) {
        // lines count alike; one that is repeated, as often as its pairs are
        double weight = pairs / (line.length * (line.length - 1) / 2.0);
        sum += weight * agreement / pairs;
        total += weight;
      }
    }
    return total == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / total);
  }

  /**
   * How often they order networks differently that differ in one hyperparameter only.
   *
   * @param axis its position
   */
  public SignError signError(int axis, double[] measure, double[] gap) {
    expect(measure);
    expect(gap);
    return SignError.of(lines.get(axis), levels[axis], names.get(axis), measure, gap);
  }

  private static int sign(double difference) {
    return (int) Math.signum(difference);
  }

  private void expect(double[] values) {
    if (values.length != networks) {
      throw new IllegalArgumentException(
          Text.format("%d values for %d networks", values.length, networks));
    }
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        throw new IllegalArgumentException(Text.format("value %d is not a number", i));
      }
    }
  }
}
