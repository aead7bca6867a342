package dev.assay.bench;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.backend.Workers;
import dev.assay.nn.Architecture;
import dev.assay.nn.Classifier;
import dev.assay.nn.Network;
import dev.assay.nn.TrainingPlan;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.util.concurrent.TimeUnit;
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
 * Training steps, forward passes, Jacobians and segments of whole networks, in samples per second.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class NetworkBenchmark {
  private static final int PART = 1 << 16;
  private static final int TRAIN_BATCH = 128;
  private static final int FORWARD_BATCH = 256;
  private static final int JACOBIAN_BATCH = 64;
  private static final int SEGMENT_POINTS = 100;

  @Param({"mlp", "cnn", "cnn-batch-norm"})
  public String network;

  @Param({"1", "2"})
  public int threads;

  @Param("auto")
  public String backend;

  private Backend opened;
  private Network net;
  private Classifier classifier;
  private TrainingPlan plan;
  private Tensor[] parameters;
  private Tensor[] gradients;
  private Tensor[] velocities;
  private Workspace workspace;
  private final Workers.Task update = this::update;
  private float[] inputs;
  private int[] labels;
  private float[] logits;
  private float[] jacobian;
  private float[] end;
  private float[] positions;

  @Setup(Level.Trial)
  public void open() {
    Architecture architecture =
        network.equals("mlp") ? Workloads.mlp() : Workloads.cnn(network.equals("cnn-batch-norm"));
    opened = Backends.open(backend, threads);
    net = new Network(opened, architecture, 1);
    classifier = net.classifier();
    plan = net.training(TRAIN_BATCH);
    workspace = new Workspace(opened);
    Shape flat = net.parameters().trained().shape();
    parameters = parts(net.parameters().trained());
    gradients = parts(plan.gradient());
    velocities = parts(workspace.tensor(flat));
    int classes = architecture.classes();
    inputs = Workloads.noise(FORWARD_BATCH * architecture.input().intSize(), "inputs");
    labels = Workloads.labels(TRAIN_BATCH, classes);
    logits = new float[FORWARD_BATCH * classes];
    jacobian = new float[JACOBIAN_BATCH * classes * architecture.input().intSize()];
    end = Workloads.noise(architecture.input().intSize(), "end");
    positions = new float[SEGMENT_POINTS];
    for (int i = 0; i < SEGMENT_POINTS; i++) {
      positions[i] = i / (SEGMENT_POINTS - 1f);
    }
  }

  /** As the trainer shares an update. */
  private Tensor[] parts(Tensor flat) {
    int size = flat.shape().intSize();
    int most = opened.takesWholeBatches() ? size : PART;
    Tensor[] parts = new Tensor[(size + most - 1) / most];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = flat.part(i * most, Shape.vector(Math.min(most, size - i * most)));
    }
    return parts;
  }

  private void update(int part, int worker) {
    opened.sgd(parameters[part], gradients[part], velocities[part], 1e-6f, 0.9f, 0, false);
  }

  @TearDown(Level.Trial)
  public void close() {
    workspace.close();
    net.close();
    opened.close();
  }

  /** Forward, backward and SGD update of a batch of 128. */
  @Benchmark
  @OperationsPerInvocation(TRAIN_BATCH)
  public double trainStep() {
    double loss = plan.lossGradient(inputs, labels, TRAIN_BATCH, 0);
    opened.workers().run(parameters.length, update);
    net.parameters().changed();
    return loss;
  }

  /** Logits of a batch of 256 in evaluation mode. */
  @Benchmark
  @OperationsPerInvocation(FORWARD_BATCH)
  public float[] forward() {
    classifier.logits(inputs, FORWARD_BATCH, logits);
    return logits;
  }

  /** Jacobians of all logits for a batch of 64 in evaluation mode. */
  @Benchmark
  @OperationsPerInvocation(JACOBIAN_BATCH)
  public float[] jacobian() {
    classifier.jacobian(inputs, JACOBIAN_BATCH, logits, jacobian);
    return jacobian;
  }

  /** Logits of 100 points on a segment between two samples. */
  @Benchmark
  @OperationsPerInvocation(SEGMENT_POINTS)
  public float[] segment() {
    classifier.logitsAlong(inputs, end, 1, positions, logits);
    return logits;
  }
}
