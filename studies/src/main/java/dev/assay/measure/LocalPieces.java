package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.geometry.SegmentClasses;
import dev.assay.geometry.SegmentMethod;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.study.Cut;
import java.util.Arrays;
import java.util.List;

/**
 * How finely a network is cut into linear pieces around samples: exact numbers of pieces on short
 * segments in input space, each with a sample in its middle. A piece is one as all units and
 * poolings see it; neighbouring ones may compute the same.
 *
 * @param direction of the segments
 * @param length of a segment, Euclidean
 * @param seed of the directions; a sample's does not depend on the others
 */
public record LocalPieces(
    Provenance data, Selection samples, Direction direction, double length, long seed)
    implements NetworkMeasure<LocalPieces.Found> {

  /** Where a segment leads. */
  public enum Direction {
    /** Anywhere: drawn uniformly from all directions. */
    RANDOM,
    /** Towards another sample of the data, drawn at random. */
    SAMPLE
  }

  /**
   * Segment by segment.
   *
   * @param pieces for each segment; −1 where there is no answer
   */
  public record Found(int[] pieces) {
    /** Pieces of a segment, mean over those with an answer; NaN where there is none. */
    public double mean() {
      return Arrays.stream(pieces).filter(p -> p >= 0).average().orElse(Double.NaN);
    }
  }

  @Override
  public Class<Found> result() {
    return Found.class;
  }

  @Override
  public Found of(Network network, Bench bench) {
    Dataset from = bench.data(data);
    int[] middles = samples.of(from);
    int n = from.sample().intSize();
    float[] a = new float[Math.multiplyExact(middles.length, n)];
    float[] b = new float[a.length];
    for (int s = 0; s < middles.length; s++) {
      double[] half = half(from, middles[s]);
      for (int i = 0; i < n; i++) {
        double middle = from.images()[middles[s] * n + i];
        a[s * n + i] = (float) (middle - half[i]);
        b[s * n + i] = (float) (middle + half[i]);
      }
    }
    Cut input = Cut.of(network, 0);
    List<SegmentClasses> found =
        SegmentMethod.exact(input.exact(), input.workers()).classes(a, b, middles.length);
    return new Found(found.stream().mapToInt(s -> s.ok() ? (int) s.pieces() : -1).toArray());
  }

  /** From a sample to an end of its segment; zero, and no segment, where both samples are one. */
  private double[] half(Dataset from, int sample) {
    long key = Streams.key(Streams.key(seed, "directions"), sample);
    double[] half = new double[from.sample().intSize()];
    if (direction == Direction.RANDOM) {
      Arrays.setAll(half, i -> Streams.normal(key, i));
    } else {
      int other = (sample + 1 + Streams.integer(key, 0, from.count() - 1)) % from.count();
      float[] images = from.images();
      int n = half.length;
      Arrays.setAll(half, i -> (double) images[other * n + i] - images[sample * n + i]);
    }
    double norm = Math.sqrt(Arrays.stream(half).map(x -> x * x).sum());
    Arrays.setAll(half, i -> norm == 0 ? 0 : length / 2 / norm * half[i]);
    return half;
  }
}
