package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.study.Cut;
import dev.assay.study.NetworkSubject;
import dev.assay.study.Samples;
import dev.assay.study.Subject;
import dev.assay.study.tree.Side;

/** What measures of trees look at: samples to learn from, and others to ask about. */
record TreeSamples(Subject subject, Side grown, Side asked) {

  static TreeSamples of(
      Network network, Bench bench, Provenance data, Selection samples, Provenance measured) {
    Dataset from = bench.data(data);
    Dataset others = bench.data(measured);
    Subject subject = new NetworkSubject(network, others, from);
    return new TreeSamples(
        subject,
        Side.of(Samples.of(from, samples.of(from)), subject.input().above()),
        Side.of(Samples.of(others), subject.input().above()));
  }

  Cut cut(String name) {
    return subject.hidden(name);
  }

  int classes() {
    return subject.measured().classes();
  }
}
