package dev.assay.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Workers;
import dev.assay.nn.Architecture;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EndedSegmentsTest {
  static List<Architecture> architectures() {
    return Nets.all();
  }

  /** What is known of an ended search is the beginning of the whole answer. */
  @ParameterizedTest
  @MethodSource("architectures")
  void endedWorkLeavesTheBeginningOfTheAnswer(Architecture architecture) {
    PiecewiseLinear network = Nets.network(architecture, 3);
    int n = network.length();
    float[] a = Nets.points(5, 4 * n);
    float[] b = Nets.points(6, 4 * n);
    try (Workers workers = new Workers(2)) {
      leavesTheBeginning(SegmentMethod.exact(network, workers), a, b, true);
      leavesTheBeginning(SegmentMethod.certified(network, workers), a, b, false);
      int half = network.pooledFirst().size() / 2;
      leavesTheBeginning(new CertifiedSegments(network, workers, half), a, b, false);
    }
  }

  /**
   * @param always whether little work is never enough; bounds may decide at once
   */
  private static void leavesTheBeginning(
      SegmentMethod method, float[] a, float[] b, boolean always) {
    List<SegmentClasses> whole = method.classes(a, b, 4);
    double[] known = new double[4];
    boolean partly = false;
    for (double share : new double[] {1e-9, 0.1, 0.3, 0.6, 0.9, 1.3, 100}) {
      for (int s = 0; s < 4; s++) {
        SegmentClasses all = whole.get(s);
        SegmentClasses part = method.classes(a, b, 4, share * all.effort()).get(s);
        assertThat(part.known()).isBetween(known[s], 1.0);
        known[s] = part.known();
        partly |= part.known() > 0 && part.known() < 1;
        int seen = part.changesAtLeast();
        assertThat(seen).isLessThanOrEqualTo(all.changes());
        for (int i = 0; i < seen; i++) {
          assertThat(part.at()[i]).isCloseTo(all.at()[i], within(1e-9));
          assertThat(part.classes()[i + 1]).isEqualTo(all.classes()[i + 1]);
        }
        for (int i = seen; i < all.changes(); i++) {
          assertThat(all.at()[i]).isGreaterThan(part.known() - 1e-9);
        }
        if (part.ok()) {
          assertThat(seen).isEqualTo(all.changes());
          assertThat(part.known()).isEqualTo(1);
        } else {
          assertThat(part.status()).isEqualTo(SegmentClasses.Status.LIMIT);
        }
        if (share < 0.01 && always) {
          assertThat(part.ok()).isFalse();
        }
        if (share > 50) {
          assertThat(part.ok()).isTrue();
        }
      }
    }
    assertThat(partly || !always).isTrue();
  }
}
