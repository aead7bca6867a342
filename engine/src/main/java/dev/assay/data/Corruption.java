package dev.assay.data;

import dev.assay.io.BadInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Damage done to a fraction of a data set on purpose. Exactly {@code round(fraction · n)} samples
 * are hit, the first ones not hit before in a random permutation, so several corruptions never meet
 * in one sample; each sample keeps what was done to it. Everything follows from the seed and the
 * index of the sample. Kinds as in Theunissen, Mouton and Davel 2022, "The Missing Margin".
 */
public sealed interface Corruption {

  /** What was done to a sample. */
  enum Kind {
    NONE,
    LABEL,
    GAUSSIAN_INPUT,
    ADDITIVE_GAUSSIAN;

    /** The name in configurations and tables, for example {@code gaussian-input}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  Kind kind();

  /** Fraction of the samples to hit, in [0, 1]. */
  double fraction();

  long seed();

  /** The form that {@link #parse} reads, without the seed. */
  String text();

  /** The label is replaced by another class, each with the same probability. */
  record Label(double fraction, long seed) implements Corruption {
    public Label {
      requireFraction(fraction);
    }

    @Override
    public Kind kind() {
      return Kind.LABEL;
    }

    @Override
    public String text() {
      return kind().text() + ":" + fraction;
    }
  }

  /**
   * The whole input is replaced by Gaussian noise with the mean and standard deviation over all
   * values of all samples, not clipped; the label stays.
   */
  record GaussianInput(double fraction, long seed) implements Corruption {
    public GaussianInput {
      requireFraction(fraction);
    }

    @Override
    public Kind kind() {
      return Kind.GAUSSIAN_INPUT;
    }

    @Override
    public String text() {
      return kind().text() + ":" + fraction;
    }
  }

  /**
   * Gaussian noise of mean 0 is added to every value, not clipped.
   *
   * @param deviation standard deviation of the noise, in units of the pixels
   */
  record AdditiveGaussian(double fraction, double deviation, long seed) implements Corruption {
    public AdditiveGaussian {
      requireFraction(fraction);
      if (!(deviation > 0) || deviation > Float.MAX_VALUE) {
        throw new BadInputException(
            "standard deviation of the noise is " + deviation + ", expected a number above 0");
      }
    }

    @Override
    public Kind kind() {
      return Kind.ADDITIVE_GAUSSIAN;
    }

    @Override
    public String text() {
      return kind().text() + ":" + fraction + ":" + deviation;
    }
  }

  /** A damaged copy of a data set. */
  default Dataset apply(Dataset clean) {
    return CorruptionRun.apply(this, clean);
  }

  /**
   * Reads {@code label:FRACTION}, {@code gaussian-input:FRACTION} or {@code
   * additive-gaussian:FRACTION:DEVIATION}.
   */
  static Corruption parse(String text, long seed) {
    List<String> parts = Arrays.asList(text.strip().split(":", -1));
    return switch (parts.get(0) + "/" + parts.size()) {
      case "label/2" -> new Label(number(text, parts.get(1)), seed);
      case "gaussian-input/2" -> new GaussianInput(number(text, parts.get(1)), seed);
      case "additive-gaussian/3" ->
          new AdditiveGaussian(number(text, parts.get(1)), number(text, parts.get(2)), seed);
      default -> throw unreadable(text, "unknown kind or wrong number of values");
    };
  }

  private static double number(String text, String part) {
    try {
      return Double.parseDouble(part);
    } catch (NumberFormatException e) {
      throw unreadable(text, "'" + part + "' is not a number");
    }
  }

  private static BadInputException unreadable(String text, String problem) {
    return new BadInputException(
        "corruption '"
            + text
            + "': "
            + problem
            + "; expected label:FRACTION, gaussian-input:FRACTION or"
            + " additive-gaussian:FRACTION:DEVIATION, for example label:0.2");
  }

  private static void requireFraction(double fraction) {
    if (!(fraction >= 0 && fraction <= 1)) {
      throw new BadInputException(
          "fraction of corrupted samples is " + fraction + ", expected a number from 0 to 1");
    }
  }
}
