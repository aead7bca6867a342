package dev.assay.paper.maps;

import dev.assay.measure.TranslationProfile;
import dev.assay.measure.TranslationProfile.Profile;
import dev.assay.reproduction.Chance;
import dev.assay.reproduction.Performance;
import dev.assay.reproduction.StudentT;
import dev.assay.reproduction.Values;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.translation.Answered;
import dev.assay.study.translation.Clipped;
import dev.assay.study.translation.Place;
import dev.assay.study.translation.ShiftGrid;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Everything that {@link Experiment} measured. Statements are about networks that learned
 * something: what gives one answer for everything is invariant.
 *
 * @param all design by design, seed by seed
 * @param clipped what leaves the canvas
 * @param chance what test accuracy says nothing
 */
record Findings(Size size, List<Long> seeds, List<Measured> all, Clipped clipped, Chance chance) {

  /**
   * A network.
   *
   * @param loss on its training samples
   * @param cuts where it was looked at, from below; the last one is the hidden dense layer
   */
  record Measured(
      long seed,
      Design design,
      Performance accuracy,
      double loss,
      List<String> cuts,
      TranslationProfile.Found found,
      Answered answers) {

    /** At a cut, in the common dimension. */
    Profile at(int cut) {
      return found.at(cuts.get(cut), false);
    }

    Profile dense() {
      return at(cuts.size() - 1);
    }

    /** The last place before the dense layers: the last map, or its mean. */
    Profile last() {
      return at(cuts.size() - 2);
    }

    Profile logits() {
      return found.at(Place.LOGITS, true);
    }

    Profile softmax() {
      return found.at(Place.SOFTMAX, true);
    }
  }

  /** Those that learned something. */
  List<Measured> networks() {
    return all.stream().filter(this::learned).toList();
  }

  /** Those that learned nothing. */
  List<Measured> left() {
    return all.stream().filter(n -> !learned(n)).toList();
  }

  private boolean learned(Measured network) {
    return chance.isBeatenBy(network.accuracy().test());
  }

  ShiftGrid grid() {
    return new ShiftGrid(size.range(), size.step());
  }

  /** Lengths of moves that there are, but for none. */
  List<Integer> radii() {
    double[] any = all.get(0).softmax().cosines();
    return IntStream.rangeClosed(1, size.range())
        .filter(r -> !Double.isNaN(any[r]))
        .boxed()
        .toList();
  }

  List<Measured> of(Design design) {
    return networks().stream().filter(n -> n.design().equals(design)).toList();
  }

  /** Of one design, over seeds. */
  Estimate mean(Design design, ToDoubleFunction<Measured> value) {
    return StudentT.mean(of(design).stream().mapToDouble(value).toArray());
  }

  /** For each seed the mean over designs, then over seeds. */
  Estimate mean(List<Design> designs, ToDoubleFunction<Measured> value) {
    return StudentT.mean(Values.known(bySeed(designs, value)));
  }

  /** How much more of something some designs have than others, over seeds. */
  Estimate difference(List<Design> more, List<Design> less, ToDoubleFunction<Measured> value) {
    return StudentT.mean(differences(more, less, value));
  }

  /** The same, seed by seed, for seeds with which all of them learned something. */
  double[] differences(List<Design> more, List<Design> less, ToDoubleFunction<Measured> value) {
    double[] first = bySeed(more, value);
    double[] second = bySeed(less, value);
    return Values.known(
        IntStream.range(0, first.length).mapToDouble(s -> first[s] - second[s]).toArray());
  }

  /** NaN for a seed with which one of them learned nothing. */
  private double[] bySeed(List<Design> designs, ToDoubleFunction<Measured> value) {
    return seeds.stream().mapToDouble(seed -> mean(designs, seed, value)).toArray();
  }

  private double mean(List<Design> designs, long seed, ToDoubleFunction<Measured> value) {
    List<Measured> some =
        networks().stream().filter(n -> n.seed() == seed && designs.contains(n.design())).toList();
    return some.size() < designs.size()
        ? Double.NaN
        : some.stream().mapToDouble(value).average().orElseThrow();
  }

  /** Networks with flat heads and poolings by 2 whose last maps have places. */
  List<Design> free() {
    return size.designs().stream().filter(d -> d.pool() == 2 && !forced(d)).toList();
  }

  boolean forced(Design design) {
    return design.forced(size.canvas());
  }

  String words(Design design) {
    return design.words(size.canvas());
  }
}
