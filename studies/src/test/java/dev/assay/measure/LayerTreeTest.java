package dev.assay.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.study.tree.On;
import dev.assay.study.tree.Target;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerTreeTest {
  /** The class is whether one unit alone is on; of the last sample it is not. */
  private static final Dataset SAMPLES =
      Dataset.of(
          Shape.vector(2),
          new float[] {1, 1, 1, -1, -1, 1, -1, -1, 2, 3},
          new int[] {0, 1, 1, 0, 1},
          List.of("same", "other"),
          new Provenance("five", "train", Map.of()));

  private static final Provenance DATA = SAMPLES.provenance();
  private static final Selection FOUR = Selection.Listed.of(0, 1, 2, 3);

  private static LayerTree tree(String cut, On on, Target target, Selection samples) {
    return new LayerTree(DATA, samples, DATA, cut, on, target);
  }

  @Test
  void growsOnTheChosenSamplesAndAnswersForAll() {
    LayerTree.Found found =
        BehindRelu.of(tree(BehindRelu.CUT, On.CODES, Target.LABEL, FOUR), SAMPLES);

    assertThat(found.leaves()).isEqualTo(4);
    assertThat(found.depth()).isEqualTo(2);
    assertThat(found.meanPath()).isEqualTo(2);
    assertThat(found.used()).isEqualTo(2);
    // neither unit gains anything by itself
    assertThat(found.tied()).isEqualTo(1);
    assertThat(found.right()).containsExactly(1, 1, 1, 1, 0);
  }

  /** Samples of one code have one answer of the tree; what is above may part them. */
  @Test
  void learnsTheAnswersOfTheNetwork() {
    LayerTree.Found found =
        BehindRelu.of(tree(BehindRelu.CUT, On.CODES, Target.PREDICTION, FOUR), SAMPLES);

    assertThat(found.alike()).startsWith(1, 1, 1, 1);
    assertThat(found.commonest()).isBetween(0.5, 1.0);
  }

  @Test
  void numbersPartWhatCodesDoNot() {
    Selection both = Selection.Listed.of(0, 4);

    assertThat(BehindRelu.of(tree(BehindRelu.CUT, On.CODES, Target.LABEL, both), SAMPLES).leaves())
        .isEqualTo(1);
    for (String cut : List.of(BehindRelu.CUT, LayerTree.INPUT)) {
      LayerTree.Found found = BehindRelu.of(tree(cut, On.NUMBERS, Target.LABEL, both), SAMPLES);
      assertThat(found.leaves()).as(cut).isEqualTo(2);
      // one test between 1 and 2: all that is not larger is of class 0
      assertThat(found.right()).as(cut).containsExactly(1, 0, 0, 1, 1);
    }
    assertThatThrownBy(() -> tree(LayerTree.INPUT, On.CODES, Target.LABEL, both))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * P(first on | class) = (1 + 1) / (1 + 2) where it is, 1/3 where not; the second says nothing.
   */
  @Test
  void bayesLearnsFromTheChosenSamples() {
    LayerBayes.Found found =
        BehindRelu.of(
            new LayerBayes(DATA, Selection.Listed.of(1, 3), DATA, BehindRelu.CUT, Target.LABEL),
            SAMPLES);

    assertThat(found.right()).containsExactly(0, 1, 0, 1, 1);
    assertThat(found.alike()).hasSize(5).containsAnyOf(0, 1);
  }
}
