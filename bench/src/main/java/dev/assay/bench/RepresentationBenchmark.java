package dev.assay.bench;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.algebra.RowProducts;
import dev.assay.clustering.KMeans;
import dev.assay.clustering.Partition;
import dev.assay.random.Streams;
import dev.assay.study.representation.ClassClusters;
import dev.assay.study.representation.Gram;
import dev.assay.study.representation.Proximity;
import dev.assay.study.representation.Representation;
import dev.assay.tensor.Shape;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Indices of clusters on points around ten centres, cut off at zero, on one thread, in looks per
 * second. {@code gflop} counts the products of all different pairs and nothing else, in GFLOP/s;
 * {@code product} is what the same BLAS does of a product of matrices as large as a block.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1, time = 4)
@Measurement(iterations = 3, time = 4)
@Fork(1)
public class RepresentationBenchmark {
  private static final int CLASSES = 10;
  private static final int SIDE = 512;

  @Param("5000")
  public int samples;

  @Param("4096")
  public int units;

  private final LinearAlgebra algebra = LinearAlgebra.best();
  private Representation points;
  private RowProducts rows;
  private double[] product;

  /** 10⁹ operations, per second. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Done {
    public double gflop;

    /** Counters begin anew with each iteration. */
    @Setup(Level.Iteration)
    public void reset() {
      gflop = 0;
    }
  }

  @Setup(Level.Trial)
  public void draw() {
    float[] values = new float[samples * units];
    int[] labels = IntStream.range(0, samples).map(i -> i % CLASSES).toArray();
    for (int i = 0; i < values.length; i++) {
      long centre = (long) labels[i / units] * units + i % units;
      float mean = (Streams.uniform(Streams.key(0, "centres"), centre) - 0.3f) / 2;
      values[i] = Math.max(0, mean + Streams.uniform(Streams.key(0, "points"), i) - 0.5f);
    }
    points =
        new Representation(
            values, Shape.vector(units), labels, IntStream.range(0, samples).toArray());
    rows = algebra.rowProducts(SIDE, units);
    rows.left(values, 0, units, SIDE, units);
    rows.right(values, SIDE * units, units, SIDE, units);
    product = new double[SIDE * SIDE];
  }

  @TearDown(Level.Trial)
  public void close() {
    rows.close();
  }

  /**
   * Silhouettes, purities of neighbours, Davies and Bouldin's index and what else is of classes.
   */
  @Benchmark
  public ClassClusters classes(Done done) {
    done.gflop += pairs();
    return ClassClusters.of(points, Gram.of(points, algebra));
  }

  /** k-means of ten clusters, ten starts, from activations on. */
  @Benchmark
  public Partition kMeans(Done done) {
    done.gflop += pairs();
    Proximity near = Proximity.of(points, Gram.of(points, algebra));
    return new KMeans(points.points(), near.euclidean(), 0).of(CLASSES);
  }

  @Benchmark
  public double[] product(Done done) {
    rows.multiply(product);
    done.gflop += 2.0 * SIDE * SIDE * units / 1e9;
    return product;
  }

  private double pairs() {
    return (samples + 1.0) * samples * units / 1e9;
  }
}
