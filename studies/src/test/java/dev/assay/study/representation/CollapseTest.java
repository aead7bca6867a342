package dev.assay.study.representation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.algebra.JavaAlgebra;
import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.study.Cut;
import dev.assay.study.representation.Collapse.Status;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CollapseTest {
  private static final float[] POINTS = {0, 0, 1, 0, 0, 1, 5, 5, 6, 5, 5, 6, 10, 0, 11, 1, 10, 2};
  private static final Offset<Double> CLOSE = within(1e-9);

  private static Collapse of(int units, float[] values, int... labels) {
    return of(units, values, Optional.empty(), labels);
  }

  private static Collapse of(int units, float[] values, Optional<Readout> last, int... labels) {
    return Collapse.of(
        SparsenessTest.representation(Shape.vector(units), values, labels),
        last,
        LinearAlgebra.java());
  }

  private static float[] random(long seed, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (Streams.normal(seed, i) + 0.5);
    }
    return values;
  }

  /** Values as NumPy gives them. */
  @Test
  void knownPoints() {
    Collapse found = of(2, POINTS, 0, 0, 0, 1, 1, 1, 2, 2, 2);

    assertThat(found.status()).isEqualTo(Status.NOT_LAST);
    assertThat(found.variability()).isCloseTo(0.092109, within(5e-7));
    assertThat(found.equinorm()).isCloseTo(0.272708, within(5e-7));
    assertThat(found.equiangularity()).isCloseTo(0.244649, within(5e-7));
    assertThat(
            DoubleStream.of(
                found.rowEquinorm(),
                found.rowEquiangularity(),
                found.duality(),
                found.disagreement()))
        .containsOnly(Double.NaN);
  }

  /** More samples than a block holds; few units and many; labels without gaps and with. */
  @Test
  void isWhatItsDefinitionsGive() {
    for (LinearAlgebra algebra : List.of(LinearAlgebra.java(), LinearAlgebra.best())) {
      for (int units : new int[] {2, 3, 40}) {
        int[] labels = IntStream.range(0, 300).map(i -> 2 * Streams.integer(9, i, 4)).toArray();
        float[] values = random(units, 300 * units);
        for (int i = 0; i < 300; i++) {
          values[i * units + labels[i] % units] += 2;
        }
        Collapse found =
            Collapse.of(
                SparsenessTest.representation(Shape.vector(units), values, labels),
                Optional.empty(),
                algebra);

        double expected = variability(units, values, labels);
        assertThat(found.variability()).isCloseTo(expected, within(1e-8 * expected));
      }
    }
  }

  /** With all of S_w, S_b and the pseudo-inverse of S_b. */
  private static double variability(int units, float[] values, int[] labels) {
    int[] classes = IntStream.of(labels).distinct().toArray();
    double[][] means = new double[9][units];
    for (int i = 0; i < labels.length; i++) {
      int label = labels[i];
      long size = IntStream.of(labels).filter(other -> other == label).count();
      for (int u = 0; u < units; u++) {
        means[label][u] += values[i * units + u] / (double) size;
      }
    }
    double[] within = new double[units * units];
    double[] between = new double[units * units];
    for (int a = 0; a < units; a++) {
      for (int b = 0; b < units; b++) {
        for (int i = 0; i < labels.length; i++) {
          within[a * units + b] +=
              (values[i * units + a] - means[labels[i]][a])
                  * (values[i * units + b] - means[labels[i]][b])
                  / labels.length;
        }
        double centreA = 0;
        double centreB = 0;
        for (int c : classes) {
          centreA += means[c][a] / classes.length;
          centreB += means[c][b] / classes.length;
        }
        for (int c : classes) {
          between[a * units + b] +=
              (means[c][a] - centreA) * (means[c][b] - centreB) / classes.length;
        }
      }
    }
    LinearAlgebra.Eigen eigen = JavaAlgebra.INSTANCE.symmetricEigen(between, units);
    double trace = 0;
    for (int e = Math.max(0, units - classes.length + 1); e < units; e++) {
      for (int a = 0; a < units; a++) {
        for (int b = 0; b < units; b++) {
          trace +=
              within[a * units + b]
                  * eigen.vectors()[e * units + a]
                  * eigen.vectors()[e * units + b]
                  / eigen.values()[e];
        }
      }
    }
    return trace;
  }

  /** Means along axes, weights along them but for a vector that all share, no variability. */
  @Test
  void aSimplexWithItsWeightsIsCollapse() {
    float[] axes = {2, 0, 0, 0, 2, 0, 0, 0, 2, 2, 0, 0};
    float[] weights = {2, -1, -1, -1, 2, -1, -1, -1, 2};
    int[] labels = {0, 1, 2, 0};

    Collapse found = of(3, axes, Optional.of(new Readout(weights, 3, labels)), labels);
    assertThat(found.status()).isEqualTo(Status.OK);
    assertThat(numbers(found)).containsExactly(new double[7], within(1e-12));

    for (int i = 0; i < 9; i++) {
      weights[i] *= -3;
    }
    Collapse turned =
        of(3, axes, Optional.of(new Readout(weights, 3, new int[] {1, 1, 1, 1})), labels);
    assertThat(numbers(turned)).containsExactly(new double[] {0, 0, 0, 0, 0, 4, 0.75}, CLOSE);
  }

  /** Lengths 3 and 4 and a right angle: two of K = 2 ought to be opposite. */
  @Test
  void rowsAreNotCentred() {
    Collapse found =
        of(
            2,
            new float[] {0, 0, 1, 0},
            Optional.of(new Readout(new float[] {3, 0, 0, 4}, 2, new int[] {0, 0})),
            0,
            1);

    assertThat(found.rowEquinorm()).isCloseTo(Math.sqrt(0.5) / 3.5, CLOSE);
    assertThat(found.rowEquiangularity()).isCloseTo(1, CLOSE);
    // means −1/2 and 1/2 along the first unit, of norm √½ as a whole; rows of norm 5
    double a = 0.6 + Math.sqrt(0.5);
    assertThat(found.duality()).isCloseTo(a * a + 0.5 + 0.64, CLOSE);
    assertThat(found.disagreement()).isEqualTo(0.5);
  }

  @Test
  void nearestMeansAreThoseOfAllPairs() {
    int units = 6;
    float[] values = random(3, 500 * units);
    int[] labels = IntStream.range(0, 500).map(i -> Streams.integer(4, i, 3)).toArray();
    int[] predictions = IntStream.range(0, 500).map(i -> Streams.integer(5, i, 3)).toArray();
    Representation all = SparsenessTest.representation(Shape.vector(units), values, labels);
    Readout last = new Readout(random(6, 3 * units), 3, predictions);
    for (Representation part : List.of(all, all.half(true))) {
      Centroids centroids = new Centroids(part, part.sizes());
      int differing = 0;
      for (int i : part.rows()) {
        double[] distances = new double[3];
        for (int k = 0; k < 3; k++) {
          for (int u = 0; u < units; u++) {
            distances[k] += Math.pow(values[i * units + u] - centroids.mean(k)[u], 2);
          }
        }
        double least = Arrays.stream(distances).min().orElseThrow();
        differing += distances[predictions[i]] == least ? 0 : 1;
      }

      assertThat(Collapse.of(part, Optional.of(last), LinearAlgebra.java()).disagreement())
          .isEqualTo(differing / (double) part.count())
          .isBetween(0.2, 0.9);
    }
  }

  /** BatchNorm and the mean over places are part of the last linear layer. */
  @Test
  void theReadoutIsWhatStandsAboveTheLastActivation() {
    Architecture architecture =
        Architecture.of(
            Shape.image(2, 3, 3),
            Layers.conv(4, Layers.kernel(3).padding(1)),
            Layers.relu(),
            Layers.batchNorm(),
            Layers.globalAvgPool(),
            Layers.dense(3));
    try (Backend backend = Backends.open("reference", 1);
        Network network = new Network(backend, architecture, 3)) {
      float[] images = random(8, 5 * 18);
      assertThat(Readout.of(Cut.of(network, 1), at(network, 1, images))).isEmpty();
      for (int cut = 2; cut < 5; cut++) {
        Representation at = at(network, cut, images);
        Readout readout = Readout.of(Cut.of(network, cut), at).orElseThrow();

        float[] logits = new float[15];
        Cut.of(network, 0).above().logits(images, 5, logits);
        float[] zero = new float[3];
        Cut.of(network, cut).above().logits(new float[at.units()], 1, zero);
        for (int i = 0; i < 5; i++) {
          for (int k = 0; k < 3; k++) {
            double sum = zero[k];
            for (int u = 0; u < at.units(); u++) {
              sum += readout.rows()[k][u] * at.values()[at.start(i) + u];
            }
            assertThat(sum).isCloseTo(logits[3 * i + k], within(1e-5));
            assertThat(logits[3 * i + readout.predictions()[i]])
                .isGreaterThanOrEqualTo(logits[3 * i + k]);
          }
        }
      }
    }
  }

  private static Representation at(Network network, int cut, float[] images) {
    return SparsenessTest.representation(
        network.architecture().shape(cut), network.activations(images, 5, cut), 0, 1, 2, 0, 1);
  }

  @Test
  void whatIsNotDefinedHasAStatus() {
    double none = Double.NaN;
    assertNothing(of(1, new float[] {1, Float.NaN}, 0, 1), Status.NOT_FINITE);
    assertNothing(of(1, new float[] {1, 2}, 1, 1), Status.ONE_CLASS);
    assertNothing(of(1, new float[0]), Status.ONE_CLASS);
    assertNothing(of(2, new float[] {1, 3, 3, 1, 3, 1, 1, 3}, 0, 0, 1, 1), Status.COINCIDENT);
    assertNothing(of(2, new float[8], 0, 0, 1, 1), Status.COINCIDENT);

    Readout infinite = new Readout(new float[] {1, 1 / 0f}, 2, new int[2]);
    assertNothing(of(1, new float[] {1, 2}, Optional.of(infinite), 0, 1), Status.NOT_FINITE);

    Readout three = new Readout(new float[] {1, 0, 2}, 3, new int[3]);
    Collapse missing = of(1, new float[] {1, 2, 4}, Optional.of(three), 0, 2, 2);
    assertThat(missing.status()).isEqualTo(Status.CLASS_MISSING);
    assertThat(numbers(missing)).endsWith(none, none, none, none);
    assertThat(missing.equiangularity()).isCloseTo(0, CLOSE);

    Collapse centred = of(1, new float[] {1, 2, 3}, Optional.of(three), 0, 1, 2);
    assertThat(centred.status()).isEqualTo(Status.CENTRED);
    assertThat(centred.equiangularity()).isNaN();
    assertThat(centred.duality()).isFinite();

    Collapse silent = of(1, new float[] {1, 2, 4}, Optional.of(three), 0, 1, 2);
    assertThat(silent.status()).isEqualTo(Status.ZERO_ROW);
    assertThat(silent.rowEquiangularity()).isNaN();
    assertThat(silent.rowEquinorm()).isCloseTo(1, CLOSE);
    // each class is a point
    assertThat(silent.variability()).isZero();
  }

  private static void assertNothing(Collapse found, Status status) {
    assertThat(found.status()).isEqualTo(status);
    assertThat(numbers(found)).containsOnly(Double.NaN);
  }

  private static double[] numbers(Collapse of) {
    return new double[] {
      of.variability(),
      of.equinorm(),
      of.equiangularity(),
      of.rowEquinorm(),
      of.rowEquiangularity(),
      of.duality(),
      of.disagreement()
    };
  }
}
