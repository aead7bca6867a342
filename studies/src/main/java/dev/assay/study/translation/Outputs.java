package dev.assay.study.translation;

import dev.assay.backend.cpu.LongVectors;
import dev.assay.train.Evaluation;

/** What a network answers for some views. */
final class Outputs {
  private final int classes;
  private final float[] logits;
  private final float[] softmax;
  private final int[] answers;

  /** For each view the products of its logits and of its softmax with themselves. */
  private final double[] squares;

  Outputs(int views, int classes) {
    this.classes = classes;
    this.logits = new float[Math.multiplyExact(views, classes)];
    this.softmax = new float[logits.length];
    this.answers = new int[views];
    this.squares = new double[2 * views];
  }

  /** Where the network writes its logits. */
  float[] logits() {
    return logits;
  }

  /** Makes of the logits of a view what follows from them. */
  void settle(int view) {
    int at = view * classes;
    answers[view] = Evaluation.argmax(logits, at, classes);
    double most = logits[at + answers[view]];
    double[] shares = new double[classes];
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      shares[k] = Math.exp(logits[at + k] - most);
      sum += shares[k];
    }
    for (int k = 0; k < classes; k++) {
      softmax[at + k] = (float) (shares[k] / sum);
    }
    squares[2 * view] = LongVectors.product(classes, logits, at, logits, at);
    squares[2 * view + 1] = LongVectors.product(classes, softmax, at, softmax, at);
  }

  int answer(int view) {
    return answers[view];
  }

  /** How alike the outputs for a view are to those for another one. */
  Likeness alike(Place place, int view, Outputs others, int other) {
    int kind = place.name().equals(Place.SOFTMAX) ? 1 : 0;
    float[] here = kind == 1 ? softmax : logits;
    float[] there = kind == 1 ? others.softmax : others.logits;
    return Likeness.of(
        LongVectors.product(classes, here, view * classes, there, other * classes),
        squares[2 * view + kind],
        others.squares[2 * other + kind]);
  }
}
