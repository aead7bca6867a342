package dev.assay.study.representation;

import java.util.Arrays;

/**
 * How sparse a representation is. What is zero is exactly zero, as a ReLU leaves it. A vector of n
 * activations a has
 *
 * <ul>
 *   <li>Hoyer's index {@code (√n − ‖a‖₁ / ‖a‖₂) / (√n − 1)} (Hoyer 2004)
 *   <li>Gini's {@code 1 − 2 Σₖ |a|₍ₖ₎ (n − k + ½) / (n ‖a‖₁)} over ascending |a| (Hurley and
 *       Rickard 2009)
 *   <li>the sparseness {@code (1 − (Σ|a| / n)² / (Σ a² / n)) / (1 − 1 / n)} (Rolls and Tovee 1995;
 *       Vinje and Gallant 2000)
 * </ul>
 *
 * which are 0 where all are equal and 1 (Gini's: 1 − 1/n) where one alone is not zero; by
 * convention 1 where all are zero, and 0 where n = 1. NaN is what is not defined; see the status.
 *
 * @param elements share of zeros; it is the mean over channels of the share of zeros of each
 * @param channelDeviation standard deviation of that share over channels
 * @param silentChannels share of the channels of all samples that are zero at every place
 * @param deadChannels share of channels that are zero at every place of every sample
 * @param deadUnits share of units that are zero in every sample
 * @param hoyer mean over samples
 * @param gini mean over samples
 * @param population sparseness of a sample's units, mean over samples
 * @param lifetime sparseness of a unit over the samples, mean over units that are not dead
 * @param selectivity {@code (μ₁ − μ) / (μ₁ + μ)} of a channel's mean over its places, where μ₁ is
 *     the largest mean of a class and μ that over the means of the other classes, mean over
 *     channels that are not dead (Morcos et al. 2018)
 */
public record Sparseness(
    Status status,
    double elements,
    double channelDeviation,
    double silentChannels,
    double deadChannels,
    double deadUnits,
    double hoyer,
    double gini,
    double population,
    double lifetime,
    double selectivity) {

  /** What is not defined, and why. */
  public enum Status {
    OK,
    /** Nothing: an activation is not finite. */
    NOT_FINITE,
    /** Lifetime sparseness and selectivity: there are fewer than two samples. */
    FEW_SAMPLES,
    /** Lifetime sparseness and selectivity: no unit is ever active. */
    DEAD,
    /** Selectivity: all samples are of one class. */
    ONE_CLASS,
    /** Selectivity: it is of activations that are not negative. */
    NEGATIVE
  }

  /** Measures. */
  public static Sparseness of(Representation of) {
    double none = Double.NaN;
    return of.count() == 0 || !of.finite()
        ? new Sparseness(
            of.count() == 0 ? Status.FEW_SAMPLES : Status.NOT_FINITE,
            none,
            none,
            none,
            none,
            none,
            none,
            none,
            none,
            none,
            none)
        : new Sums(of).result();
  }

  static double hoyer(int n, double absolute, double squares) {
    if (absolute == 0) {
      return 1;
    }
    return n == 1 ? 0 : (Math.sqrt(n) - absolute / Math.sqrt(squares)) / (Math.sqrt(n) - 1);
  }

  static double rolls(double n, double absolute, double squares) {
    if (absolute == 0) {
      return 1;
    }
    return n == 1 ? 0 : (1 - absolute / n * (absolute / squares)) / (1 - 1 / n);
  }

  /**
   * @param sorted what is not zero, absolute and ascending, up to an end
   */
  static double gini(int n, float[] sorted, int end, double absolute) {
    if (absolute == 0) {
      return 1;
    }
    double sum = 0;
    for (int i = 0; i < end; i++) {
      sum += sorted[i] * (end - i - 0.5);
    }
    return 1 - 2 * sum / (absolute * n);
  }

  /** One pass over all activations. */
  private static final class Sums {
    private final Representation of;
    private final int channels;
    private final int places;
    private final double[] unitAbsolute;
    private final double[] unitSquares;
    private final long[] zeros;
    private final double[][] ofClasses;
    private final int[] sizes;
    private final float[] active;
    private long silent;
    private boolean negative;
    private double hoyer;
    private double gini;
    private double population;

    Sums(Representation of) {
      this.of = of;
      channels = of.shape().channels();
      places = of.units() / channels;
      unitAbsolute = new double[of.units()];
      unitSquares = new double[of.units()];
      zeros = new long[channels];
      sizes = of.sizes();
      ofClasses = new double[sizes.length][channels];
      active = new float[of.units()];
      for (int i = 0; i < of.count(); i++) {
        add(i);
      }
    }

    private void add(int i) {
      float[] values = of.values();
      int at = of.start(i);
      double[] ofClass = ofClasses[of.label(i)];
      double absolute = 0;
      double squares = 0;
      int end = 0;
      for (int c = 0; c < channels; c++) {
        int before = end;
        for (int unit = c * places; unit < (c + 1) * places; unit++, at++) {
          float value = values[at];
          if (value != 0) {
            double size = Math.abs(value);
            absolute += size;
            squares += size * size;
            unitAbsolute[unit] += size;
            unitSquares[unit] += size * size;
            ofClass[c] += value;
            negative |= value < 0;
            active[end++] = (float) size;
          }
        }
        zeros[c] += places - (end - before);
        silent += end == before ? 1 : 0;
      }
      Arrays.sort(active, 0, end);
      int n = of.units();
      hoyer += Sparseness.hoyer(n, absolute, squares);
      gini += Sparseness.gini(n, active, end, absolute);
      population += rolls(n, absolute, squares);
    }

    Sparseness result() {
      int count = of.count();
      double elements = Arrays.stream(zeros).sum() / ((double) count * of.units());
      double variance =
          Arrays.stream(zeros)
              .mapToDouble(z -> Math.pow(z / ((double) count * places) - elements, 2))
              .average()
              .orElseThrow();
      long dead = Arrays.stream(unitAbsolute).filter(sum -> sum == 0).count();
      return new Sparseness(
          status(dead == of.units()),
          elements,
          Math.sqrt(variance),
          silent / ((double) count * channels),
          Arrays.stream(zeros).filter(z -> z == (long) count * places).count() / (double) channels,
          dead / (double) of.units(),
          hoyer / count,
          gini / count,
          population / count,
          lifetime(),
          selectivity());
    }

    private Status status(boolean dead) {
      if (of.count() < 2) {
        return Status.FEW_SAMPLES;
      } else if (dead) {
        return Status.DEAD;
      } else if (of.classes() < 2) {
        return Status.ONE_CLASS;
      }
      return negative ? Status.NEGATIVE : Status.OK;
    }

    private double lifetime() {
      double sum = 0;
      int live = 0;
      for (int unit = 0; unit < unitAbsolute.length; unit++) {
        if (unitAbsolute[unit] > 0) {
          sum += rolls(of.count(), unitAbsolute[unit], unitSquares[unit]);
          live++;
        }
      }
      return of.count() < 2 || live == 0 ? Double.NaN : sum / live;
    }

    private double selectivity() {
      long classes = of.classes();
      if (negative || classes < 2) {
        return Double.NaN;
      }
      double sum = 0;
      int live = 0;
      for (int c = 0; c < channels; c++) {
        double all = 0;
        double most = 0;
        for (int k = 0; k < sizes.length; k++) {
          if (sizes[k] > 0) {
            double mean = ofClasses[k][c] / sizes[k];
            all += mean;
            most = Math.max(most, mean);
          }
        }
        if (all > 0) {
          double others = (all - most) / (classes - 1);
          sum += (most - others) / (most + others);
          live++;
        }
      }
      return live == 0 ? Double.NaN : sum / live;
    }
  }
}
