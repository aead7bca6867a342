package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.study.NetworkSubject;
import dev.assay.study.Samples;
import dev.assay.study.tree.Looked;
import dev.assay.tree.ClassCounts;
import dev.assay.tree.CodeStatistics;
import dev.assay.tree.Codes;

/**
 * What codes of some samples at a cut are like, which say of each unit whether it is active; see
 * {@link CodeStatistics}.
 *
 * @param cut the name of a hidden cut
 */
public record LayerCodes(Provenance data, Selection samples, String cut)
    implements NetworkMeasure<LayerCodes.Found> {

  /**
   * Classes are labels.
   *
   * @param perplexity of the classes that a unit is active for, median over units that are not
   *     dead; NaN if all are ({@link ClassCounts#perplexity})
   */
  public record Found(CodeStatistics codes, double perplexity) {}

  @Override
  public Class<Found> result() {
    return Found.class;
  }

  @Override
  public Found of(Network network, Bench bench) {
    Dataset from = bench.data(data);
    Samples some = Samples.of(from, samples.of(from));
    Codes codes = codes(network, from, some, cut);
    return new Found(
        CodeStatistics.of(codes, some.labels(), from.classes()),
        ClassCounts.of(codes, some.labels(), from.classes()).medianPerplexity());
  }

  static Codes codes(Network network, Dataset from, Samples some, String cut) {
    return Looked.at(new NetworkSubject(network, from).hidden(cut), some, false, false).codes();
  }
}
