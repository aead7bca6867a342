package dev.assay.clustering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AgglomerationTest {
  /** Joins the nearest two of all clusters, again and again. */
  private static Partition naive(Distances distances, int clusters) {
    List<int[]> left = new ArrayList<>();
    IntStream.range(0, distances.count()).forEach(i -> left.add(new int[] {i}));
    while (left.size() > clusters) {
      double least = Double.POSITIVE_INFINITY;
      int first = 0;
      int second = 0;
      for (int a = 0; a < left.size(); a++) {
        for (int b = a + 1; b < left.size(); b++) {
          double sum = 0;
          for (int i : left.get(a)) {
            for (int j : left.get(b)) {
              sum += distances.at(i, j);
            }
          }
          double mean = sum / left.get(a).length / left.get(b).length;
          if (mean < least) {
            least = mean;
            first = a;
            second = b;
          }
        }
      }
      int[] gone = left.remove(second);
      left.set(
          first, IntStream.concat(IntStream.of(left.get(first)), IntStream.of(gone)).toArray());
    }
    int[] found = new int[distances.count()];
    for (int k = 0; k < left.size(); k++) {
      for (int i : left.get(k)) {
        found[i] = k;
      }
    }
    return Partition.numbered(found);
  }

  @Test
  void joinsWhatIsNearestOnAverage() {
    for (int seed = 0; seed < 6; seed++) {
      Distances distances = Blobs.distances(Blobs.around(3, 45, 3, 0.5, seed));
      Agglomeration found = Agglomeration.of(distances);
      for (int k = 1; k <= 45; k += 1 + k / 4) {
        assertThat(found.cut(k).clusters()).isEqualTo(naive(distances, k).clusters());
      }
    }
  }

  @Test
  void equalPointsAreNeverParted() {
    Distances distances = Blobs.distances(Blobs.of(1, 1, 1, 5, 1, 5, 9));
    Agglomeration found = Agglomeration.of(distances);

    assertThat(found.cut(6).clusters()).containsExactly(0, 0, 1, 0, 1, 2);
    assertThat(found.cut(2).count()).isEqualTo(2);
    assertThat(found.cut(1).count()).isEqualTo(1);
    assertThat(Agglomeration.of(Blobs.distances(Blobs.of(1, 3, 3))).cut(2).count()).isEqualTo(1);
    assertThat(Agglomeration.of(new Distances(1)).cut(1).count()).isEqualTo(1);
    assertThat(Agglomeration.of(new Distances(0)).cut(1).count()).isZero();
  }

  /** All at the same distance: any chain of joins is right, and it ends. */
  @Test
  void tiesEnd() {
    Distances distances = new Distances(20);
    for (int i = 0; i < 20; i++) {
      for (int j = 0; j < i; j++) {
        distances.set(i, j, 0.3f);
      }
    }
    assertThat(Agglomeration.of(distances).cut(7).count()).isEqualTo(7);
  }
}
