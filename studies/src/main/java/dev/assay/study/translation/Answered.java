package dev.assay.study.translation;

import java.util.Arrays;

/**
 * What a network answers for images that are moved at random; for each image the mean over its
 * moves.
 *
 * @param changed share that gets another class: top-1 changes; 1 less is consistency
 * @param softmax cosine of the softmax outputs
 * @param logits cosine of the logits
 * @param before share of first views that get their label
 * @param after share of second views
 */
public record Answered(
    double[] changed, double[] softmax, double[] logits, double[] before, double[] after) {

  /** The mean over images of one of these. */
  public static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** Sums up what {@link RandomPairs} come to, the aspects being the softmax and the logits. */
  static final class Sums implements Comparer.Sink {
    private final int[] labels;
    private final double share;
    private final Answered sums;

    Sums(int[] labels, int each) {
      this.labels = labels;
      this.share = 1.0 / each;
      int n = labels.length;
      this.sums =
          new Answered(new double[n], new double[n], new double[n], new double[n], new double[n]);
    }

    @Override
    public void take(int image, int number, Likeness[] alike, int before, int after) {
      sums.changed[image] += before == after ? 0 : share;
      sums.softmax[image] += share * alike[0].cosine();
      sums.logits[image] += share * alike[1].cosine();
      sums.before[image] += before == labels[image] ? share : 0;
      sums.after[image] += after == labels[image] ? share : 0;
    }

    Answered found() {
      return sums;
    }
  }
}
