package dev.assay.nn;

import dev.assay.backend.Backend;
import dev.assay.backend.OutOfDeviceMemoryException;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Workspace;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An architecture with parameters on a backend. Runs forward in evaluation mode, gives activations
 * at any cut, classifiers from any cut, and plans for training. Memory is planned at the first use
 * of each kind and kept until {@link #close()}.
 *
 * <p>A network runs its own threads; callers use it, its classifiers and its plans one at a time. A
 * second thread that comes meanwhile, and any use after the network or its backend was closed, is
 * an {@link IllegalStateException}.
 */
public final class Network implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Network.class);
  private static final Cleaner CLEANER = Cleaner.create();

  private final Backend backend;
  private final Architecture architecture;
  private final Workspace workspace;
  private final Parameters parameters;
  private final Map<List<Integer>, Plan> plans = new HashMap<>();
  private final Access access;

  /** A network whose parameters start from a seed. */
  public Network(Backend backend, Architecture architecture, long seed) {
    this.backend = backend;
    this.architecture = architecture;
    this.access = new Access(backend);
    this.workspace = new Workspace(backend);
    try {
      this.parameters = new Parameters(architecture, workspace);
    } catch (RuntimeException | Error e) {
      workspace.close();
      throw e;
    }
    parameters.initialize(seed);
    CLEANER.register(this, new Forgotten(access));
  }

  /** What is left of a network that nobody can reach any more. */
  private record Forgotten(Access access) implements Runnable {
    @Override
    public void run() {
      if (!access.isClosed()) {
        LOG.warn("a network was never closed; the memory that it held is lost to this program");
      }
    }
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

  /**
   * Output of the last layer in evaluation mode, while hidden cuts are looked at.
   *
   * @param inputs are made while the network runs
   * @param cuts hidden ones, ascending, see {@link Architecture}
   * @param taps one for each cut
   * @param outputs room for count × output; output
   */
  public void look(Inputs inputs, int count, int[] cuts, Tap[] taps, float[] outputs) {
    for (int i = 0; i < cuts.length; i++) {
      if (cuts[i] <= (i == 0 ? 0 : cuts[i - 1]) || cuts[i] >= architecture.depth()) {
        throw new IllegalArgumentException(
            Text.format(
                "cuts %s do not ascend from above the input to below the output",
                Arrays.toString(cuts)));
      }
    }
    checkLength(outputs, count, architecture.shape(architecture.depth()));
    access.begin();
    try {
      inference(0, architecture.depth(), cuts).runMade(inputs, count, taps, outputs);
    } finally {
      access.end();
    }
  }

  float[] between(float[] inputs, int count, int from, int to) {
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
    access.begin();
    try {
      inference(from, to).run(inputs, count, outputs);
    } finally {
      access.end();
    }
    return outputs;
  }

  /** For who has {@link #access}. */
  InferencePlan inference(int from, int to, int... seen) {
    return (InferencePlan)
        plans.computeIfAbsent(
            IntStream.concat(IntStream.of(0, from, to), IntStream.of(seen)).boxed().toList(),
            key ->
                Plan.make(
                    "evaluation",
                    () ->
                        new InferencePlan(
                            architecture, parameters, backend, backend, from, to, seen)));
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

  /** For who has {@link #access}. */
  SensitivityPlan sensitivity(int cut, int perSample) {
    return (SensitivityPlan)
        plans.computeIfAbsent(
            List.of(1, cut, perSample),
            key -> newSensitivity(cut, architecture.depth(), perSample));
  }

  /** One that its user closes. */
  SensitivityPlan newSensitivity(int from, int to, int perSample) {
    return Plan.make(
        Text.format("the gradient of %d outputs", perSample),
        () -> new SensitivityPlan(architecture, parameters, backend, backend, from, to, perSample));
  }

  /**
   * Loss and parameter gradients for mini-batches of up to {@code batch} samples; planned once per
   * size.
   *
   * @throws OutOfDeviceMemoryException if the device has no room for them, saying which batch fits
   */
  public TrainingPlan training(int batch) {
    architecture.classes();
    return alone(
        () ->
            (TrainingPlan)
                plans.computeIfAbsent(
                    List.of(2, batch),
                    key -> {
                      try {
                        return Plan.make(
                            "training with batches of " + batch, () -> trainingPlan(batch));
                      } catch (OutOfDeviceMemoryException e) {
                        throw e.forBatch(batch, fittingBatch(batch));
                      }
                    }));
  }

  private TrainingPlan trainingPlan(int batch) {
    return new TrainingPlan(architecture, parameters, backend, backend, access, batch);
  }

  /** The largest batch by halving that has room now, found by trying; 0 if none has. */
  private int fittingBatch(int tooLarge) {
    for (int batch = tooLarge / 2; batch >= 1; batch /= 2) {
      try (TrainingPlan trial = trainingPlan(batch)) {
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

  /**
   * Does work of many uses of this network that no other thread may come between.
   *
   * @throws IllegalStateException if another thread uses it
   */
  public <T> T alone(Supplier<T> work) {
    access.begin();
    try {
      return work.get();
    } finally {
      access.end();
    }
  }

  Access access() {
    return access;
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

  /**
   * Frees all memory; also after the backend was closed.
   *
   * @throws IllegalStateException if another thread uses the network
   */
  @Override
  public void close() {
    if (!access.close()) {
      return;
    }
    new ArrayList<>(plans.values()).forEach(Plan::close);
    plans.clear();
    workspace.close();
  }
}
