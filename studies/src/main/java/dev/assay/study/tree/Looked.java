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
import java.util.stream.IntStream;

/**
 * What some samples are at a cut. Units are active where they are larger than 0. A channel that is
 * one unit has the mean over its places for a number, which is hardly ever 0 behind a ReLU: it is
 * active where this is larger than its mean over the samples that trees grow on.
 *
 * @param numbers activations; null if they were not asked for
 * @param levels above which units are active; null where that is 0
 */
public record Looked(Codes codes, Values numbers, float[] levels) {
  /** Samples whose activations are held at a time. */
  private static final int PART = 512;

  /**
   * At samples that trees grow on.
   *
   * @param channels whether a channel is one unit
   * @param withNumbers whether to keep the numbers, too
   * @throws BadInputException if a number to be kept is not finite
   */
  public static Looked at(Cut cut, Samples samples, boolean channels, boolean withNumbers) {
    Shape shape = cut.above().input();
    if (channels && shape.channels() < shape.intSize()) {
      float[] means = means(cut, samples);
      return above(means, averages(means, shape.channels()), withNumbers);
    }
    return units(cut, samples, withNumbers);
  }

  /** The same at others, of which trees are asked. */
  Looked at(Cut cut, Samples others) {
    return levels == null
        ? units(cut, others, numbers != null)
        : above(means(cut, others), levels, numbers != null);
  }

  private static Looked units(Cut cut, Samples samples, boolean withNumbers) {
    int units = cut.above().input().intSize();
    int count = samples.count();
    Codes.Builder codes = new Codes.Builder(count, units);
    float[] numbers = new float[withNumbers ? count * units : 0];
    for (int from = 0; from < count; from += PART) {
      int size = Math.min(PART, count - from);
      float[] activations = cut.activations(part(samples, from, size), size);
      codes.add(activations, size);
      if (withNumbers) {
        System.arraycopy(activations, 0, numbers, from * units, size * units);
      }
    }
    Values values = withNumbers ? new Values(numbers, count, units) : null;
    return new Looked(codes.build(), values, null);
  }

  /** Of each channel over its places: samples × channels. */
  private static float[] means(Cut cut, Samples samples) {
    Shape shape = cut.above().input();
    int places = shape.intSize() / shape.channels();
    float[] means = new float[samples.count() * shape.channels()];
    for (int from = 0, at = 0; from < samples.count(); from += PART) {
      int size = Math.min(PART, samples.count() - from);
      float[] activations = cut.activations(part(samples, from, size), size);
      for (int first = 0; first < activations.length; first += places) {
        double sum = 0;
        for (int p = first; p < first + places; p++) {
          sum += activations[p];
        }
        means[at++] = (float) (sum / places);
      }
    }
    return means;
  }

  /** Over the samples that have one. */
  private static float[] averages(float[] means, int channels) {
    float[] averages = new float[channels];
    for (int c = 0; c < channels; c++) {
      int channel = c;
      averages[c] =
          (float)
              IntStream.range(0, means.length / channels)
                  .mapToDouble(i -> means[i * channels + channel])
                  .filter(Double::isFinite)
                  .average()
                  .orElse(0);
    }
    return averages;
  }

  private static Looked above(float[] means, float[] levels, boolean withNumbers) {
    int count = means.length / levels.length;
    float[] over = new float[means.length];
    for (int i = 0; i < means.length; i++) {
      over[i] = means[i] - levels[i % levels.length];
    }
    Values values = withNumbers ? new Values(means, count, levels.length) : null;
    return new Looked(Codes.of(over, count, levels.length), values, levels);
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
