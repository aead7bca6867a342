package dev.assay.bench;

import dev.assay.backend.BackendUnavailableException;
import dev.assay.backend.Backends;
import dev.assay.backend.Direction;
import dev.assay.backend.Window;
import dev.assay.backend.cuda.CudaBackend;
import dev.assay.nn.Architecture;
import dev.assay.nn.Classifier;
import dev.assay.nn.Network;
import dev.assay.nn.TrainingPlan;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The workloads of {@link NetworkBenchmark} on a GPU, by the GPU's own clock: time between two
 * events around many steps, after a warm-up, the median of several rounds. Inputs take turns and
 * come from Java arrays, results go to Java arrays. Each with CUDA graphs and without, beside what
 * the card needs at least for the products and for the bytes, at the rates that it reaches here
 * with one large product and one large copy. {@code bench/peers/torch_gpu.py} prints the same rows
 * of PyTorch.
 */
public final class GpuBenchmark {
  private static final int TRAIN = 128;
  private static final int FORWARD = 256;
  private static final int JACOBIAN = 64;
  private static final int INPUTS = 4;
  private static final int WARM = 20;
  private static final int ROUNDS = 5;
  private static final double ROUND_SECONDS = 0.25;
  private static final int MOST_STEPS = 5000;

  private static final int LARGE_MATRIX = 8192;
  private static final int LARGE_COPY = 1 << 28;

  private final CudaBackend backend;
  private final String mode;
  private double flopsPerSecond;
  private double bytesPerSecond;

  private GpuBenchmark(CudaBackend backend, String mode) {
    this.backend = backend;
    this.mode = mode;
  }

  /** Takes no arguments; exit status 3 where there is no GPU. */
  public static void main(String[] arguments) {
    for (String mode : new String[] {"graphs", "no graphs"}) {
      System.setProperty("assay.graphs", mode.equals("graphs") ? "on" : "off");
      try (CudaBackend backend = (CudaBackend) Backends.open("cuda", 1)) {
        GpuBenchmark benchmark = new GpuBenchmark(backend, mode);
        benchmark.measureCard();
        if (mode.equals("graphs")) {
          benchmark.printCard();
        }
        networks().forEach(benchmark::network);
      } catch (BackendUnavailableException e) {
        System.err.println(e.getMessage());
        System.exit(3);
      }
    }
  }

  private static Map<String, Architecture> networks() {
    Map<String, Architecture> networks = new LinkedHashMap<>();
    networks.put("mlp", Workloads.mlp());
    networks.put("cnn", Workloads.cnn(false));
    networks.put("cnn-batch-norm", Workloads.cnn(true));
    return networks;
  }

  // ---- The card -------------------------------------------------------------------------------

  private void measureCard() {
    try (Workspace workspace = new Workspace(backend)) {
      Shape matrix = Shape.of(LARGE_MATRIX, LARGE_MATRIX);
      Tensor a = workspace.tensor(matrix);
      Tensor b = workspace.tensor(matrix);
      Tensor c = workspace.tensor(matrix);
      double seconds = seconds(i -> backend.dense(a, b, null, false, 0, 1, c, null));
      flopsPerSecond = 2 * Math.pow(LARGE_MATRIX, 3) / seconds;
    }
    try (Workspace workspace = new Workspace(backend)) {
      Tensor a = workspace.tensor(Shape.vector(LARGE_COPY));
      Tensor b = workspace.tensor(Shape.vector(LARGE_COPY));
      Window window = Window.kernel(1);
      double seconds = seconds(i -> backend.conv2dPack(window, a, Direction.FORWARD, b));
      bytesPerSecond = 2.0 * Float.BYTES * LARGE_COPY / seconds;
    }
  }

  private void printCard() {
    System.out.printf(
        Locale.ROOT,
        "%s; %.1f TFLOP/s, %.2f TB/s%n",
        backend.description(),
        flopsPerSecond / 1e12,
        bytesPerSecond / 1e12);
    System.out.printf(
        "%-15s %-46s %12s %10s %9s %9s%n",
        "network", "Assay", "samples/s", "us/step", "% FLOPs", "% bytes");
  }

  // ---- Networks -------------------------------------------------------------------------------

  private void network(String name, Architecture architecture) {
    int classes = architecture.classes();
    float[][] inputs = new float[INPUTS][];
    for (int i = 0; i < INPUTS; i++) {
      inputs[i] = Workloads.noise(FORWARD * architecture.input().intSize(), "inputs " + i);
    }
    try (Network network = new Network(backend, architecture, 1);
        Workspace workspace = new Workspace(backend)) {
      TrainingPlan plan = network.training(TRAIN);
      Tensor parameters = network.parameters().trained();
      Tensor velocity = workspace.tensor(parameters.shape());
      int[] labels = Workloads.labels(TRAIN, classes);
      plan.prepare(inputs[0], null, labels, TRAIN);
      IntConsumer step =
          i -> {
            plan.start(i);
            plan.prepare(inputs[i % INPUTS], null, labels, TRAIN);
          };
      IntConsumer update =
          i -> {
            backend.sgd(parameters, plan.gradient(), velocity, 1e-6f, 0.9f, 0, false);
            network.parameters().changed();
          };
      Floor training = Floor.training(architecture, TRAIN);
      row(name, "train from host", TRAIN, step.andThen(update), training);
      IntConsumer watched = step.andThen(i -> plan.loss()).andThen(update);
      row(name, "train from host, loss read", TRAIN, watched, training);
      Classifier classifier = network.classifier();
      float[] logits = new float[FORWARD * classes];
      row(
          name,
          "forward from host to host",
          FORWARD,
          i -> classifier.logits(inputs[i % INPUTS], FORWARD, logits),
          Floor.forward(architecture, FORWARD));
      float[] jacobian = new float[JACOBIAN * classes * architecture.input().intSize()];
      row(
          name,
          "jacobian from host to host",
          JACOBIAN,
          i -> classifier.jacobian(inputs[i % INPUTS], JACOBIAN, logits, jacobian),
          Floor.jacobian(architecture, JACOBIAN, classes));
    }
  }

  private void row(String network, String what, int samples, IntConsumer step, Floor floor) {
    double seconds = seconds(step);
    System.out.printf(
        Locale.ROOT,
        "%-15s %-46s %12.0f %10.1f %9.1f %9.1f%n",
        network,
        what + " | " + mode,
        samples / seconds,
        seconds * 1e6,
        100 * floor.flops() / flopsPerSecond / seconds,
        100 * floor.bytes() / bytesPerSecond / seconds);
  }

  /** Median time of a step. */
  private double seconds(IntConsumer step) {
    time(step, WARM);
    int count = (int) Math.max(3, Math.min(MOST_STEPS, ROUND_SECONDS / time(step, 3)));
    double[] rounds = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      rounds[i] = time(step, count);
    }
    Arrays.sort(rounds);
    return rounds[ROUNDS / 2];
  }

  private double time(IntConsumer step, int count) {
    Runnable steps =
        () -> {
          for (int i = 0; i < count; i++) {
            step.accept(i);
          }
        };
    return Math.max(1e-9, backend.time(steps) / count);
  }
}
