package dev.assay.bench.cost;

import dev.assay.backend.Backend;
import dev.assay.bench.cost.Setting.Axis;
import dev.assay.nn.Architecture;
import dev.assay.nn.Classifier;
import dev.assay.nn.Explanation;
import dev.assay.nn.Network;
import dev.assay.nn.TrainingPlan;
import dev.assay.random.Streams;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * What a setting costs: microseconds of processor time for each sample, bytes for all.
 *
 * @param value of what grows
 * @param training a step: loss, gradient, update
 * @param forward logits in evaluation mode
 * @param jacobian of all logits with respect to the input
 * @param predicted bytes of parameters and training, planned without allocating
 * @param resident growth of the resident set up to its peak while training; 0 where unknown
 * @param jacobianBytes bytes that Jacobians take besides the parameters, as planned
 */
record Point(
    Axis axis,
    int value,
    double training,
    double forward,
    double jacobian,
    long predicted,
    long resident,
    long jacobianBytes) {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int JACOBIANS = 4;

  /** The least of so many runs counts, each at least so long: what else ran only adds. */
  private static final int RUNS = 5;

  private static final long LEAST_NANOS = 20_000_000;

  /** Measures on one thread, the calling one. */
  static Point of(Setting setting, Axis axis, int value, Backend backend) {
    Architecture architecture = setting.architecture();
    Explanation explanation = new Explanation(architecture, backend);
    int batch = setting.batch();
    int size = architecture.input().intSize();
    int classes = setting.classes();
    float[] inputs = noise(Math.max(batch, JACOBIANS) * size);
    int[] labels = new int[batch];
    for (int i = 0; i < batch; i++) {
      labels[i] = i % classes;
    }
    ResidentSet before = ResidentSet.reset();
    try (Network network = new Network(backend, architecture, 1);
        Workspace workspace = new Workspace(backend)) {
      TrainingPlan plan = network.training(batch);
      Tensor parameters = network.parameters().trained();
      Tensor velocity = workspace.tensor(parameters.shape());
      Runnable step =
          () -> {
            plan.lossGradient(inputs, labels, batch, 0);
            backend.sgd(parameters, plan.gradient(), velocity, 1e-4f, 0.9f, 0, false);
            network.parameters().changed();
          };
      double training = micros(step) / batch;
      long resident = before.growth();
      Classifier classifier = network.classifier();
      float[] logits = new float[Math.max(batch, JACOBIANS) * classes];
      double forward = micros(() -> classifier.logits(inputs, batch, logits)) / batch;
      float[] jacobian = new float[JACOBIANS * classes * size];
      double rows =
          micros(() -> classifier.jacobian(inputs, JACOBIANS, logits, jacobian)) / JACOBIANS;
      long optimizer = parameters.size() * Float.BYTES;
      return new Point(
          axis,
          value,
          training,
          forward,
          rows,
          explanation.parameterBytes() + explanation.trainingBytes(batch) + optimizer,
          resident,
          explanation.sensitivityBytes(classes));
    }
  }

  private static float[] noise(int count) {
    long key = Streams.key(1, "inputs");
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) Streams.normal(key, i);
    }
    return values;
  }

  private static double micros(Runnable run) {
    run.run();
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < RUNS; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      long nanos = 0;
      int times = 0;
      while (nanos < LEAST_NANOS) {
        run.run();
        times++;
        nanos = THREADS.getCurrentThreadCpuTime() - start;
      }
      least = Math.min(least, nanos * 1e-3 / times);
    }
    return least;
  }
}
