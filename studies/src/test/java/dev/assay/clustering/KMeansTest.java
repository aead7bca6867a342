package dev.assay.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KMeansTest {
  private static final float[] NINE = {0, 0, 1, 0, 0, 1, 5, 5, 6, 5, 5, 6, 10, 0, 11, 1, 10, 2};

  private static KMeans of(Points points) {
    return new KMeans(points, Blobs.distances(points), 7);
  }

  /** The least sum of squares of all ways to part nine points. */
  @Test
  void findsTheBestPartitionOfFewPoints() {
    for (int seed = 0; seed < 5; seed++) {
      Points points = Blobs.around(3, 9, 6, 0.15, seed);
      for (int k = 2; k <= 4; k++) {
        double best = least(points, new int[9], 0, 0, k);
        Partition found = of(points).of(k);

        assertThat(found.count()).isEqualTo(k);
        assertThat(Blobs.sum(points, found.clusters())).isCloseTo(best, within(1e-4 * best));
      }
    }
  }

  /** Of all ways to go on: a point joins a cluster that has one before it, or the next one. */
  private static double least(Points points, int[] clusters, int at, int used, int most) {
    if (at == clusters.length) {
      return Blobs.sum(points, clusters);
    }
    double least = Double.POSITIVE_INFINITY;
    for (int k = 0; k <= Math.min(used, most - 1); k++) {
      clusters[at] = k;
      least = Math.min(least, least(points, clusters, at + 1, Math.max(used, k + 1), most));
    }
    return least;
  }

  @Test
  void findsClustersThatAreThere() {
    Points points = Blobs.around(7, 600, 21, 0.05, 3);
    int[] expected = IntStream.range(0, 600).map(i -> i % 7).toArray();

    KMeans kMeans = of(points);
    assertThat(kMeans.of(7).clusters()).isEqualTo(expected);
    assertThat(kMeans.chosen(50).clusters()).isEqualTo(expected);
    assertThat(kMeans.chosen(5).count()).isLessThanOrEqualTo(5);
  }

  /** Where nothing parts points, each is still in the cluster whose mean is nearest. */
  @Test
  void noPointIsNearerToAnotherMean() {
    Points points = Blobs.around(1, 80, 3, 1, 5);
    int[] clusters = of(points).of(4).clusters();
    double sum = Blobs.sum(points, clusters);
    for (int i = 0; i < 80; i++) {
      for (int k = 0; k < 4; k++) {
        int[] moved = clusters.clone();
        moved[i] = k;
        assertThat(Blobs.sum(points, moved)).isGreaterThan(sum * (1 - 1e-3));
      }
    }
  }

  @Test
  void numberOfClustersIsThatOfTheLargestSilhouette() {
    Points points = Blobs.of(2, NINE);

    assertThat(of(points).chosen(50).clusters()).containsExactly(0, 0, 0, 1, 1, 1, 2, 2, 2);
    assertThat(Silhouette.of(Blobs.distances(points), of(points).chosen(50)))
        .isCloseTo(0.807014, within(5e-7));
  }

  @Test
  void isTheSameForTheSameKeyAndBlindToShiftAndScale() {
    Points points = Blobs.around(4, 100, 6, 0.3, 9);
    float[] moved = new float[600];
    for (int i = 0; i < 600; i++) {
      moved[i] = points.values()[i] * 64 - 4096;
    }
    Points other = Blobs.of(6, moved);

    assertThat(of(points).of(9).clusters()).isEqualTo(of(points).of(9).clusters());
    assertThat(Agreement.of(of(other).of(4), of(points).of(4).clusters()).adjustedRand())
        .isEqualTo(1);
  }

  @Test
  void moreClustersThanDistinctPointsAreAsManyAsThose() {
    Points points = Blobs.of(1, 4, 1, 1, 4, 2, -0f, 0f, 1);

    assertThat(of(points).of(10).count()).isEqualTo(4);
    assertThat(of(points).of(4).clusters()).containsExactly(0, 1, 1, 0, 2, 3, 3, 1);
    assertThat(of(points).of(3).count()).isEqualTo(3);
    assertThat(of(points).of(1).count()).isEqualTo(1);
    Points twins = Blobs.of(1, 4, 1, 1, 4, 2, 2);
    assertThat(of(twins).chosen(50).clusters()).containsExactly(0, 1, 1, 0, 2, 2);
  }

  @Test
  void equalPointsAreOneCluster() {
    Points points = Blobs.of(2, 1, 2, 1, 2, 1, 2);

    assertThat(of(points).of(2).count()).isEqualTo(1);
    assertThat(of(points).chosen(50).count()).isEqualTo(1);
    assertThat(of(Blobs.of(2, 1, 2)).chosen(50).count()).isEqualTo(1);
    assertThat(of(Blobs.of(2, 1, 2, 3, 4)).chosen(50).count()).isEqualTo(2);
  }

  /** Points that single precision hardly parts, beside one far away: clusters run empty. */
  @Test
  void noClusterStaysEmpty() {
    float[] values = new float[40];
    for (int i = 0; i < 39; i++) {
      values[i] = 1 + (i % 13) * Math.ulp(1f);
    }
    values[39] = 1e6f;

    for (int k = 2; k < 14; k++) {
      Partition found = of(Blobs.of(1, values)).of(k);
      assertThat(found.count()).isEqualTo(k);
      assertThat(found.sizes()).doesNotContain(0);
    }
    assertThat(of(Blobs.of(1, values)).chosen(50).count()).isGreaterThan(1);
  }

  @Test
  void looksAtItsRowsAlone() {
    Points all = Blobs.around(3, 90, 4, 0.1, 2);
    Points some =
        new Points(all.values(), 4, IntStream.range(0, 90).filter(i -> i % 2 == 1).toArray());

    assertThat(of(some).of(3).clusters())
        .isEqualTo(
            Partition.numbered(Arrays.stream(some.rows()).map(i -> i % 3).toArray()).clusters());
  }

  @Test
  void memoryIsKnownBefore() {
    assertThat(KMeans.bytes(5000, 50)).isBetween(6_000_000L, 10_000_000L);
  }
}
