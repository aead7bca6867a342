package dev.assay.peers;

import static dev.assay.nn.Layers.avgPool;
import static dev.assay.nn.Layers.batchNorm;
import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.dropout;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.globalAvgPool;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import dev.assay.tensor.Shape;
import dev.assay.train.Checkpoint;
import dev.assay.train.History;
import dev.assay.train.TrainingState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both sides search the same network from the same points, in the same directions. */
@SuppressWarnings("try") // scopes work by being open
class TorchSearchTest {
  private static final int POINTS = 6;
  private static final History SOME =
      History.empty().with(new History.Epoch(1, 0.1f, 1, 0.5, 1, 0.5));

  @TempDir private Path folder;

  private Path file;

  private MarginProblem problem(Architecture architecture, int cut, double[] basis) {
    Map<String, float[]> parameters = Samples.parameters(architecture);
    Path path = folder.resolve("net.safetensors");
    new Checkpoint(architecture, parameters, Map.of(), SOME, new TrainingState(1, true, List.of()))
        .write(path);
    int n = architecture.shape(cut).intSize();
    float[] points = Samples.noise(POINTS * n, "points");
    int[] labels = new int[POINTS];
    try (Backend backend = Backends.open("reference", 1);
        Network network = new Network(backend, architecture, 1)) {
      network.parameters().set(parameters);
      int classes = architecture.classes();
      float[] logits = new float[POINTS * classes];
      network.classifierFrom(cut).logits(points, POINTS, logits);
      for (int i = 0; i < logits.length; i++) {
        int point = i / classes;
        labels[point] =
            logits[i] > logits[point * classes + labels[point]] ? i % classes : labels[point];
      }
    }
    MarginProblem problem = new MarginProblem(path, cut, points, labels, basis);
    file = folder.resolve("problem.safetensors");
    problem.write(file);
    return problem;
  }

  private double[] distances(Engine engine, String method, MarginProblem problem) {
    try (Job job = engine.search(new Workload.Search(method, POINTS, 4, file))) {
      float[] found = job.outputs().get(Outputs.DISPLACEMENTS);
      return new DoubleCheck(problem, Checkpoint.read(problem.checkpoint())).distances(found);
    }
  }

  /** FAB and Assay's nearest, points checked in double, agree where the network is affine. */
  private void agree(MarginProblem problem) {
    try (Engine ours = new AssayEngine(1);
        Engine theirs = new TorchEngine(1, false)) {
      double[] expected = distances(ours, AssaySearch.NEAREST, problem);
      double[] found = distances(theirs, "fab-t", problem);
      for (int i = 0; i < POINTS; i++) {
        assertThat(found[i]).isFinite().isCloseTo(expected[i], within(0.006 * expected[i]));
      }
    }
  }

  @Test
  void inAllDirections() {
    agree(problem(Architecture.of(Shape.vector(9), dense(4)), 0, new double[0]));
  }

  @Test
  void withinASubspace() {
    double[] basis = new double[2 * 9];
    basis[0] = 0.6;
    basis[1] = 0.8;
    basis[9 + 4] = 1 / Math.sqrt(3);
    basis[9 + 5] = -1 / Math.sqrt(3);
    basis[9 + 8] = 1 / Math.sqrt(3);
    agree(problem(Architecture.of(Shape.vector(9), dense(4)), 0, basis));
  }

  @Test
  void fromAHiddenCut() {
    Architecture architecture =
        Architecture.of(Shape.image(1, 4, 4), conv(3, kernel(3)), relu(), flatten(), dense(4));
    agree(problem(architecture, 2, new double[0]));
  }

  @Test
  void layersAreTheSameFunctions() {
    Architecture architecture =
        Architecture.of(
            Shape.image(2, 9, 9),
            conv(5, kernel(3).padding(1)),
            batchNorm(),
            relu(),
            maxPool(2),
            conv(6, kernel(3).padding(1).stride(2)),
            avgPool(2),
            dropout(0.5f),
            globalAvgPool(),
            flatten(),
            dense(3));
    float[] inputs = Samples.noise(POINTS * architecture.input().intSize(), "inputs");
    try (Backend backend = Backends.open("reference", 1);
        Network network = new Network(backend, architecture, 1);
        PointerScope scope = new PointerScope()) {
      network.parameters().set(Samples.parameters(architecture));
      TorchTensors tensors = new TorchTensors(false);
      float[] theirs =
          TorchTensors.read(
              new TorchNetwork(tensors, architecture, false)
                  .forward(tensors.of(architecture.input().batch(POINTS), inputs), false));
      float[] ours = network.logits(inputs, POINTS);
      for (int i = 0; i < ours.length; i++) {
        assertThat(theirs[i]).isCloseTo(ours[i], within(1e-5f));
      }
    }
  }

  @Test
  void pointsThatDoNotChangeTheClassDoNotCount() {
    MarginProblem problem = problem(Architecture.of(Shape.vector(9), dense(4)), 0, new double[0]);
    try (Engine ours = new AssayEngine(1);
        Job job = ours.search(new Workload.Search(AssaySearch.NEAREST, POINTS, 4, file))) {
      float[] found = job.outputs().get(Outputs.DISPLACEMENTS);
      for (int c = 0; c < 9; c++) {
        found[c] *= 0.999f;
        found[9 + c] = Float.NaN;
      }
      double[] distances =
          new DoubleCheck(problem, Checkpoint.read(problem.checkpoint())).distances(found);
      assertThat(distances[0]).isNaN();
      assertThat(distances[1]).isInfinite();
      assertThat(distances[2]).isFinite();
    }
  }
}
