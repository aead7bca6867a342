package dev.assay.study.margin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.backend.Workers;
import dev.assay.geometry.MarginBracket;
import dev.assay.geometry.SubspaceMargins;
import dev.assay.study.Samples;
import dev.assay.study.margin.Margin.Status;
import dev.assay.study.margin.MarginMeter.Found;
import dev.assay.subspace.Directions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold between solvers, on networks whose logits are nearly constant. */
final class NearlyFlatMarginsTest {
  private static final int N = 6;
  private static final int COUNT = 40;
  private static final Workers WORKERS = new Workers(1);

  /** Rounding of points and logits, relative. */
  private static final double ROUNDING = 1e-4;

  private final Samples samples = Toys.samples(3, COUNT, N);

  static Stream<Named<ToyNetwork>> networks() {
    ToyNetwork network = ToyNetwork.random(5, N, 16, 16, 4);
    return Stream.of(
        Named.of("small logits", network.rescaled(1, 1e-20, 0)),
        Named.of("wide", network.rescaled(1e-12, 1, 0)),
        Named.of("a faint class", network.withFaintClass(1e-6)),
        Named.of("a fainter class", network.withFaintClass(1e-30)),
        Named.of("the faintest class", network.withFaintClass(1e-40)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void solversAgreeOnWhatIsFoundAndInWhichOrder(ToyNetwork network) {
    for (int components : new int[] {N, 4, 2}) {
      Directions directions =
          components == N ? Directions.all(N) : Toys.components(samples).leading(components);
      MarginMeter meter = new MarginMeter(network, directions, Reference.PREDICTION);
      List<Found> nearest = meter.find(samples, MarginSolver.Nearest.standard(), done -> {});
      List<Found> iterative = meter.find(samples, MarginSolver.DeepFool.standard(), done -> {});
      List<MarginBracket> brackets = brackets(network, directions, nearest);
      for (int s = 0; s < COUNT; s++) {
        Margin near = nearest.get(s).margin();
        Margin far = iterative.get(s).margin();
        assertThat(near.predicted()).isEqualTo(far.predicted());
        assertThat(near.status()).isNotEqualTo(Status.NON_FINITE);
        if (far.status() == Status.OK) {
          assertThat(near.status()).isEqualTo(Status.OK);
          assertThat(near.distance()).isLessThanOrEqualTo(far.distance());
        }
        if (near.status() == Status.OK) {
          assertThat(brackets.get(s).lower()).isLessThanOrEqualTo(near.distance() * (1 + ROUNDING));
          assertThat(near.reached()).isNotEqualTo(near.predicted());
        } else {
          assertThat(nearest.get(s).place()).isNull();
        }
        if (near.distance() == far.distance()) {
          assertThat(near.converged()).isEqualTo(far.converged());
        }
      }
    }
  }

  private List<MarginBracket> brackets(
      ToyNetwork network, Directions directions, List<Found> nearest) {
    int size = directions.size();
    double[] starts = new double[COUNT * size];
    for (int s = 0; s < COUNT; s++) {
      double[] place = nearest.get(s).place();
      if (place != null) {
        System.arraycopy(place, 0, starts, s * size, size);
      }
    }
    return new SubspaceMargins(network.exact(), directions, 200, 0.08)
        .brackets(samples.points(), COUNT, starts, WORKERS, done -> {});
  }
}
