package dev.assay.measure;

import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.study.tree.Looked;
import dev.assay.study.tree.Target;
import dev.assay.tree.ClassCounts;
import dev.assay.tree.Codes;
import dev.assay.tree.NaiveBayes;

/**
 * Naive Bayes on which units are active at a cut, learned from some samples and asked about others;
 * see {@link NaiveBayes}.
 *
 * @param data from which the samples are that it learns from
 * @param measured samples that it is asked about, all of them
 * @param cut the name of a hidden cut
 */
public record LayerBayes(
    Provenance data, Selection samples, Provenance measured, String cut, Target target)
    implements NetworkMeasure<LayerBayes.Found> {

  /**
   * Its answers.
   *
   * @param right for each measured sample 1 if its label is answered, else 0
   * @param alike for each 1 if the answer is the network's, else 0
   */
  public record Found(int[] right, int[] alike) {}

  @Override
  public Class<Found> result() {
    return Found.class;
  }

  @Override
  public Found of(Network network, Bench bench) {
    TreeSamples both = TreeSamples.of(network, bench, data, samples, measured);
    Codes codes = Looked.at(both.cut(cut), both.grown().samples(), false, false).codes();
    Codes others = Looked.at(both.cut(cut), both.asked().samples(), false, false).codes();
    int[] answers =
        NaiveBayes.of(ClassCounts.of(codes, both.grown().of(target), both.classes()))
            .predict(others);
    return new Found(
        LayerTree.same(answers, both.asked().labels()),
        LayerTree.same(answers, both.asked().predicted()));
  }
}
