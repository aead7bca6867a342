package dev.assay.bench;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.nn.Architecture;
import dev.assay.nn.Classifier;
import dev.assay.nn.Network;
import dev.assay.study.Samples;
import dev.assay.study.margin.Margin;
import dev.assay.study.margin.MarginMeter;
import dev.assay.study.margin.MarginSolver;
import dev.assay.study.margin.Reference;
import dev.assay.subspace.PrincipalComponents;
import dev.assay.subspace.Subspace;
import dev.assay.tensor.Shape;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * Jacobians and constrained margins (ten components) per second. Beside each stands {@code gflop},
 * the arithmetic of the passes that the network was asked for, in GFLOP/s: a pass forward or back
 * is two operations for each weight of each output. {@code ofPeak} is its share of what the threads
 * can do at most, measured in the same run; above 1 are multiplications that Winograd's algorithm
 * saves.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(1)
public class MarginBenchmark {
  private static final int SAMPLES = 64;
  private static final int COMPONENTS = 10;
  private static final int TRAINING = 500;

  @Param({"mlp", "cnn-batch-norm"})
  public String network;

  @Param({"1", "2"})
  public int threads;

  @Param("auto")
  public String backend;

  private Backend opened;
  private Network net;
  private Counting counting;
  private double peak;
  private Samples samples;
  private Subspace subspace;
  private float[] logits;
  private float[] jacobian;

  /** The arithmetic of an iteration. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Work {
    /** GFLOP. */
    public double gflop;

    /** Seconds that they take at least. */
    public double ofPeak;

    @Setup(Level.Iteration)
    public void reset() {
      gflop = 0;
      ofPeak = 0;
    }

    void add(double more, double peak) {
      gflop += more;
      ofPeak += more / peak;
    }
  }

  @Setup(Level.Trial)
  public void open() {
    boolean mlp = network.equals("mlp");
    Architecture architecture = mlp ? Workloads.mlp() : Workloads.cnn(true);
    opened = Backends.open(backend, threads);
    net = new Network(opened, architecture, 1);
    counting = new Counting(net.classifier(), Floor.forward(architecture, 1).gflop());
    peak = Floor.peak(opened);
    int n = architecture.input().intSize();
    float[] training = Workloads.noise(TRAINING * n, "training");
    subspace =
        PrincipalComponents.of(training, TRAINING, n, LinearAlgebra.best()).leading(COMPONENTS);
    samples =
        new Samples(
            Workloads.noise(SAMPLES * n, "inputs"),
            n,
            IntStream.range(0, SAMPLES).toArray(),
            Workloads.labels(SAMPLES, architecture.classes()),
            Collections.nCopies(SAMPLES, "noise"));
    logits = new float[SAMPLES * architecture.classes()];
    jacobian = new float[SAMPLES * architecture.classes() * n];
  }

  @TearDown(Level.Trial)
  public void close() {
    net.close();
    opened.close();
  }

  /** Jacobians of all logits. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public float[] jacobians(Work work) {
    counting.jacobian(samples.points(), SAMPLES, logits, jacobian);
    work.add(counting.take(), peak);
    return jacobian;
  }

  /** First-order margins. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public List<Margin> firstOrder(Work work) {
    return margins(MarginSolver.FirstOrder.standard(), work);
  }

  /** Iterative margins. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public List<Margin> iterative(Work work) {
    return margins(MarginSolver.DeepFool.standard(), work);
  }

  private List<Margin> margins(MarginSolver solver, Work work) {
    List<Margin> margins =
        new MarginMeter(counting, subspace, Reference.PREDICTION)
            .measure(samples, solver, done -> {});
    work.add(counting.take(), peak);
    return margins;
  }

  /** A classifier that counts what it is asked for. */
  private static final class Counting implements Classifier {
    private final Classifier of;
    private final double gflop;
    private long passes;

    Counting(Classifier of, double gflop) {
      this.of = of;
      this.gflop = gflop;
    }

    /** GFLOP since the last call. */
    double take() {
      double result = passes * gflop;
      passes = 0;
      return result;
    }

    @Override
    public Shape input() {
      return of.input();
    }

    @Override
    public int classes() {
      return of.classes();
    }

    @Override
    public void logits(float[] inputs, int count, float[] results) {
      passes += count;
      of.logits(inputs, count, results);
    }

    @Override
    public void gradients(
        float[] inputs,
        int count,
        float[] cotangents,
        int perSample,
        float[] results,
        float[] gradients) {
      passes += (long) count * (1 + perSample);
      of.gradients(inputs, count, cotangents, perSample, results, gradients);
    }
  }
}
