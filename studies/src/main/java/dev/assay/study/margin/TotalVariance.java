package dev.assay.study.margin;

import dev.assay.data.Dataset;
import dev.assay.study.Cut;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Total variance {@code ν = trace Cov(x) = Σ_d Σ_n (x_nd − x̄_d)² / (count − 1)} of vectors that
 * are seen block by block. Sums are taken about the first vector, which keeps them from cancelling.
 */
public final class TotalVariance {
  /** Samples at a time: activations may be large. */
  private static final int CHUNK = 256;

  private final int length;
  private final double[] shift;
  private final double[] sums;
  private double squares;
  private long count;

  public TotalVariance(int length) {
    this.length = length;
    shift = new double[length];
    sums = new double[length];
  }

  /**
   * Of the activations of samples at a cut.
   *
   * @param done told how many samples are done
   */
  public static TotalVariance of(Cut cut, Dataset data, IntConsumer done) {
    TotalVariance variance = new TotalVariance(cut.above().input().intSize());
    int count = data.count();
    int length = data.sample().intSize();
    for (int from = 0; from < count; from += CHUNK) {
      int rows = Math.min(CHUNK, count - from);
      float[] inputs = Arrays.copyOfRange(data.images(), from * length, (from + rows) * length);
      variance.add(cut.activations(inputs, rows), rows);
      done.accept(from + rows);
    }
    return variance;
  }

  /**
   * @param block rows × length
   */
  public void add(float[] block, int rows) {
    for (int r = 0; r < rows; r++) {
      for (int d = 0; d < length; d++) {
        double value = block[r * length + d];
        if (count == 0) {
          shift[d] = value;
        }
        double difference = value - shift[d];
        sums[d] += difference;
        squares += difference * difference;
      }
      count++;
    }
  }

  /** NaN before there are two vectors. */
  public double value() {
    double ofMeans = 0;
    for (double sum : sums) {
      ofMeans += sum * sum;
    }
    return count < 2 ? Double.NaN : (squares - ofMeans / count) / (count - 1);
  }
}
