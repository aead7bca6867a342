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
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class MethodChoiceTest {
  private static final int COUNT = 4;

  private static Architecture convolutional(int channels) {
    return Architecture.of(
        Shape.image(2, 12, 12),
        Layers.conv(channels, Layers.kernel(3).padding(1)),
        Layers.relu(),
        Layers.maxPool(2),
        Layers.flatten(),
        Layers.dense(4));
  }

  /** Segments with few class changes, and with many. */
  @Test
  void takesWhatCostsLess() {
    EnumSet<SegmentClasses.Method> chosen = EnumSet.noneOf(SegmentClasses.Method.class);
    try (Backend backend = Backends.open("reference", 1)) {
      for (int channels : new int[] {1, 2, 8}) {
        for (double length : new double[] {0.01, 0.3, 3}) {
          try (Network network = new Network(backend, convolutional(channels), channels)) {
            chosen.add(takesWhatCostsLess(network, length));
          }
        }
      }
      try (Network network = Networks.bumps(backend)) {
        chosen.add(takesWhatCostsLess(network, 10));
      }
    }
    assertThat(chosen)
        .containsExactlyInAnyOrder(SegmentClasses.Method.EXACT, SegmentClasses.Method.CERTIFIED);
  }

  private static SegmentClasses.Method takesWhatCostsLess(Network network, double length) {
    Cut cut = Cut.of(network, 0);
    int n = network.architecture().input().intSize();
    float[] a = Networks.gaussian(Streams.key(1, "from"), COUNT * n, 1);
    float[] b = Networks.gaussian(Streams.key(2, "way"), COUNT * n, length);
    for (int i = 0; i < b.length; i++) {
      b[i] += a[i];
    }
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
    // bounded, as where it is tried: what may be ended looks at intervals in another order
    List<SegmentClasses> found = method.classes(a, b, COUNT, 1e3);
    return found.stream().mapToDouble(SegmentClasses::effort).sum();
  }
}
