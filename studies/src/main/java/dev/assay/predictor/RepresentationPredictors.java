package dev.assay.predictor;

import dev.assay.data.Provenance;
import dev.assay.measure.Clustering;
import dev.assay.measure.Mixup;
import dev.assay.measure.NeuralCollapse;
import dev.assay.measure.PooledDaviesBouldin;
import dev.assay.measure.Sparsity;
import dev.assay.predictor.Predictor.Cost;
import dev.assay.store.Planned;
import dev.assay.study.representation.ClassClusters;
import dev.assay.study.representation.Features;
import dev.assay.study.representation.Sparseness;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How activations behind the first and the last activation gather by class, and how sparse they
 * are. Clusters that are tight and far apart, and sparse activations, should go with small gaps.
 */
final class RepresentationPredictors {
  private static final String CLUSTERS = "Natekar and Sharma 2020";
  private static final int PAIRS = 500;
  private static final String SPARSE = "Hurley and Rickard 2009";

  private RepresentationPredictors() {}

  static List<Predictor> all() {
    List<Predictor> all = new ArrayList<>();
    for (Layer layer : Layer.values()) {
      all.add(
          layer.clusters(
              "davies-bouldin", "Davies and Bouldin's index", ClassClusters::daviesBouldin));
      all.add(layer.clusters("class-scatter", "tr S_w / tr S_b", ClassClusters::scatter));
      all.add(
          layer.clusters(
              "calinski-harabasz", "− Calinski and Harabasz' index", c -> -c.calinskiHarabasz()));
      all.add(layer.clusters("silhouette", "− mean silhouette", c -> -c.silhouette()));
      all.add(layer.clusters("purity", "− same class among ten nearest", c -> -c.purity()));
      all.add(layer.sparseness("element-sparsity", "− share of zeros", s -> -s.elements()));
      all.add(layer.sparseness("hoyer", "− Hoyer's index", s -> -s.hoyer()));
      all.add(layer.sparseness("selectivity", "− class selectivity", s -> -s.selectivity()));
    }
    all.add(
        new Predictor(
            "neural-collapse",
            "variability NC1 behind the last activation",
            "Papyan, Han and Donoho 2020",
            Cost.ACTIVATIONS,
            trained ->
                trained
                    .take(
                        new NeuralCollapse(data(trained), trained.drawn(), Layer.LAST.cut(trained)))
                    .map(found -> found.all().variability())));
    all.add(
        new Predictor(
            "mixup-error",
            "share of middles between two samples of a class that leave it",
            CLUSTERS,
            Cost.OUTPUTS,
            trained -> mixup(trained).map(kept -> 1 - kept.value())));
    all.add(
        new Predictor(
            "davies-bouldin-mixup",
            "Davies and Bouldin's index behind the first activation, pooled, · mixup error",
            CLUSTERS,
            Cost.ACTIVATIONS,
            trained ->
                mixup(trained)
                    .with(
                        trained.take(
                            new PooledDaviesBouldin(
                                data(trained), Layer.FIRST.cut(trained), trained.seed())),
                        (kept, found) -> (1 - kept.value()) * found.value())));
    return all;
  }

  private static Planned<Mixup.Kept> mixup(Trained trained) {
    return trained.take(new Mixup(data(trained), PAIRS, trained.seed()));
  }

  private static Provenance data(Trained trained) {
    return trained.training().provenance();
  }

  /** Which activation. */
  private enum Layer {
    FIRST("first"),
    LAST("last");

    private final String word;

    Layer(String word) {
      this.word = word;
    }

    String cut(Trained trained) {
      List<String> cuts = trained.activated();
      return cuts.get(this == FIRST ? 0 : cuts.size() - 1);
    }

    Predictor clusters(String name, String formula, ToDoubleFunction<ClassClusters> value) {
      return new Predictor(
          name + "-" + word,
          formula + ", behind the " + word + " activation",
          CLUSTERS,
          Cost.ACTIVATIONS,
          trained -> clusters(trained).map(found -> value.applyAsDouble(found.all())));
    }

    Planned<Clustering.Found> clusters(Trained trained) {
      return trained.take(
          new Clustering(data(trained), trained.drawn(), cut(trained), Features.RAW));
    }

    Predictor sparseness(String name, String formula, ToDoubleFunction<Sparseness> value) {
      return new Predictor(
          name + "-" + word,
          formula + ", behind the " + word + " activation",
          SPARSE,
          Cost.ACTIVATIONS,
          trained ->
              trained
                  .take(new Sparsity(data(trained), trained.drawn(), cut(trained)))
                  .map(found -> value.applyAsDouble(found.all())));
    }
  }
}
