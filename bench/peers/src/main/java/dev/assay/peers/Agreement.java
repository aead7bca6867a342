package dev.assay.peers;

import dev.assay.io.SafeTensors;
import java.util.Map;

/** Whether two sides computed the same. */
final class Agreement {
  private Agreement() {}

  /** The largest difference of two outputs of that name relative to the output's largest value. */
  static Map<String, Double> errors(Map<String, SafeTensors.Array> ours, Map<String, SafeTensors.Array> theirs) {
    if (!ours.keySet().containsAll(theirs.keySet())) {
      throw new Failure("outputs differ in kind: " + ours.keySet() + " and " + theirs.keySet());
    }
    Map<String, Double> errors = new java.util.TreeMap<>();
    theirs.forEach((name, array) -> errors.put(name, error(ours.get(name).values(), array.values())));
    return errors;
  }

  private static double error(float[] ours, float[] theirs) {
    double worst = 0, largest = 0, sd = 0, sl = 0;
    for (int i = 0; i < theirs.length; i++) {
      worst = Math.max(worst, Math.abs((double) ours[i] - theirs[i]));
      largest = Math.max(largest, Math.abs(theirs[i]));
      sd += Math.pow((double) ours[i] - theirs[i], 2);
      sl += Math.pow(theirs[i], 2);
    }
    System.err.printf("      n %d max %.3g l2 %.3g%n", theirs.length, worst / largest, Math.sqrt(sd / sl));
    return worst / largest;
  }
}
