package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.OutOfDeviceMemoryException;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An architecture with parameters on a backend. Runs forward in evaluation mode, gives activations
 * at any cut, classifiers from any cut, and plans for training. Memory is planned at the first use
 * of each kind and kept until {@link #close()}. Not thread-safe: a network runs its own threads.
 */
public final class Network implements AutoCloseable {
  private final Backend backend;
  private final Architecture architecture;
  private final Workspace workspace;
  private final Parameters parameters;
  private final Map<List<Integer>, Plan> plans = new HashMap<>();
  private boolean closed;

  /** A network whose parameters start from a seed. */
  public Network(Backend backend, Architecture architecture, long seed) {
    this.backend = backend;
    this.architecture = architecture;
    this.workspace = new Workspace(backend);
    try {
      this.parameters = new Parameters(architecture, workspace);
    } catch (RuntimeException | Error e) {
      workspace.close();
      throw e;
    }
    parameters.initialize(seed);
  }

  public Architecture architecture() {
    return architecture;
  }

  public Parameters parameters() {
    return parameters;
  }

  public Backend backend() {
    return backend;
  }

  /**
   * Output of the last layer in evaluation mode.
   *
   * @param inputs count × input, flattened
   * @return count × output
   */
  public float[] logits(float[] inputs, int count) {
    return between(inputs, count, 0, architecture.depth());
  }

  /**
   * Activations at a cut in evaluation mode.
   *
   * @param inputs count × input, flattened
   * @param cut see {@link Architecture}
   * @return count × activations, flattened
   */
  public float[] activations(float[] inputs, int count, int cut) {
    return between(inputs, count, 0, cut);
  }

  private float[] between(float[] inputs, int count, int from, int to) {
    checkCut(from);
    checkCut(to);
    checkLength(inputs, count, architecture.shape(from));
    long size = count * architecture.shape(to).size();
    if (size > Shape.MAX_SIZE) {
      throw new BadInputException(
          Text.format(
              "%d samples of %s at %s are %d values, more than an array holds; take fewer samples",
              count, architecture.shape(to), architecture.cutName(to), size));
    }
    float[] outputs = new float[(int) size];
    inference(from, to).run(inputs, count, outputs);
    return outputs;
  }

  InferencePlan inference(int from, int to) {
    checkOpen();
    return (InferencePlan)
        plans.computeIfAbsent(
            List.of(0, from, to),
            key ->
                Plan.make(
                    "evaluation",
                    () -> new InferencePlan(architecture, parameters, backend, backend, from, to)));
  }

  /** The whole network as a classifier. */
  public Classifier classifier() {
    return classifierFrom(0);
  }

  /**
   * The part above a cut as a classifier of the activations there.
   *
   * @throws IllegalArgumentException if there is no such cut, or the network does not end in a
   *     vector of logits
   */
  public Classifier classifierFrom(int cut) {
    checkCut(cut);
    return new NetworkClassifier(this, cut);
  }

  SensitivityPlan sensitivity(int cut, int perSample) {
    checkOpen();
    return (SensitivityPlan)
        plans.computeIfAbsent(
            List.of(1, cut, perSample),
            key ->
                Plan.make(
                    Text.format("the gradient of %d outputs", perSample),
                    () ->
                        new SensitivityPlan(
                            architecture,
                            parameters,
                            backend,
                            backend,
                            cut,
                            architecture.depth(),
                            perSample)));
  }

  /**
   * Loss and parameter gradients for mini-batches of up to {@code batch} samples; planned once per
   * size.
   *
   * @throws OutOfDeviceMemoryException if the device has no room for them, saying which batch fits
   */
  public TrainingPlan training(int batch) {
    checkOpen();
    architecture.classes();
    return (TrainingPlan)
        plans.computeIfAbsent(
            List.of(2, batch),
            key -> {
              try {
                return Plan.make(
                    "training with batches of " + batch,
                    () -> new TrainingPlan(architecture, parameters, backend, backend, batch));
              } catch (OutOfDeviceMemoryException e) {
                throw e.forBatch(batch, fittingBatch(batch));
              }
            });
  }

  /** The largest batch by halving that has room now, found by trying; 0 if none has. */
  private int fittingBatch(int tooLarge) {
    for (int batch = tooLarge / 2; batch >= 1; batch /= 2) {
      try (TrainingPlan trial =
          new TrainingPlan(architecture, parameters, backend, backend, batch)) {
        return trial.batch();
      } catch (OutOfDeviceMemoryException e) {
        continue;
      }
    }
    return 0;
  }

  /** Bytes of native memory that parameters and plans hold now. */
  public long bytes() {
    return workspace.liveBytes() + plans.values().stream().mapToLong(Plan::bytes).sum();
  }

  void checkOpen() {
    if (closed) {
      throw new IllegalStateException("network is closed");
    }
  }

  private void checkCut(int cut) {
    if (cut < 0 || cut > architecture.depth()) {
      throw new IllegalArgumentException(
          Text.format(
              "no cut %d: this network has cuts 0 (input) to %d (output)",
              cut, architecture.depth()));
    }
  }

  static void checkLength(float[] values, int count, Shape sample) {
    if (count < 0 || values.length < Math.multiplyExact((long) count, sample.size())) {
      throw new IllegalArgumentException(
          Text.format(
              "%d samples of %s need %d values, got %d",
              count, sample, count * sample.size(), values.length));
    }
  }

  /** Frees all memory. Classifiers and plans of this network must not be used afterwards. */
  @Override
  public void close() {
    closed = true;
    new ArrayList<>(plans.values()).forEach(Plan::close);
    plans.clear();
    workspace.close();
  }
}
