package dev.assay.study.translation;

import dev.assay.backend.cpu.LongVectors;
import dev.assay.train.Evaluation;

/** What a network answers for some views. */
final class Outputs {
  private final int classes;
  private final float[] logits;
  private final float[] softmax;
  private final int[] answers;

  Outputs(int views, int classes) {
    this.classes = classes;
    this.logits = new float[Math.multiplyExact(views, classes)];
    this.softmax = new float[logits.length];
    this.answers = new int[views];
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
    double sum = 0;
    for (int k = at; k < at + classes; k++) {
      sum += Math.exp(logits[k] - most);
    }
    for (int k = at; k < at + classes; k++) {
      softmax[k] = (float) (Math.exp(logits[k] - most) / sum);
    }
  }

  int answer(int view) {
    return answers[view];
  }

  /** How alike the outputs for a view are to those for another one. */
  Likeness alike(Place place, int view, Outputs others, int other) {
    float[] here = place.name().equals(Place.SOFTMAX) ? softmax : logits;
    float[] there = place.name().equals(Place.SOFTMAX) ? others.softmax : others.logits;
    int at = view * classes;
    int to = other * classes;
    return Likeness.of(
        LongVectors.product(classes, here, at, there, to),
        LongVectors.product(classes, here, at, here, at),
        LongVectors.product(classes, there, to, there, to));
  }
}
