package dev.assay.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarginComparisonTest {
  private static final double NONE = Double.POSITIVE_INFINITY;

  private final MarginComparison.Entry other =
      new MarginComparison.Entry(new double[] {0.5, 2.01, 3.5, 4, NONE, Double.NaN}, 3);

  private final MarginComparison comparison =
      new MarginComparison("title", entries(), List.of(20.0, 30.0), List.of(10.0, 10.0));

  private Map<String, MarginComparison.Entry> entries() {
    Map<String, MarginComparison.Entry> entries = new LinkedHashMap<>();
    entries.put(
        AssaySearch.NEAREST, new MarginComparison.Entry(new double[] {1, 2, 3, NONE, NONE, 5}, 20));
    entries.put("other", other);
    return entries;
  }

  @Test
  void sharesCountEverySample() {
    assertThat(comparison.within()).isEqualTo(4 / 6.0);
    assertThat(comparison.shorter(other)).isEqualTo(2 / 6.0);
    assertThat(comparison.largestRatio(other)).isInfinite();
    assertThat(other.missing()).isEqualTo(1);
    assertThat(other.refused()).isEqualTo(1);
  }

  @Test
  void linesNameTheCriteria() {
    assertThat(comparison.lines())
        .contains(
            "nearest is within 1 % of the best of all for 66.67 % of 6 samples (wanted: 99 %)")
        .contains("rate of nearest: 2.50 × that of ddn-100 (2.00–3.00 in 2 rounds; wanted: 1)");
  }
}
