package dev.assay.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.study.representation.ClassClusters.Status;
import dev.assay.study.representation.Features;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusteringTest {
  private static final Dataset SAMPLES =
      Dataset.of(
          Shape.vector(1),
          new float[] {-5, 9, 2, 4, -1, 6},
          new int[] {0, 1, 0, 1, 0, 1},
          List.of("a", "b"),
          new Provenance("six", "train", Map.of()));

  /** Behind the ReLU stand 0, 2, 0 and 4, 6. */
  @Test
  void isOfTheChosenSamplesBehindTheCut() {
    Clustering.Found found =
        BehindRelu.of(
            new Clustering(
                SAMPLES.provenance(),
                Selection.Listed.of(0, 2, 3, 4, 5),
                BehindRelu.CUT,
                Features.RAW),
            SAMPLES);

    // means 2/3 and 5, mean distances to them 8/9 and 1
    assertThat(found.all().daviesBouldin()).isCloseTo((8 / 9.0 + 1) / (5 - 2 / 3.0), within(1e-12));
    // halves: 0, 0, 6 and 2, 4
    assertThat(found.first().status()).isEqualTo(Status.POINTS);
    assertThat(found.second().status()).isEqualTo(Status.SINGLES);
  }
}
