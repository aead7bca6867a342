package dev.assay.study.margin;

import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.geometry.PiecewiseLinear;
import dev.assay.nn.Architecture;
import dev.assay.nn.Classifier;
import dev.assay.nn.Network;
import dev.assay.study.Samples;
import dev.assay.study.margin.MarginMeter.Found;
import dev.assay.subspace.Directions;
import dev.assay.subspace.Subspace;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where searches look beside whole inputs, which is where they look if no front is known. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReductionTest {
  private static final int N = 80;
  private static final int COUNT = 32;
  private static final List<MarginSolver> SOLVERS =
      List.of(
          MarginSolver.FirstOrder.standard(),
          MarginSolver.DeepFool.standard(),
          MarginSolver.Nearest.standard());

  private final Samples samples = Toys.samples(3, COUNT, N);
  private Backend backend;
  private Network network;

  @BeforeAll
  void open() {
    backend = Backends.open(Backends.AUTO, 2);
    network = network(backend);
  }

  @AfterAll
  void close() {
    network.close();
    backend.close();
  }

  private static Network network(Backend backend) {
    return new Network(
        backend,
        Architecture.of(
            Shape.image(5, 4, 4), flatten(), dense(24), relu(), dense(20), relu(), dense(4)),
        7);
  }

  /**
   * @param size of a subspace; 0 for all directions
   */
  private static Directions directions(int size) {
    return size == 0 ? Directions.all(N) : Subspace.random(N, size, 5);
  }

  /** As where none of a group was classified correctly. */
  @Test
  void noSamplesHaveNoMargins() {
    for (int size : new int[] {0, 6}) {
      MarginMeter meter =
          new MarginMeter(network.classifier(), directions(size), Reference.PREDICTION);
      assertThat(meter.find(Toys.samples(3, 0, N), SOLVERS.get(0), done -> {})).isEmpty();
    }
  }

  /** Rounding may lead the nearest of several searches to another point about as near. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 70})
  void distancesAreThoseAmongWholeInputs(int size) {
    for (MarginSolver solver : SOLVERS) {
      List<Margin> reduced = Toys.measure(network.classifier(), samples, directions(size), solver);
      List<Margin> whole =
          Toys.measure(withoutFront(network.classifier()), samples, directions(size), solver);
      for (int i = 0; i < COUNT; i++) {
        assertThat(reduced.get(i).status()).isEqualTo(whole.get(i).status());
        if (whole.get(i).status() == Margin.Status.OK) {
          assertThat(reduced.get(i).distance() / whole.get(i).distance())
              .as("%s, %d directions, sample %d", solver.label(), size, i)
              .isCloseTo(1, within(solver instanceof MarginSolver.Nearest ? 0.02 : 1e-3));
        }
      }
    }
  }

  /** In double precision, in the directions that were asked for. */
  @ParameterizedTest
  @ValueSource(ints = {0, 6, 70})
  void placesLieOnTheBoundary(int size) {
    Directions directions = directions(size);
    PiecewiseLinear exact = PiecewiseLinear.of(network, 0);
    List<Found> found = find(network, directions, MarginSolver.Nearest.standard());
    for (int i = 0; i < COUNT; i++) {
      double[] place = found.get(i).place();
      assertThat(place).hasSize(directions.size());
      assertThat(Vectors.norm(place)).isCloseTo(found.get(i).margin().distance(), within(1e-8));
      double[] point = new double[N];
      for (int k = 0; k < N; k++) {
        point[k] = samples.points()[i * N + k];
      }
      directions.lift(place, point);
      double[] sorted = exact.logits(point, 1).clone();
      Arrays.sort(sorted);
      assertThat(sorted[3] - sorted[2]).isLessThan(1e-3 * (sorted[3] - sorted[0]));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 6})
  void noSampleDependsOnTheOthersOrOnThreads(int size) {
    List<Found> all = find(network, directions(size), MarginSolver.Nearest.standard());
    try (Backend single = Backends.open(Backends.AUTO, 1);
        Network same = network(single)) {
      MarginMeter meter =
          new MarginMeter(same.classifier(), directions(size), Reference.PREDICTION, 3);
      int[] some = {31, 2, 17, 9};
      List<Found> few = meter.find(samples.pick(some), MarginSolver.Nearest.standard(), d -> {});
      for (int i = 0; i < some.length; i++) {
        assertThat(few.get(i).margin()).isEqualTo(all.get(some[i]).margin());
        assertThat(few.get(i).place()).isEqualTo(all.get(some[i]).place());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 6})
  void nearestIsNeverLongerThanIterative(int size) {
    double[] nearest =
        Toys.distances(
            Toys.measure(
                network.classifier(), samples, directions(size), MarginSolver.Nearest.standard()));
    double[] iterative =
        Toys.distances(
            Toys.measure(
                network.classifier(), samples, directions(size), MarginSolver.DeepFool.standard()));
    for (int i = 0; i < COUNT; i++) {
      assertThat(nearest[i]).isLessThanOrEqualTo(iterative[i]);
    }
  }

  /** Rows that depend on each other have no orthonormal basis of as many. */
  @Test
  void equalUnitsAreSearchedAmongWholeInputs() {
    try (Network equal = network(backend)) {
      Map<String, float[]> values = equal.parameters().values();
      float[] weights = values.get("layers.1.weight");
      System.arraycopy(weights, 0, weights, 3 * N, N);
      Arrays.fill(weights, 5 * N, 6 * N, 0);
      equal.parameters().set(values);
      MarginSolver solver = MarginSolver.DeepFool.standard();
      assertThat(Toys.measure(equal.classifier(), samples, solver))
          .isEqualTo(Toys.measure(withoutFront(equal.classifier()), samples, solver));
    }
  }

  private List<Found> find(Network of, Directions directions, MarginSolver solver) {
    return new MarginMeter(of.classifier(), directions, Reference.PREDICTION)
        .find(samples, solver, done -> {});
  }

  private static Classifier withoutFront(Classifier classifier) {
    return new Classifier() {
      @Override
      public Shape input() {
        return classifier.input();
      }

      @Override
      public int classes() {
        return classifier.classes();
      }

      @Override
      public void logits(float[] inputs, int count, float[] logits) {
        classifier.logits(inputs, count, logits);
      }

      @Override
      public void gradients(
          float[] inputs, int count, float[] cotangents, int each, float[] logits, float[] g) {
        classifier.gradients(inputs, count, cotangents, each, logits, g);
      }
    };
  }
}
