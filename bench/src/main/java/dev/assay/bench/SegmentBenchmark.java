package dev.assay.bench;

import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.relu;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.backend.Workers;
import dev.assay.geometry.PiecewiseLinear;
import dev.assay.geometry.SegmentClasses;
import dev.assay.geometry.SegmentMethod;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import dev.assay.tensor.Shape;
import dev.assay.train.Checkpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Class changes on segments by each method, in segments per second. Beside it, per second: class
 * changes and linear pieces found, and the GFLOP of all whole passes through the network; {@code
 * ofPeak} is their share of what the threads can do at most, measured in the same run. Of the exact
 * method, which follows slope changes through parts of the network, they are a small part of the
 * work.
 *
 * <p>Untrained networks have fewer pieces than trained ones: {@code -p checkpoint=FILE} measures a
 * trained one, on segments between random images.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 4)
@Measurement(iterations = 4, time = 4)
@Fork(1)
public class SegmentBenchmark {
  private static final int SEGMENTS = 4;

  @Param({"mlp", "cnn-batch-norm"})
  public String network;

  @Param({"sampled-100", "sampled-1000", "certified", "exact"})
  public String method;

  @Param("")
  public String checkpoint;

  @Param({"1", "2"})
  public int threads;

  @Param("auto")
  public String backend;

  private Backend opened;
  private Network net;
  private Workers workers;
  private SegmentMethod measured;
  private double passGflop;
  private double peak;
  private float[] a;
  private float[] b;

  /** What was found, per second. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Found {
    public double changes;
    public double pieces;
    public double gflop;
    public double ofPeak;

    /** Counters begin anew with each iteration. */
    @Setup(Level.Iteration)
    public void reset() {
      changes = 0;
      pieces = 0;
      gflop = 0;
      ofPeak = 0;
    }
  }

  @Setup(Level.Trial)
  public void open() {
    opened = Backends.open(backend, threads);
    net =
        checkpoint.isEmpty()
            ? new Network(opened, architecture(), 1)
            : Checkpoint.read(Path.of(checkpoint)).network(opened, checkpoint);
    workers = new Workers(threads);
    measured = method();
    passGflop = Floor.forward(net.architecture(), 1).gflop();
    peak = Floor.peak(opened);
    int size = SEGMENTS * net.architecture().input().intSize();
    a = Workloads.noise(size, "start");
    b = Workloads.noise(size, "end");
    for (int i = 0; i < size; i++) {
      // within the range of pictures
      a[i] = 0.5f + 0.2f * a[i];
      b[i] = 0.5f + 0.2f * b[i];
    }
  }

  private Architecture architecture() {
    return network.equals("mlp")
        ? Architecture.of(Shape.vector(784), dense(512), relu(), dense(512), relu(), dense(10))
        : Workloads.cnn(true);
  }

  private SegmentMethod method() {
    return switch (method) {
      case "sampled-100" -> SegmentMethod.sampled(net.classifier(), 100);
      case "sampled-1000" -> SegmentMethod.sampled(net.classifier(), 1000);
      case "certified" -> SegmentMethod.certified(PiecewiseLinear.of(net, 0), workers);
      case "exact" -> SegmentMethod.exact(PiecewiseLinear.of(net, 0), workers);
      default -> throw new IllegalArgumentException("no method '" + method + "'");
    };
  }

  @TearDown(Level.Trial)
  public void close() {
    workers.close();
    net.close();
    opened.close();
  }

  /** The classes along four segments. */
  @Benchmark
  @OperationsPerInvocation(SEGMENTS)
  public List<SegmentClasses> classes(Found found) {
    List<SegmentClasses> results = measured.classes(a, b, SEGMENTS);
    for (SegmentClasses result : results) {
      found.changes += result.changes();
      found.pieces += Math.max(0, result.pieces());
      found.gflop += result.passes() * passGflop;
      found.ofPeak += result.passes() * passGflop / peak;
    }
    return results;
  }
}
