package dev.assay.measure;

import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.study.Samples;
import dev.assay.study.tree.Looked;
import dev.assay.study.tree.On;
import dev.assay.study.tree.Side;
import dev.assay.study.tree.Target;
import dev.assay.tree.DecisionTree;
import dev.assay.tree.Features;
import dev.assay.tree.TreeConfig;
import dev.assay.tree.Values;
import java.util.stream.IntStream;

/**
 * A decision tree that grows, without limits, on what some samples are at a cut, and answers for
 * others; see {@link DecisionTree}.
 *
 * @param data from which the samples are that it grows on
 * @param measured samples that it is asked about, all of them
 * @param cut the name of a hidden cut, or {@link #INPUT}, where samples have no codes
 */
public record LayerTree(
    Provenance data, Selection samples, Provenance measured, String cut, On on, Target target)
    implements NetworkMeasure<LayerTree.Found> {
  /** The cut where samples are as they came. */
  public static final String INPUT = "input";

  /**
   * A tree, and its answers.
   *
   * @param depth most tests on the way to a leaf
   * @param meanPath tests of a sample that it grew on, on average
   * @param used units that are tested
   * @param tied nodes of which another split would have gained as much
   * @param commonest share of measured samples that the network gives the class that it gives most:
   *     how often one answer for all is alike
   * @param right for each measured sample 1 if its label is answered, else 0
   * @param alike for each 1 if the answer is the network's, else 0
   */
  public record Found(
      int leaves,
      int depth,
      double meanPath,
      int used,
      int tied,
      double commonest,
      int[] right,
      int[] alike) {}

  public LayerTree {
    if (cut.equals(INPUT) && on == On.CODES) {
      throw new IllegalArgumentException("inputs have no codes");
    }
  }

  @Override
  public Class<Found> result() {
    return Found.class;
  }

  @Override
  public Found of(Network network, Bench bench) {
    TreeSamples both = TreeSamples.of(network, bench, data, samples, measured);
    Side grown = both.grown();
    DecisionTree tree =
        DecisionTree.grow(
            features(both, grown.samples()),
            grown.of(target),
            both.classes(),
            TreeConfig.standard());
    int[] answers = tree.predict(features(both, both.asked().samples()));
    return new Found(
        tree.leaves(),
        tree.depth(),
        tree.meanPath(),
        tree.features().length,
        tree.tied(),
        commonest(both.asked().predicted(), both.classes()),
        same(answers, both.asked().labels()),
        same(answers, both.asked().predicted()));
  }

  private Features features(TreeSamples of, Samples some) {
    if (cut.equals(INPUT)) {
      return new Values(some.points(), some.count(), some.length());
    }
    Looked looked = Looked.at(of.cut(cut), some, false, on == On.NUMBERS);
    return on == On.NUMBERS ? looked.numbers() : looked.codes();
  }

  private static double commonest(int[] answers, int classes) {
    int[] counts = new int[classes];
    IntStream.of(answers).forEach(answer -> counts[answer]++);
    return IntStream.of(counts).max().orElseThrow() / (double) answers.length;
  }

  /** For each sample 1 if two answers are the same, else 0. */
  static int[] same(int[] answers, int[] others) {
    return IntStream.range(0, answers.length).map(i -> answers[i] == others[i] ? 1 : 0).toArray();
  }
}
