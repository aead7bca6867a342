package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.study.NetworkSubject;
import dev.assay.study.Progress;
import dev.assay.study.Samples;
import dev.assay.study.translation.Answered;
import dev.assay.study.translation.Boundary;
import dev.assay.study.translation.Translations;
import java.util.List;

/**
 * What a network answers for some samples, moved at random: top-1 changes (and so consistency), the
 * mean cosine similarity of its outputs (MCS), accuracy before and after; see {@link Answered}. All
 * networks see the same moves.
 *
 * @param range pixels, on either axis
 * @param moves of each sample
 * @param seed that draws them
 */
public record MovedAnswers(
    Provenance data, Selection samples, Boundary boundary, int range, int moves, long seed)
    implements NetworkMeasure<Answered> {

  @Override
  public Class<Answered> result() {
    return Answered.class;
  }

  @Override
  public Answered of(Network network, Bench bench) {
    Dataset from = bench.data(data);
    Samples some = Samples.of(from, samples.of(from));
    return new Translations(new NetworkSubject(network, from), some, List.of())
        .answers(boundary, range, moves, seed, Progress.NONE);
  }
}
