package dev.assay.study.representation;

import dev.assay.study.Samples;
import dev.assay.study.representation.RepresentationStudy.Layer;
import dev.assay.study.representation.RepresentationStudy.Pair;
import dev.assay.study.representation.RepresentationStudy.View;
import java.util.List;

/**
 * All that a study found.
 *
 * @param pairs of layers of the network
 * @param across of a layer of the network and one of another; of the same one together
 */
record Findings(
    RepresentationConfig config,
    Samples samples,
    List<Layer> layers,
    List<Pair> pairs,
    List<Pair> across) {

  List<View> views() {
    return layers.stream().flatMap(layer -> layer.views().stream()).toList();
  }

  /** How many networks there are, with those of other seeds. */
  int seeds() {
    return layers.get(0).seeds().size() + 1;
  }

  /** As figures and key numbers have it. */
  String name(View view) {
    return config.features().equals(List.of(Features.RAW))
        ? view.layer()
        : view.layer() + ", " + view.features();
  }

  /** Whether one has more units than there are samples. */
  boolean wide(Pair pair) {
    return Math.max(pair.first().units(), pair.second().units()) > samples.count();
  }
}
