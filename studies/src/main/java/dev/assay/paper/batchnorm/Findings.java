package dev.assay.paper.batchnorm;

import dev.assay.measure.Clustering;
import dev.assay.measure.FreeClustering;
import dev.assay.measure.LocalPieces;
import dev.assay.measure.LocalPieces.Direction;
import dev.assay.measure.Sparsity;
import dev.assay.paper.batchnorm.Size.Variant;
import dev.assay.reproduction.Performance;
import dev.assay.study.representation.ClassClusters;
import dev.assay.study.representation.Collapse;
import dev.assay.study.representation.FreeClusters;
import dev.assay.study.representation.Halves;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Everything that {@link Experiment} measured.
 *
 * @param rates that the pilot found
 */
record Findings(
    Chain chain, Size size, List<Long> seeds, Map<Arm, Double> rates, List<Measured> networks) {

  /**
   * Clusters behind one layer, of some samples.
   *
   * @param raw of activations as they are, with labels
   * @param scaled of activations scaled to length 1, with labels
   * @param free without labels
   */
  record Clusters(ClassClusters raw, ClassClusters scaled, FreeClusters free) {

    static Halves<Clusters> of(
        Clustering.Found raw, Clustering.Found scaled, FreeClustering.Found free) {
      return new Halves<>(
          new Clusters(raw.all(), scaled.all(), free.all()),
          new Clusters(raw.first(), scaled.first(), free.first()),
          new Clusters(raw.second(), scaled.second(), free.second()));
    }
  }

  /** Linear pieces on segments around samples. */
  record Around(Direction direction, double length, LocalPieces.Found found) {
    /**
     * Borders of pieces on a segment over its length, mean over segments: pieces per unit length
     * but for the one that every segment has.
     */
    double density() {
      return (found.mean() - 1) / length;
    }
  }

  /**
   * A network.
   *
   * @param loss on its training samples
   * @param sparsity behind each convolution
   * @param layers those behind which clusters were looked for
   * @param collapse in front of the logits
   * @param pieces of twins, by direction and length
   */
  record Measured(
      long seed,
      Arm arm,
      Variant variant,
      Performance accuracy,
      double loss,
      List<Sparsity.Found> sparsity,
      List<Halves<Clusters>> layers,
      Halves<Collapse> collapse,
      List<Around> pieces) {}

  /** The twins of an arm, one for each seed. */
  List<Measured> twins(Arm arm) {
    return networks.stream()
        .filter(n -> n.arm() == arm && n.variant().equals(size.variants().get(0)))
        .toList();
  }

  /** For each seed what the twin with BatchNorm has more of than the one without. */
  double[] differences(ToDoubleFunction<Measured> value) {
    List<Measured> plain = twins(Arm.PLAIN);
    List<Measured> normalised = twins(Arm.NORMALISED);
    double[] differences = new double[plain.size()];
    for (int s = 0; s < differences.length; s++) {
      differences[s] = value.applyAsDouble(normalised.get(s)) - value.applyAsDouble(plain.get(s));
    }
    return differences;
  }

  /** Networks of an arm that reached the loss. */
  List<Measured> trained(Arm arm) {
    return networks.stream().filter(n -> n.arm() == arm && n.loss() <= size.loss()).toList();
  }

  /** Those that did not. */
  List<Measured> untrained() {
    return networks.stream().filter(n -> n.loss() > size.loss()).toList();
  }
}
