package dev.assay.study.fragmentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.geometry.PiecewiseLinear;
import dev.assay.geometry.SegmentClasses;
import dev.assay.geometry.SegmentMethod;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.nn.Network;
import dev.assay.random.Streams;
import dev.assay.study.Cut;
import dev.assay.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MethodChoiceTest {
  private static final int COUNT = 4;

  /** Logits (0, s): s goes up and down between −1 and 1 at the whole numbers from 0 to the last. */
  private static Network sawtooth(Backend backend, int last) {
    Architecture architecture =
        Architecture.of(Shape.vector(1), Layers.dense(last + 1), Layers.relu(), Layers.dense(2));
    float[] knots = new float[last + 1];
    float[] ones = new float[last + 1];
    float[] turns = new float[2 * (last + 1)];
    for (int k = 0; k <= last; k++) {
      knots[k] = -k;
      ones[k] = 1;
      turns[last + 1 + k] = k == 0 ? 2 : k % 2 == 0 ? 4 : -4;
    }
    Network network = new Network(backend, architecture, 0);
    network
        .parameters()
        .set(
            Map.of(
                "layers.0.weight", ones,
                "layers.0.bias", knots,
                "layers.2.weight", turns,
                "layers.2.bias", new float[] {0, -1}));
    return network;
  }

  @Test
  void visitsPiecesWhereTheClassChangesAtEach() {
    try (Backend backend = Backends.open("reference", 1);
        Network network = sawtooth(backend, 32)) {
      float[] a = {0, 32, -1, 0.25f};
      float[] b = {32, -3, 33, 31};
      assertThat(takesWhatCostsLess(network, a, b)).isEqualTo(SegmentClasses.Method.EXACT);
    }
  }

  @Test
  void boundsLogitsWhereThereAreManyPiecesOfOneClass() {
    try (Backend backend = Backends.open("reference", 1);
        Network network = Networks.random(backend, 3, 50, 100, 100, 3)) {
      Map<String, float[]> weights = new LinkedHashMap<>(network.parameters().values());
      weights.put("layers.4.bias", new float[] {100, 0, 0});
      network.parameters().set(weights);
      float[] a = Networks.gaussian(Streams.key(1, "from"), COUNT * 50, 1);
      float[] b = Networks.gaussian(Streams.key(2, "to"), COUNT * 50, 1);
      assertThat(takesWhatCostsLess(network, a, b)).isEqualTo(SegmentClasses.Method.CERTIFIED);
    }
  }

  private static SegmentClasses.Method takesWhatCostsLess(Network network, float[] a, float[] b) {
    Cut cut = Cut.of(network, 0);
    PiecewiseLinear above = cut.exact();
    double exact = effort(SegmentMethod.exact(above, cut.workers()), a, b);
    double certified = effort(SegmentMethod.certified(above, cut.workers()), a, b);

    SegmentMethod method =
        new MethodChoice(cut, 10, Double.POSITIVE_INFINITY, COUNT).of(LineMethod.AUTO, a, b, COUNT);

    assertThat(method.method())
        .isEqualTo(
            exact < certified ? SegmentClasses.Method.EXACT : SegmentClasses.Method.CERTIFIED);
    return method.method();
  }

  private static double effort(SegmentMethod method, float[] a, float[] b) {
    // bounded, as where it is tried: what may be ended goes another way
    List<SegmentClasses> found = method.classes(a, b, COUNT, 1e3);
    return found.stream().mapToDouble(SegmentClasses::effort).sum();
  }
}
