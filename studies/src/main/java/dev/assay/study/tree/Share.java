package dev.assay.study.tree;

import java.util.stream.IntStream;

/** A share of samples. */
record Share(int of, int count) {
  /** Standard deviations of a normal variable that hold 95 %. */
  private static final double Z = 1.959963984540054;

  static final double LEVEL = 0.95;

  /** How often two answers are the same. */
  static Share same(int[] answers, int[] others) {
    return new Share(
        (int) IntStream.range(0, answers.length).filter(i -> answers[i] == others[i]).count(),
        answers.length);
  }

  double value() {
    return (double) of / count;
  }

  /** Lower end of the interval of Wilson (1927) around the share from which samples were drawn. */
  double low() {
    return Math.max(0, middle() - half());
  }

  /** Its upper end. */
  double high() {
    return Math.min(1, middle() + half());
  }

  private double middle() {
    return (of + Z * Z / 2) / (count + Z * Z);
  }

  private double half() {
    double p = value();
    return Z * Math.sqrt(count * p * (1 - p) + Z * Z / 4) / (count + Z * Z);
  }
}
