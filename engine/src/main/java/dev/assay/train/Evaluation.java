package dev.assay.train;

import dev.assay.data.Dataset;
import dev.assay.nn.Classifier;
import java.util.Arrays;

/**
 * A classifier on a data set: mean softmax cross-entropy and the share of samples whose largest
 * logit is at the label (the first one, where several are equal).
 */
public record Evaluation(double loss, double accuracy) {
  private static final int CHUNK = 4096;

  public static Evaluation of(Classifier classifier, Dataset data) {
    int classes = classifier.classes();
    int size = data.sample().intSize();
    float[] logits = new float[Math.min(CHUNK, data.count()) * classes];
    double loss = 0;
    int correct = 0;
    for (int from = 0; from < data.count(); from += CHUNK) {
      int count = Math.min(CHUNK, data.count() - from);
      float[] images =
          count == data.count()
              ? data.images()
              : Arrays.copyOfRange(data.images(), from * size, (from + count) * size);
      classifier.logits(images, count, logits);
      for (int i = 0; i < count; i++) {
        int label = data.label(from + i);
        loss += crossEntropy(logits, i * classes, classes, label);
        correct += argmax(logits, i * classes, classes) == label ? 1 : 0;
      }
    }
    return new Evaluation(loss / data.count(), (double) correct / data.count());
  }

  /**
   * Index of the largest of {@code count} values from {@code at}; the first where several are
   * equal.
   */
  public static int argmax(float[] values, int at, int count) {
    int best = 0;
    for (int k = 1; k < count; k++) {
      if (values[at + k] > values[at + best]) {
        best = k;
      }
    }
    return best;
  }

  private static double crossEntropy(float[] logits, int at, int classes, int label) {
    double largest = logits[at + argmax(logits, at, classes)];
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += Math.exp(logits[at + k] - largest);
    }
    return Math.log(sum) + largest - logits[at + label];
  }
}
