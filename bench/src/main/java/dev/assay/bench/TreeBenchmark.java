package dev.assay.bench;

import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.relu;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Catalog;
import dev.assay.data.Dataset;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import dev.assay.train.Checkpoint;
import dev.assay.tree.Codes;
import dev.assay.tree.DecisionTree;
import dev.assay.tree.TreeConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Trees to pure leaves on the codes of a hidden layer of 1,000 units, in trees per second on one
 * thread; beside it, per second, their leaves. {@code -p data=mnist -p checkpoint=FILE} takes a
 * trained network of one hidden layer, whose cut is {@code 2-relu}, and up to {@code samples} of
 * its training data.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 4)
@Measurement(iterations = 4, time = 4)
@Fork(1)
public class TreeBenchmark {
  @Param("glyphs")
  public String data;

  @Param("")
  public String checkpoint;

  @Param("60000")
  public int samples;

  private Codes codes;
  private int[] labels;
  private int classes;

  /** What grew, per second. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Found {
    public double leaves;

    /** Counters begin anew with each iteration. */
    @Setup(Level.Iteration)
    public void reset() {
      leaves = 0;
    }
  }

  @Setup(Level.Trial)
  public void encode() {
    Dataset all = Catalog.of(Optional.empty()).open(data).train();
    Dataset some = all.take(Math.min(samples, all.count()));
    labels = some.labels();
    classes = some.classes();
    try (Backend backend = Backends.open(Backends.AUTO, 1);
        Network network = network(backend, some)) {
      int cut = network.architecture().hiddenCut("2-relu");
      codes =
          Codes.of(
              network.activations(some.images(), some.count(), cut),
              some.count(),
              network.architecture().shape(cut).intSize());
    }
  }

  private Network network(Backend backend, Dataset some) {
    return checkpoint.isEmpty()
        ? new Network(
            backend,
            Architecture.of(some.sample(), flatten(), dense(1000), relu(), dense(classes)),
            1)
        : Checkpoint.read(Path.of(checkpoint)).network(backend, checkpoint);
  }

  /** One tree. */
  @Benchmark
  public DecisionTree grow(Found found) {
    DecisionTree tree = DecisionTree.grow(codes, labels, classes, TreeConfig.standard());
    found.leaves += tree.leaves();
    return tree;
  }
}
