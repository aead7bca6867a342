package dev.assay.study.translation;

import dev.assay.study.Samples;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.statistics.Estimate;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Everything that a study of translations measured.
 *
 * @param image what is moved
 * @param clipped what leaves at the edge; null where nothing can
 */
record Findings(
    TranslationConfig config,
    Samples images,
    Shape image,
    List<Net> networks,
    Clipped clipped,
    Bootstrap bootstrap) {

  /**
   * A network.
   *
   * @param name empty where there is one alone
   */
  record Net(
      String name,
      Translations.Found found,
      Map<Boundary, Answered> answers,
      List<Neighbours> neighbours) {}

  /** A map with its network. */
  record Row(Net network, PlaceMap map) {
    /** What it is called where several stand side by side. */
    String label() {
      String place = map.aspect().place().name();
      return network.name().isEmpty() ? place : place + ", " + network.name();
    }
  }

  /** All maps, network by network, from below. */
  List<Row> rows() {
    return networks.stream()
        .flatMap(net -> net.found().maps().stream().map(map -> new Row(net, map)))
        .toList();
  }

  /** The same without those that have a twin in the common dimension: what compares. */
  List<Row> comparable() {
    return rows().stream().filter(row -> !hasTwin(row)).toList();
  }

  /** Whether a map is of the place's own dimension while there is one of the common dimension. */
  boolean hasTwin(Row row) {
    return row.map().aspect().raw()
        && row.network().found().maps().stream()
            .anyMatch(
                other ->
                    !other.aspect().raw()
                        && other.aspect().place().equals(row.map().aspect().place()));
  }

  /** The mean over images of some values, with an interval over images. */
  Estimate mean(double[] values) {
    return bootstrap.mean(values);
  }

  /**
   * The same, of what is above the floor: {@code (mean − c0) / (1 − c0)}; NaN where there is no
   * floor, or nothing above it.
   */
  Estimate corrected(double[] values, double[] floor) {
    if (floor.length == 0 || Arrays.stream(floor).allMatch(c0 -> c0 == 1)) {
      return new Estimate(Double.NaN, Double.NaN, Double.NaN, bootstrap.level(), null);
    }
    return bootstrap.of(
        new int[][] {{values.length}},
        (group, items) -> {
          double mean = mean(values, items[0]);
          double none = mean(floor, items[0]);
          return (mean - none) / (1 - none);
        });
  }

  /** One less the share of moves that change the class. */
  Estimate consistency(Answered answered) {
    return mean(Arrays.stream(answered.changed()).map(share -> 1 - share).toArray());
  }

  private static double mean(double[] values, int[] items) {
    return Arrays.stream(items).mapToDouble(i -> values[i]).average().orElseThrow();
  }
}
