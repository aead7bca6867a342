package dev.assay.paper.stride;

import dev.assay.measure.TranslationProfile;
import dev.assay.reproduction.Chance;
import dev.assay.reproduction.Performance;
import dev.assay.reproduction.StudentT;
import dev.assay.reproduction.Values;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.translation.Answered;
import dev.assay.study.translation.Homogeneity;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Everything that {@link Experiment} measured. Statements are about networks that learned
 * something, but for those that hold of any: what gives one answer for everything is invariant.
 *
 * @param levels of local homogeneity, the data set as it is first
 * @param closely networks of the first level, design by design, seed by seed
 * @param others those of the other levels, level by level, design by design, seed by seed
 * @param images how alike neighbouring pixels are, of each level
 * @param chances what accuracy says nothing, of each level
 */
record Findings(
    Size size,
    List<Long> seeds,
    List<Level> levels,
    List<Closely> closely,
    List<Measured> others,
    List<Homogeneity> images,
    List<Chance> chances) {

  /**
   * A network.
   *
   * @param moved answers where black comes in
   */
  record Measured(Level level, Design design, long seed, Performance accuracy, Answered moved) {

    /** Mean cosine similarity of the softmax outputs for images and the same, moved. */
    double mcs() {
      return Answered.mean(moved.softmax());
    }

    /** Share of moves that change the answer. */
    double changed() {
      return Answered.mean(moved.changed());
    }

    /** Accuracy on moved images. */
    double shifted() {
      return Answered.mean(moved.after());
    }

    /** In percent, on images as they are. */
    double clean() {
      return 100 * accuracy.test();
    }
  }

  /**
   * A network that is looked at more closely.
   *
   * @param rolled answers where images are rolled to any place, going on at the other side
   * @param profile of outputs, by the length of the move
   * @param cuts where maps were looked at
   * @param maps how alike neighbours are there
   */
  record Closely(
      Measured network,
      Answered rolled,
      TranslationProfile.Found profile,
      List<String> cuts,
      List<Homogeneity> maps) {}

  /** Images as they are. */
  Level first() {
    return levels.get(0);
  }

  /** The other data set as it is. */
  Optional<Level> beside() {
    return levels.stream()
        .filter(level -> level.look() == Look.PLAIN && !level.equals(first()))
        .findFirst();
  }

  /** As figures name it. */
  String words(Level level) {
    String look = level.look().words();
    return beside().isPresent() ? level.data() + ", " + look : look;
  }

  /** Those that learned something. */
  List<Closely> closely(Design design) {
    return closely.stream()
        .filter(n -> n.network().design().equals(design) && learned(n.network()))
        .toList();
  }

  /** Of a level of which something was learned, those that learned nothing all the same. */
  List<Measured> left() {
    List<Level> levels = learned();
    return networks().filter(n -> levels.contains(n.level()) && !learned(n)).toList();
  }

  private boolean learned(Measured network) {
    return chance(network.level()).isBeatenBy(network.accuracy().test());
  }

  /** All networks, those of the first level first. */
  Stream<Measured> networks() {
    return Stream.concat(closely.stream().map(Closely::network), others.stream());
  }

  /** Those that learned something, seed by seed. */
  List<Measured> of(Level level, Design design) {
    return networks()
        .filter(n -> n.level().equals(level) && n.design().equals(design) && learned(n))
        .toList();
  }

  /** Seed by seed, NaN where nothing was learned. */
  private double[] each(Level level, Design design, ToDoubleFunction<Measured> value) {
    List<Measured> learned = of(level, design);
    return seeds.stream()
        .mapToDouble(
            seed ->
                learned.stream()
                    .filter(n -> n.seed() == seed)
                    .mapToDouble(value)
                    .findFirst()
                    .orElse(Double.NaN))
        .toArray();
  }

  /** Of images as they are, over seeds. */
  Estimate mean(Design design, ToDoubleFunction<Measured> value) {
    return StudentT.mean(Values.of(of(first(), design), value));
  }

  /** How much more of something one design has than another, seed by seed. */
  Estimate difference(Design more, Design less, ToDoubleFunction<Measured> value) {
    return StudentT.mean(Values.known(differences(first(), more, less, value)));
  }

  /** The same, NaN for a seed with which one of them learned nothing. */
  double[] differences(Level level, Design more, Design less, ToDoubleFunction<Measured> value) {
    double[] first = each(level, more, value);
    double[] second = each(level, less, value);
    return IntStream.range(0, seeds.size()).mapToDouble(s -> first[s] - second[s]).toArray();
  }

  /** How alike pixels at the smallest lag are. */
  double homogeneity(Level level) {
    return images(level).lags().get(0).value();
  }

  Homogeneity images(Level level) {
    return images.get(levels.indexOf(level));
  }

  Chance chance(Level level) {
    return chances.get(levels.indexOf(level));
  }

  /** On test samples, of all networks of a level. */
  double accuracy(Level level) {
    return networks()
        .filter(n -> n.level().equals(level))
        .mapToDouble(n -> n.accuracy().test())
        .average()
        .orElseThrow();
  }

  /** Levels whose networks learned something; of others invariance says nothing. */
  List<Level> learned() {
    return levels.stream().filter(level -> chance(level).isBeatenBy(accuracy(level))).toList();
  }

  /** By how much the large kernel raises MCS over the small one, strided, seed by seed. */
  double[] gains(Level level) {
    return differences(level, strided(Size.LARGE), strided(Size.SMALL), Measured::mcs);
  }

  /**
   * The smallest kernel at which MCS is {@link Size#WANTED} or more, strided, seed by seed: on the
   * line through the small and the large one, but no less than 1, which is no pooling; NaN where
   * there is none, as a larger kernel does not raise it, or where one of both learned nothing.
   */
  double[] needed(Level level) {
    double[] gains = gains(level);
    double[] small = each(level, strided(Size.SMALL), Measured::mcs);
    return IntStream.range(0, gains.length).mapToDouble(s -> needed(small[s], gains[s])).toArray();
  }

  private static double needed(double small, double gain) {
    if (gain <= 0) {
      return small < Size.WANTED ? Double.NaN : 1;
    }
    double more = (Size.LARGE - Size.SMALL) * (Size.WANTED - small) / gain;
    return Math.max(1, Size.SMALL + more);
  }

  private static Design strided(int kernel) {
    return Design.plain(Design.STRIDED, kernel);
  }
}
