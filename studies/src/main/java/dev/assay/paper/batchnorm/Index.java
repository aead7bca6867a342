package dev.assay.paper.batchnorm;

import dev.assay.paper.batchnorm.Findings.Clusters;
import dev.assay.paper.batchnorm.Findings.Measured;
import dev.assay.study.representation.Collapse;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A number that says how well classes gather.
 *
 * @param kind what it looks at
 * @param sign 1 if larger is better, −1 if smaller is
 * @param layers its value behind each of the layers that are compared; one value in front of the
 *     logits where it is of that place alone
 */
record Index(String name, Kind kind, int sign, Of layers) {

  /** Reads the values. */
  @FunctionalInterface
  interface Of {
    double[] values(Measured network, Part samples);
  }

  /** What an index looks at. */
  enum Kind {
    RAW("with labels, activations as they are"),
    SCALED("with labels, activations scaled to length 1"),
    FREE("without labels, activations as they are"),
    COLLAPSE("with labels, in front of the logits");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** All, those of a kind together. */
  static final List<Index> ALL =
      List.of(
          of("Davies–Bouldin", Kind.RAW, -1, c -> c.raw().daviesBouldin()),
          of("tr Sw / tr Sb", Kind.RAW, -1, c -> c.raw().scatter()),
          of("Calinski–Harabasz", Kind.RAW, 1, c -> c.raw().calinskiHarabasz()),
          of("silhouette", Kind.RAW, 1, c -> c.raw().silhouette()),
          of("purity of 10 neighbours", Kind.RAW, 1, c -> c.raw().purity()),
          of("Davies–Bouldin, scaled", Kind.SCALED, -1, c -> c.scaled().daviesBouldin()),
          of("tr Sw / tr Sb, scaled", Kind.SCALED, -1, c -> c.scaled().scatter()),
          of("Calinski–Harabasz, scaled", Kind.SCALED, 1, c -> c.scaled().calinskiHarabasz()),
          of("silhouette by cosine", Kind.SCALED, 1, c -> c.raw().cosineSilhouette()),
          of("purity by cosine", Kind.SCALED, 1, c -> c.raw().cosinePurity()),
          of(
              "cosine within − between",
              Kind.SCALED,
              1,
              c -> c.free().cosines().within() - c.free().cosines().between()),
          of("k-means, NMI", Kind.FREE, 1, c -> c.free().kMeans().information()),
          of("k-means, AMI", Kind.FREE, 1, c -> c.free().kMeans().adjustedInformation()),
          of("k-means, ARI", Kind.FREE, 1, c -> c.free().kMeans().adjustedRand()),
          of("k-means, own silhouette", Kind.FREE, 1, c -> c.free().kMeans().silhouette()),
          of(
              "k-means, k chosen, AMI",
              Kind.FREE,
              1,
              c -> c.free().kMeansChosen().adjustedInformation()),
          of("average linkage, AMI", Kind.FREE, 1, c -> c.free().average().adjustedInformation()),
          of("DBSCAN, AMI", Kind.FREE, 1, c -> c.free().dbscan().adjustedInformation()),
          last("NC1, variability", Collapse::variability),
          last("NC2, lengths", Collapse::equinorm),
          last("NC2, angles", Collapse::equiangularity),
          last("NC3, duality", Collapse::duality),
          last("NC4, nearest mean", Collapse::disagreement));

  private static Index of(String name, Kind kind, int sign, ToDoubleFunction<Clusters> value) {
    return new Index(
        name,
        kind,
        sign,
        (network, samples) ->
            network.layers().stream().map(samples::of).mapToDouble(value).toArray());
  }

  private static Index last(String name, ToDoubleFunction<Collapse> value) {
    return new Index(
        name,
        Kind.COLLAPSE,
        -1,
        (network, samples) -> new double[] {value.applyAsDouble(samples.of(network.collapse()))});
  }

  /** The mean over layers; NaN where it is not defined in one. */
  double level(Measured network) {
    return Arrays.stream(layers.values(network, Part.ALL)).average().orElseThrow();
  }

  /** How far two halves of the samples are apart in that mean. */
  double spread(Measured network) {
    double[] first = layers.values(network, Part.FIRST_HALF);
    double[] second = layers.values(network, Part.SECOND_HALF);
    return Math.abs(
        IntStream.range(0, first.length)
            .mapToDouble(i -> first[i] - second[i])
            .average()
            .orElseThrow());
  }
}
