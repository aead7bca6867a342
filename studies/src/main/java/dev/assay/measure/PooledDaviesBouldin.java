package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.study.Cut;
import dev.assay.study.NetworkSubject;
import dev.assay.study.representation.ClassClusters;
import dev.assay.study.representation.Gram;
import dev.assay.study.representation.Representation;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Davies and Bouldin's index of classes at a cut as the winning entry to PGDL takes it: maximum of
 * each {@value #SIDE} × {@value #SIDE} places, without those that are left over, then the index,
 * mean over {@value #ROUNDS} rounds of {@value #SAMPLES} samples. Vectors, and maps that are
 * smaller, are not pooled. Source: Natekar and Sharma 2020, "Representation based complexity
 * measures for predicting generalization in deep learning".
 *
 * @param cut the name of a hidden cut
 * @param seed that draws the rounds
 */
public record PooledDaviesBouldin(Provenance data, String cut, long seed)
    implements NetworkMeasure<PooledDaviesBouldin.Found> {
  private static final int SIDE = 4;
  private static final int ROUNDS = 10;
  private static final int SAMPLES = 120;

  /** The mean. */
  public record Found(double value) {}

  @Override
  public Class<Found> result() {
    return Found.class;
  }

  @Override
  public Found of(Network network, Bench bench) {
    Dataset all = bench.data(data);
    Cut hidden = new NetworkSubject(network, all).hidden(cut);
    Shape shape = hidden.above().input();
    double sum = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long key = Streams.key(Streams.key(seed, "rounds"), round);
      int[] order = Streams.permutation(key, all.count());
      Dataset some = all.select(Arrays.copyOf(order, Math.min(SAMPLES, order.length)));
      Representation pooled =
          pooled(hidden.activations(some.images(), some.count()), shape, some.labels());
      sum += ClassClusters.of(pooled, Gram.of(pooled, bench.algebra())).daviesBouldin();
    }
    return new Found(sum / ROUNDS);
  }

  private static Representation pooled(float[] maps, Shape shape, int[] labels) {
    int[] rows = IntStream.range(0, labels.length).toArray();
    if (!shape.isImage() || shape.height() < SIDE || shape.width() < SIDE) {
      return new Representation(maps, shape, labels, rows);
    }
    Shape small = Shape.image(shape.channels(), shape.height() / SIDE, shape.width() / SIDE);
    int places = small.height() * small.width();
    float[] values = new float[labels.length * small.intSize()];
    for (int i = 0; i < values.length; i++) {
      int plane = i / places;
      int top = i % places / small.width() * SIDE;
      int left = i % small.width() * SIDE;
      float most = Float.NEGATIVE_INFINITY;
      for (int row = top; row < top + SIDE; row++) {
        for (int column = left; column < left + SIDE; column++) {
          most = Math.max(most, maps[(plane * shape.height() + row) * shape.width() + column]);
        }
      }
      values[i] = most;
    }
    return new Representation(values, small, labels, rows);
  }
}
