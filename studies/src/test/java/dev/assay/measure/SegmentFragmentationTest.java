package dev.assay.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.measure.SegmentFragmentation.Changes;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.nn.Network;
import dev.assay.study.fragmentation.LineFragmentation;
import dev.assay.study.fragmentation.Tuples;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SegmentFragmentationTest {
  /** On a line, labelled a, b, a, a. */
  private static final Dataset SAMPLES =
      Dataset.of(
          Shape.image(1, 1, 1),
          new float[] {-1, 0.25f, 3, 0},
          new int[] {0, 1, 0, 0},
          List.of("a", "b"),
          new Provenance("four", "train", Map.of()));

  /** The logits are (0, .5 − |x|): b between −.5 and .5. */
  @Test
  void tellsOfEachSegmentWhatAPaperReads() {
    Tuples pairs = new Tuples(new int[][] {{0, 2}, {0, 3}, {0, 1}, {1, 0}, {2, 2}});
    try (Backend backend = Backends.open("reference", 1);
        Network network =
            new Network(
                backend,
                Architecture.of(
                    SAMPLES.sample(),
                    Layers.flatten(),
                    Layers.dense(2),
                    Layers.relu(),
                    Layers.dense(2)),
                1)) {
      network
          .parameters()
          .set(
              Map.of(
                  "layers.1.weight", new float[] {1, -1},
                  "layers.1.bias", new float[] {0, 0},
                  "layers.3.weight", new float[] {0, 0, -1, -1},
                  "layers.3.bias", new float[] {0, 0.5f}));
      Bench bench = new Bench(backend, LinearAlgebra.java(), name -> null);
      bench.keep(SAMPLES);

      Changes found = new SegmentFragmentation(SAMPLES.provenance(), 0, pairs).of(network, bench);

      assertThat(found.changes()).containsExactly(2, 1, 1, 1, -1);
      // sample 3 is labelled a, and the network says b; equal ends are no segment
      assertThat(found.asLabelled()).containsExactly(true, false, true, true, false);
      assertThat(found.valuesAsLabelled()).containsExactly(2, 1, 1);
      assertThat(found.meanAsLabelled()).isEqualTo(4 / 3.0);
      assertThat(found.mean()).isEqualTo(5 / 4.0);
      assertThat(found.unanswered()).isOne();
      assertThat(found.total()).isEqualTo(5);
      // the ends alone show the changes of the three segments whose ends differ; with three points,
      // the first segment's middle, 1, is of the class of its ends, too
      assertThat(found.seenBy(2)).isEqualTo(3);
      assertThat(found.seenBy(3)).isEqualTo(3);
      // of eleven: −1, −.6, −.2, .2, .6 …
      assertThat(found.seenBy(10)).isEqualTo(5);
      assertThat(found.seen()).hasSameSizeAs(LineFragmentation.GRIDS);
      // the code that samples sees as much of the four that have ends
      for (int points : new int[] {2, 3, 10}) {
        assertThat(
                new SampledFragmentation(SAMPLES.provenance(), 0, pairs, points)
                    .of(network, bench)
                    .mean())
            .isEqualTo(found.seenBy(points) / 4.0);
      }
      // one kink, at 0, on the first; an end on a kink is in no second piece
      assertThat(found.pieces()).isEqualTo(2 + 1 + 2 + 2);
    }
  }
}
