package dev.assay.peers;

import dev.assay.backend.Backend;
import dev.assay.geometry.PiecewiseLinear;
import dev.assay.nn.Network;
import dev.assay.study.Samples;
import dev.assay.study.margin.MarginMeter;
import dev.assay.study.margin.MarginSolver;
import dev.assay.study.margin.Reference;
import dev.assay.train.Checkpoint;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Margins by one of Assay's solvers, as its studies measure them. */
final class AssaySearch implements Job {
  static final String NEAREST = "nearest";
  static final String ITERATIVE = "iterative";

  private final Network network;
  private final MarginMeter meter;
  private final MarginSolver solver;
  private final Samples samples;
  private final int coordinates;

  AssaySearch(Backend backend, Workload.Search workload) {
    MarginProblem problem = MarginProblem.read(workload.problem(), workload.samples());
    Checkpoint checkpoint = Checkpoint.read(problem.checkpoint());
    network = checkpoint.network(backend, problem.checkpoint().toString());
    meter =
        new MarginMeter(
                network.classifierFrom(problem.cut()), problem.directions(), Reference.PREDICTION)
            .confirmedBy(() -> PiecewiseLinear.of(network, problem.cut()));
    coordinates = problem.directions().size();
    solver =
        switch (workload.method()) {
          case NEAREST -> MarginSolver.Nearest.standard();
          case ITERATIVE -> MarginSolver.DeepFool.standard();
          default -> throw new IllegalArgumentException("no solver " + workload.method());
        };
    int count = problem.count();
    samples =
        new Samples(
            problem.points(),
            problem.length(),
            IntStream.range(0, count).toArray(),
            problem.labels(),
            Collections.nCopies(count, ""));
  }

  @Override
  public void run() {
    meter.find(samples, solver, done -> {});
  }

  @Override
  public Map<String, float[]> outputs() {
    List<MarginMeter.Found> found = meter.find(samples, solver, done -> {});
    float[] displacements = new float[found.size() * coordinates];
    Arrays.fill(displacements, Float.NaN);
    for (int i = 0; i < found.size(); i++) {
      double[] place = found.get(i).place();
      for (int c = 0; place != null && c < coordinates; c++) {
        displacements[i * coordinates + c] = (float) place[c];
      }
    }
    return Map.of(Outputs.DISPLACEMENTS, displacements);
  }

  @Override
  public void close() {
    network.close();
  }
}
