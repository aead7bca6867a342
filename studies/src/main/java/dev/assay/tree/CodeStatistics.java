package dev.assay.tree;

import dev.assay.io.Text;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * What codes of samples in classes are like. Distances are Hamming distances, the share of units in
 * which two codes differ, as means over all pairs; they are sums of integers over units, so all
 * pairs are looked at, and only the result is rounded.
 *
 * @param unique how many codes there are
 * @param purity share of samples that are of the class that most samples of their code are of: no
 *     tree on these codes is right more often
 * @param within mean distance of two samples of a class; NaN if no class has two
 * @param between mean distance of two samples of different classes; NaN if there are no two classes
 * @param dead units that are never active
 * @param constant units that are never active, or always
 * @param active share of active units of a sample, on average
 */
public record CodeStatistics(
    int unique,
    double purity,
    double within,
    double between,
    int dead,
    int constant,
    double active) {

  /**
   * @param labels the class of each sample, 0 to classes − 1
   */
  public static CodeStatistics of(Codes codes, int[] labels, int classes) {
    if (codes.count() < 1 || labels.length != codes.count()) {
      throw new IllegalArgumentException(
          Text.format("%d codes with %d labels", codes.count(), labels.length));
    }
    Map<LongBuffer, int[]> byCode = new HashMap<>();
    for (int i = 0; i < labels.length; i++) {
      byCode.computeIfAbsent(codes.code(i), code -> new int[classes])[labels[i]]++;
    }
    long right = 0;
    for (int[] counts : byCode.values()) {
      int most = 0;
      for (int count : counts) {
        most = Math.max(most, count);
      }
      right += most;
    }
    return of(ClassCounts.of(codes, labels, classes), byCode.size(), right);
  }

  private static CodeStatistics of(ClassCounts counts, int unique, long right) {
    int length = counts.length();
    long samples = counts.samples();
    long allDiffering = 0;
    long withinDiffering = 0;
    long on = 0;
    int dead = 0;
    int constant = 0;
    for (int unit = 0; unit < length; unit++) {
      long active = 0;
      for (int c = 0; c < counts.classes(); c++) {
        long ofClass = counts.active(c, unit);
        active += ofClass;
        withinDiffering += ofClass * (counts.samples(c) - ofClass);
      }
      allDiffering += active * (samples - active);
      on += active;
      dead += active == 0 ? 1 : 0;
      constant += active == 0 || active == samples ? 1 : 0;
    }
    long withinPairs = 0;
    for (int c = 0; c < counts.classes(); c++) {
      withinPairs += (long) counts.samples(c) * (counts.samples(c) - 1) / 2;
    }
    long betweenPairs = samples * (samples - 1) / 2 - withinPairs;
    return new CodeStatistics(
        unique,
        (double) right / samples,
        share(withinDiffering, withinPairs, length),
        share(allDiffering - withinDiffering, betweenPairs, length),
        dead,
        constant,
        (double) on / samples / length);
  }

  private static double share(long differing, long pairs, int length) {
    return pairs == 0 ? Double.NaN : (double) differing / pairs / length;
  }

  /**
   * Of the same samples at two times, the share whose code is not the same.
   *
   * @throws IllegalArgumentException if numbers of samples or units differ
   */
  public static double changed(Codes before, Codes after) {
    if (before.count() != after.count() || before.length() != after.length()) {
      throw new IllegalArgumentException(
          Text.format(
              "%d codes of %d bits beside %d of %d",
              before.count(), before.length(), after.count(), after.length()));
    }
    int changed = 0;
    for (int i = 0; i < before.count(); i++) {
      changed += before.code(i).equals(after.code(i)) ? 0 : 1;
    }
    return (double) changed / before.count();
  }
}
