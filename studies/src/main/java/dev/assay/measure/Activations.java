package dev.assay.measure;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.nn.Network;
import dev.assay.study.Cut;
import dev.assay.study.NetworkSubject;
import dev.assay.study.Samples;
import dev.assay.study.representation.Representation;

/** What measures of hidden layers look at: a cut, and the activations of some samples there. */
record Activations(Cut cut, Representation found) {

  static Activations of(
      Network network, Bench bench, Provenance data, Selection samples, String cut) {
    Dataset from = bench.data(data);
    Cut hidden = new NetworkSubject(network, from).hidden(cut);
    return new Activations(hidden, Representation.of(hidden, Samples.of(from, samples.of(from))));
  }
}
