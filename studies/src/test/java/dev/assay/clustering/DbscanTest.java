package dev.assay.clustering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.random.Streams;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DbscanTest {
  private static final float[] LINE = {0, 1, 2, 3, 10, 11, 12, 20, 4.5f};

  /** Cores are 1, 2 and 11; 4.5 is near none of them. */
  @Test
  void coresThatAreNearAreOneCluster() {
    Distances distances = Blobs.distances(Blobs.of(1, LINE));
    Partition found = Dbscan.of(distances, 3, 1.0).partition();

    assertThat(found.clusters()).containsExactly(0, 0, 0, 0, 1, 1, 1, -1, -1);
    assertThat(found.count()).isEqualTo(2);
    assertThat(found.noise()).isEqualTo(2 / 9.0);
    assertThat(Dbscan.of(distances, 3, 1.5).partition().clusters()[8]).isZero();
    assertThat(Dbscan.of(distances, 1, 0).partition().count()).isEqualTo(9);
    assertThat(Dbscan.of(distances, 2, 0).partition().noise()).isEqualTo(1);
  }

  /** Components of the graph of cores by powers of reachability. */
  @Test
  void isWhatReachabilitySays() {
    for (int seed = 0; seed < 5; seed++) {
      Distances distances = Blobs.distances(Blobs.around(4, 60, 2, 0.2, seed));
      double radius = 0.18;
      Partition found = Dbscan.of(distances, 4, radius).partition();
      boolean[] core = new boolean[60];
      boolean[][] reaches = new boolean[60][60];
      for (int i = 0; i < 60; i++) {
        int at = i;
        core[i] = IntStream.range(0, 60).filter(j -> distances.at(at, j) <= radius).count() >= 4;
      }
      for (int i = 0; i < 60; i++) {
        for (int j = 0; j < 60; j++) {
          reaches[i][j] = core[i] && core[j] && distances.at(i, j) <= radius;
        }
      }
      for (int m = 0; m < 60; m++) {
        for (int i = 0; i < 60; i++) {
          for (int j = 0; j < 60; j++) {
            reaches[i][j] |= reaches[i][m] && reaches[m][j];
          }
        }
      }
      assertThat(found.count()).isGreaterThan(1);
      for (int i = 0; i < 60; i++) {
        int at = i;
        assertThat(found.clusters()[i] >= 0)
            .isEqualTo(
                IntStream.range(0, 60).anyMatch(j -> core[j] && distances.at(at, j) <= radius));
        for (int j = 0; j < 60; j++) {
          if (core[i] && core[j]) {
            assertThat(found.clusters()[i] == found.clusters()[j]).isEqualTo(reaches[i][j]);
          }
        }
      }
    }
  }

  /** Of two dense groups and points far away, it keeps the groups and leaves the rest. */
  @Test
  void theRadiusIsThatOfClustersThatLieApart() {
    float[] values = new float[104];
    for (int i = 0; i < 100; i++) {
      values[i] = (i % 2) * 100 + i / 2 * 0.1f;
    }
    for (int i = 0; i < 4; i++) {
      values[100 + i] = 1000 + 300 * i;
    }
    Dbscan found = Dbscan.of(Blobs.distances(Blobs.of(1, values)), 5);

    assertThat(found.partition().count()).isEqualTo(2);
    assertThat(found.partition().noise()).isCloseTo(4 / 104.0, within(1e-12));
    assertThat(found.radius()).isBetween(0.2, 5.0);
  }

  /** Groups, of which one is a tenth as dense as the others, in a cloud of single points. */
  @Test
  void findsGroupsInNoise() {
    for (int seed = 0; seed < 5; seed++) {
      Points points = Blobs.around(4, 400, 8, 0.05, seed);
      for (int i = 0; i < 400; i += 10) {
        for (int u = 0; u < 8; u++) {
          points.values()[i * 8 + u] = 2 + 3 * Streams.uniform(seed, i * 8L + u);
        }
      }
      for (int i = 3; i < 400; i += 4) {
        for (int u = 0; u < 8; u++) {
          points.values()[i * 8 + u] += 0.05f * (float) Streams.normal(seed + 99, i * 8L + u);
        }
      }
      int[] truth = IntStream.range(0, 400).map(i -> i % 10 == 0 ? 4 : i % 4).toArray();
      Dbscan found = Dbscan.of(Blobs.distances(points), 10);

      assertThat(found.partition().count()).isEqualTo(4);
      assertThat(Agreement.of(found.partition(), truth).adjustedInformation()).isGreaterThan(0.95);
    }
  }

  /** One cloud is one cluster, whose rim is not noise. */
  @Test
  void whatNothingPartsIsOneCluster() {
    float[] values = new float[200];
    for (int i = 0; i < 200; i++) {
      values[i] = i;
    }
    Partition found = Dbscan.of(Blobs.distances(Blobs.of(1, values)), 10).partition();

    assertThat(found.count()).isEqualTo(1);
    assertThat(found.noise()).isZero();
  }

  @Test
  void equalAndFewPointsAreOneCluster() {
    assertThat(Dbscan.of(Blobs.distances(Blobs.of(1, 2, 2, 2)), 10).partition().count())
        .isEqualTo(1);
    assertThat(Dbscan.of(Blobs.distances(Blobs.of(1, 2, 5)), 10).partition().count()).isEqualTo(1);
    assertThat(Dbscan.of(new Distances(1), 10).partition().count()).isEqualTo(1);
    assertThat(Dbscan.of(new Distances(0), 10).partition().count()).isZero();
  }
}
