package dev.assay.study.tree;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Classifier;
import dev.assay.study.Cut;
import dev.assay.study.Samples;
import dev.assay.tensor.Shape;
import dev.assay.train.Evaluation;
import dev.assay.tree.Codes;
import dev.assay.tree.Values;
import java.util.Arrays;

/**
 * What some samples are at a cut.
 *
 * @param numbers activations, of channels the largest; null if they were not asked for
 */
public record Looked(Codes codes, Values numbers) {
  /** Samples whose activations are held at a time. */
  private static final int PART = 512;

  /**
   * @param channels whether a channel is one unit
   * @param withNumbers whether to keep the numbers, too
   * @throws BadInputException if a number to be kept is not finite
   */
  public static Looked at(Cut cut, Samples samples, boolean channels, boolean withNumbers) {
    Shape shape = cut.above().input();
    int units = units(shape, channels);
    int places = shape.intSize() / units;
    int count = samples.count();
    Codes.Builder codes = new Codes.Builder(count, units, places);
    float[] numbers = new float[withNumbers ? count * units : 0];
    for (int from = 0; from < count; from += PART) {
      int size = Math.min(PART, count - from);
      float[] activations = cut.activations(part(samples, from, size), size);
      codes.add(activations, size);
      if (withNumbers) {
        for (int u = 0; u < size * units; u++) {
          float most = activations[u * places];
          for (int p = 1; p < places; p++) {
            most = Math.max(most, activations[u * places + p]);
          }
          numbers[from * units + u] = most;
        }
      }
    }
    return new Looked(codes.build(), withNumbers ? new Values(numbers, count, units) : null);
  }

  /** How many bits a code has. */
  static int units(Shape shape, boolean channels) {
    return channels ? shape.channels() : shape.intSize();
  }

  /**
   * The class that a classifier gives each sample.
   *
   * @throws BadInputException if a logit is not finite
   */
  static int[] predicted(Classifier classifier, Samples samples) {
    int classes = classifier.classes();
    int[] predicted = new int[samples.count()];
    float[] logits = new float[PART * classes];
    for (int from = 0; from < predicted.length; from += PART) {
      int size = Math.min(PART, predicted.length - from);
      classifier.logits(part(samples, from, size), size, logits);
      for (int i = 0; i < size; i++) {
        for (int k = 0; k < classes; k++) {
          if (!Float.isFinite(logits[i * classes + k])) {
            throw new BadInputException(
                Text.format(
                    "sample %d: logit %d is %s; a tree needs to know the network's answer",
                    samples.indices()[from + i], k, logits[i * classes + k]));
          }
        }
        predicted[from + i] = Evaluation.argmax(logits, i * classes, classes);
      }
    }
    return predicted;
  }

  private static float[] part(Samples samples, int from, int size) {
    int length = samples.length();
    return Arrays.copyOfRange(samples.points(), from * length, (from + size) * length);
  }
}
