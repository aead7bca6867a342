package dev.assay.train;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import java.util.Optional;

/**
 * How the samples of an epoch are cut into mini-batches: all of the same size but for the last one,
 * which has the rest. A rest of one sample is left out where it would give some BatchNorm a single
 * value per channel, from which it would learn a variance of zero; samples come in another order in
 * each epoch, so it is another sample each time.
 *
 * @param size samples per step
 * @param samples in the training set
 * @param loneNorm see {@link Architecture#loneNorm}
 */
public record Batches(int size, int samples, Optional<String> loneNorm) {

  /**
   * The batches of a training run.
   *
   * @throws BadInputException if there are fewer samples than a batch has, or every batch would
   *     have one sample and some BatchNorm nothing to normalise
   */
  public static Batches of(Architecture architecture, int size, int samples) {
    if (size > samples) {
      throw new BadInputException(
          Text.format("batch %d is larger than the training set (%d samples)", size, samples));
    }
    Optional<String> loneNorm = architecture.loneNorm();
    if (size == 1 && loneNorm.isPresent()) {
      throw new BadInputException(
          Text.format(
              "%s cannot be trained with batch 1: it would have one value per channel, and nothing to normalise; take a batch of 2 or more, or leave the layer out",
              name(loneNorm)));
    }
    return new Batches(size, samples, loneNorm);
  }

  /** Samples that a step is made of in each epoch. */
  public int used() {
    return samples % size == 1 && loneNorm.isPresent() ? samples - 1 : samples;
  }

  /** Steps in each epoch. */
  long steps() {
    return (used() - 1) / size + 1;
  }

  /** What people should know: that a sample is left out, and why. */
  public Optional<String> remark() {
    return used() == samples
        ? Optional.empty()
        : Optional.of(
            Text.format(
                "Each epoch leaves out one of the %d training samples, another one each time: it would be the only one of the last batch, in which %s would have one value per channel, and nothing to normalise.",
                samples, name(loneNorm)));
  }

  private static String name(Optional<String> norm) {
    return Text.format("layer %s (batch-norm)", norm.get());
  }
}
