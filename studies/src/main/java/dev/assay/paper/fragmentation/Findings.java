package dev.assay.paper.fragmentation;

import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.measure.SegmentFragmentation.Changes;
import dev.assay.reproduction.Chance;
import dev.assay.reproduction.Family;
import dev.assay.reproduction.Fitted;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Performance;
import dev.assay.reproduction.Untrained;
import dev.assay.reproduction.Values;
import dev.assay.study.fragmentation.FragmentationFigures.DrawnPlane;
import dev.assay.study.fragmentation.Tuples;
import dev.assay.study.statistics.Bootstrap.Pairs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Everything that {@link Experiment} measured.
 *
 * @param networks what kind they are
 * @param ends networks by width, with and without label noise
 * @param moments networks by epoch
 * @param cuts deeper networks, segments at the input and at hidden cuts
 * @param rescaled networks with other weights that compute the same
 * @param family networks to be ordered by their generalisation gap
 * @param chance what test accuracy of these means nothing
 * @param pictures planes through samples
 */
record Findings(
    Size scale,
    NetworkKind networks,
    List<Draw> draws,
    List<End> ends,
    List<Moment> moments,
    List<Cut> cuts,
    List<Scaled> rescaled,
    List<Ordered> family,
    Chance chance,
    List<DrawnPlane> pictures) {
  /** Training accuracy from which a network interpolates. */
  private static final double INTERPOLATES = 0.99;

  /** What one seed draws. */
  record Draw(
      long seed, Dataset clean, Dataset noisy, Tuples pairs, Tuples testPairs, Tuples triplets) {
    Dataset train(boolean noise) {
      return noise ? noisy : clean;
    }
  }

  /** A network at the end of its training. */
  record End(Draw draw, boolean noise, int width, Changes lines, Performance accuracy) {
    /** Class changes of the segments whose ends are both classified as labelled. */
    double[] values() {
      return lines.valuesAsLabelled();
    }

    /** Their mean; NaN where there are none. */
    double level() {
      return lines.meanAsLabelled();
    }
  }

  /** A network in the course of its training. */
  record Moment(
      Draw draw,
      int width,
      int epoch,
      double trainError,
      double testError,
      double norm,
      Changes lines,
      Changes testLines) {
    double between() {
      return lines.mean();
    }

    double betweenTest() {
      return testLines.mean();
    }

    /** NaN where there are no such segments. */
    double betweenCorrect() {
      return lines.meanAsLabelled();
    }
  }

  /** A network looked at from a cut. */
  record Cut(Draw draw, String name, Changes lines) {
    /** Class changes of the segments whose ends are both classified as labelled. */
    double[] values() {
      return lines.valuesAsLabelled();
    }

    /** Their mean; NaN where there are none. */
    double level() {
      return lines.meanAsLabelled();
    }
  }

  /** A network and others that compute the same with other weights. */
  record Scaled(
      Draw draw,
      int width,
      double factor,
      double norm,
      double scaledNorm,
      int[] changes,
      int[] scaledChanges) {}

  /**
   * A network of the family.
   *
   * @param loss on the training samples
   */
  record Ordered(Family.Member member, Performance accuracy, double loss, Changes lines) {}

  List<Long> seeds() {
    return draws.stream().map(Draw::seed).toList();
  }

  /**
   * The widths at which the network with label noise, whatever the seed, gets both ends of enough
   * segments right, ascending.
   */
  List<Integer> widths() {
    return scale.widths().stream()
        .filter(width -> !Fitted.isFew(ends(true, width).stream().map(End::values).toList()))
        .toList();
  }

  int smallest() {
    return widths().get(0);
  }

  int largest() {
    return widths().get(widths().size() - 1);
  }

  int peak() {
    return widths().stream().max(Comparator.comparingDouble(this::level)).orElseThrow();
  }

  /** Networks that get both ends of too few segments right. */
  List<Fitted> few() {
    List<Fitted> groups = new ArrayList<>();
    for (boolean noise : new boolean[] {false, true}) {
      for (int width : scale.widths()) {
        groups.add(
            group(
                networks.sized(width),
                noise,
                width,
                ends(noise, width).stream().map(End::lines).toList()));
      }
    }
    List<Changes> atInput =
        cuts.stream().filter(cut -> cut.name().equals(cuts.get(0).name())).map(Cut::lines).toList();
    if (!atInput.isEmpty()) {
      groups.add(group(deep(), true, scale.deepWidth(), atInput));
    }
    return groups.stream().filter(Fitted::isFew).toList();
  }

  private Fitted group(String network, boolean noise, int width, List<Changes> lines) {
    return new Fitted(
        network + ", " + noise(noise),
        width,
        lines.stream().map(each -> each.valuesAsLabelled().length).toList(),
        lines.stream().map(each -> each.values().length).toList());
  }

  /** Networks of the family that were not trained to its criterion. */
  Untrained untrained() {
    return new Untrained(
        scale.family(),
        family.size(),
        family.stream().filter(m -> !isTrained(m)).map(Ordered::member).toList());
  }

  boolean isTrained(Ordered network) {
    return scale.family().isTrained(network.loss, network.accuracy.train());
  }

  /** What the deeper networks have, in words. */
  String deep() {
    return networks.described(scale.deepWidth(), scale.deepDepth());
  }

  /** What was done to the labels, in words. */
  String noise(boolean noise) {
    return noise ? Text.format("%.0f %% label noise", 100 * scale.noise()) : "no label noise";
  }

  /**
   * Networks of some width get both ends of enough segments right, or there is nothing to count.
   *
   * @throws BadInputException that says so
   */
  Findings fitted(String data) {
    if (widths().isEmpty()) {
      throw new BadInputException(
          Text.format(
              "data set %s: statements are about segments whose ends the network classifies right,"
                  + " and of %,d segments %s trained with %s have fewer than %d at every %s from %d to %d"
                  + " with some seed; take larger networks (--scale full, or of another kind) or other"
                  + " data",
              data,
              scale.pairs(),
              networks.networks(),
              noise(true),
              Fitted.FEW,
              networks.size(),
              scale.widths().get(0),
              scale.widths().get(scale.widths().size() - 1)));
    }
    return this;
  }

  /** The first width from which networks with label noise interpolate; 0 for none. */
  int interpolation() {
    return scale.widths().stream()
        .filter(width -> accuracy(true, width) >= INTERPOLATES)
        .findFirst()
        .orElse(0);
  }

  List<End> ends(boolean noise, long seed) {
    return ends.stream().filter(end -> end.noise() == noise && end.draw().seed() == seed).toList();
  }

  List<End> ends(boolean noise, int width) {
    return ends.stream().filter(end -> end.noise() == noise && end.width() == width).toList();
  }

  End end(boolean noise, int width, long seed) {
    return ends(noise, width).stream()
        .filter(end -> end.draw().seed() == seed)
        .findFirst()
        .orElseThrow();
  }

  List<Ordered> members(long seed) {
    return family.stream().filter(m -> m.member().seed() == seed).toList();
  }

  List<Moment> moments(int width, long seed) {
    return moments.stream().filter(m -> m.width() == width && m.draw().seed() == seed).toList();
  }

  double accuracy(boolean noise, int width) {
    return ends(noise, width).stream()
        .mapToDouble(end -> end.accuracy().train())
        .average()
        .orElseThrow();
  }

  /** Fragmentation with label noise. */
  double level(int width, long seed) {
    return end(true, width, seed).level();
  }

  /** Mean over seeds of fragmentation with label noise. */
  double level(int width) {
    return seeds().stream().mapToDouble(seed -> level(width, seed)).average().orElseThrow();
  }

  List<Pairs> overEpochs(ToDoubleFunction<Moment> other, ToDoubleFunction<Moment> fragmentation) {
    return scale.followed().stream()
        .flatMap(width -> overEpochs(width, other, fragmentation).stream())
        .toList();
  }

  List<Pairs> overEpochs(
      int width, ToDoubleFunction<Moment> other, ToDoubleFunction<Moment> fragmentation) {
    return seeds().stream()
        .map(
            seed -> {
              List<Moment> moments = moments(width, seed);
              return new Pairs(Values.of(moments, fragmentation), Values.of(moments, other));
            })
        .toList();
  }
}
