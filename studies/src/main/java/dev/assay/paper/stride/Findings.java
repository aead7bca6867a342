package dev.assay.paper.stride;

import dev.assay.reproduction.Performance;
import dev.assay.reproduction.StudentT;
import dev.assay.reproduction.Values;
import dev.assay.study.statistics.Estimate;
import dev.assay.study.translation.Answered;
import dev.assay.study.translation.Homogeneity;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Everything that {@link Experiment} measured.
 *
 * @param networks look by look, design by design, seed by seed
 * @param images how alike neighbouring pixels are, of each look
 */
record Findings(Size size, List<Long> seeds, List<Measured> networks, List<Homogeneity> images) {

  /**
   * A network.
   *
   * @param moved answers where black comes in
   * @param rolled answers where images are rolled to any place, going on at the other side
   * @param cuts where maps were looked at
   * @param maps how alike neighbours are there
   */
  record Measured(
      Look look,
      Design design,
      long seed,
      Performance accuracy,
      Answered moved,
      Answered rolled,
      List<String> cuts,
      List<Homogeneity> maps) {

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

  /** On one look of images, seed by seed. */
  List<Measured> of(Look look, Design design) {
    return networks.stream().filter(n -> n.look() == look && n.design().equals(design)).toList();
  }

  List<Measured> all(Look look) {
    return networks.stream().filter(n -> n.look() == look).toList();
  }

  /** Of images as they are, over seeds. */
  Estimate mean(Design design, ToDoubleFunction<Measured> value) {
    return StudentT.mean(bySeed(design, value));
  }

  /** How much more of something one design has than another, seed by seed. */
  Estimate difference(Design more, Design less, ToDoubleFunction<Measured> value) {
    return StudentT.mean(differences(Look.PLAIN, more, less, value));
  }

  double[] bySeed(Design design, ToDoubleFunction<Measured> value) {
    return of(Look.PLAIN, design).stream().mapToDouble(value).toArray();
  }

  double[] differences(Look look, Design more, Design less, ToDoubleFunction<Measured> value) {
    List<Measured> first = of(look, more);
    List<Measured> second = of(look, less);
    return IntStream.range(0, seeds.size())
        .mapToDouble(s -> value.applyAsDouble(first.get(s)) - value.applyAsDouble(second.get(s)))
        .toArray();
  }

  /** How alike pixels at the smallest lag are. */
  double homogeneity(Look look) {
    return images.get(size.looks().indexOf(look)).lags().get(0).value();
  }

  /** By how much the large kernel raises MCS over the small one, strided, seed by seed. */
  double[] gains(Look look) {
    return differences(look, strided(Size.LARGE), strided(Size.SMALL), Measured::mcs);
  }

  /**
   * The kernel at which MCS is {@link Size#WANTED}, strided, seed by seed: on the line through the
   * small and the large one, but no less than 1, which is no pooling; NaN where a larger kernel
   * does not raise it.
   */
  double[] needed(Look look) {
    double[] gains = gains(look);
    double[] small = Values.of(of(look, strided(Size.SMALL)), Measured::mcs);
    return IntStream.range(0, gains.length)
        .mapToDouble(s -> gains[s] > 0 ? needed(small[s], gains[s]) : Double.NaN)
        .toArray();
  }

  private static double needed(double small, double gain) {
    double more = (Size.LARGE - Size.SMALL) * (Size.WANTED - small) / gain;
    return Math.max(1, Size.SMALL + more);
  }

  private static Design strided(int kernel) {
    return Design.plain(Design.STRIDED, kernel);
  }
}
