package dev.assay.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.study.tree.ShownNode;
import dev.assay.study.tree.Target;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TreeTopTest {
  /** The first unit tells class 0 from the others, the second those from each other. */
  private static final Dataset SAMPLES =
      Dataset.of(
          Shape.vector(2),
          new float[] {-1, 1, -2, -1, -3, -1, 2, 4, 6, -1, 9, 9},
          new int[] {0, 0, 0, 1, 2, 1},
          List.of("a", "b", "c"),
          new Provenance("six", "train", Map.of()));

  private static List<ShownNode> top(int levels) {
    return BehindRelu.of(
            new TreeTop(
                SAMPLES.provenance(),
                Selection.Listed.of(0, 1, 2, 3, 4),
                BehindRelu.CUT,
                Target.LABEL,
                levels,
                1),
            SAMPLES)
        .nodes();
  }

  @Test
  void theFirstLevelsOfTheTreeOnTheChosenSamples() {
    List<ShownNode> nodes = top(3);

    assertThat(nodes).extracting(ShownNode::unit).containsExactly(0, -1, 1, -1, -1);
    assertThat(nodes).extracting(ShownNode::off).containsExactly(1, -1, 3, -1, -1);
    assertThat(nodes).extracting(ShownNode::on).containsExactly(2, -1, 4, -1, -1);
    assertThat(nodes.get(0).counts()).containsExactly(3, 1, 1);
    assertThat(nodes.get(2).counts()).containsExactly(0, 1, 1);
    assertThat(nodes.get(4).counts()).containsExactly(0, 1, 0);
    assertThat(top(2)).extracting(ShownNode::unit).containsExactly(0, -1, -1);
    assertThat(top(1)).extracting(ShownNode::unit).containsExactly(-1);
  }

  /** A unit is its input: the first sample for which it is on accounts for all of it. */
  @Test
  void whatTheTestedUnitsLookAt() {
    List<ShownNode> nodes = top(3);

    assertThat(nodes.get(0).inputs()).containsExactly(new float[] {2, 0}, within(1e-6f));
    assertThat(nodes.get(2).inputs()).containsExactly(new float[] {0, 4}, within(1e-6f));
    assertThat(nodes.get(1).inputs()).isEmpty();
  }
}
