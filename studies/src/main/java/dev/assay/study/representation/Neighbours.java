package dev.assay.study.representation;

import dev.assay.clustering.Silhouette;
import java.util.Arrays;

/**
 * What is kept of the distances between all pairs of samples, which are told once each: for each
 * sample the sum of those to each class, and its nearest ones. Of equally near ones those told
 * first.
 */
final class Neighbours {
  private final Representation of;
  private final int[] sizes;
  private final int nearest;
  private final double[] sums;
  private final double[] distances;
  private final int[] labels;

  /**
   * @param sizes samples of each class
   * @param nearest how many are kept of each sample, at most as many as there are others
   */
  Neighbours(Representation of, int[] sizes, int nearest) {
    this.of = of;
    this.sizes = sizes;
    this.nearest = nearest;
    sums = new double[of.count() * sizes.length];
    distances = new double[of.count() * nearest];
    labels = new int[of.count() * nearest];
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
  }

  void add(int i, int j, double distance) {
    see(i, of.label(j), distance);
    see(j, of.label(i), distance);
  }

  private void see(int i, int label, double distance) {
    sums[i * sizes.length + label] += distance;
    int begin = i * nearest;
    int at = begin + nearest;
    for (; at > begin && distance < distances[at - 1]; at--) {
      if (at < begin + nearest) {
        distances[at] = distances[at - 1];
        labels[at] = labels[at - 1];
      }
    }
    if (at < begin + nearest) {
      distances[at] = distance;
      labels[at] = label;
    }
  }

  /** Mean over samples; see {@link Silhouette}. */
  double silhouette() {
    double sum = 0;
    for (int i = 0; i < of.count(); i++) {
      sum += Silhouette.of(sums, i * sizes.length, of.label(i), sizes);
    }
    return sum / of.count();
  }

  /** Mean over samples of the share of their nearest ones that are of their class. */
  double purity() {
    long same = 0;
    for (int i = 0; i < labels.length; i++) {
      same += labels[i] == of.label(i / nearest) ? 1 : 0;
    }
    return same / (double) labels.length;
  }
}
