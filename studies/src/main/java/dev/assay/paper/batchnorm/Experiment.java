package dev.assay.paper.batchnorm;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.measure.Clustering;
import dev.assay.measure.FreeClustering;
import dev.assay.measure.LocalPieces;
import dev.assay.measure.LocalPieces.Direction;
import dev.assay.measure.NeuralCollapse;
import dev.assay.measure.Selection;
import dev.assay.measure.Sparsity;
import dev.assay.nn.Architecture;
import dev.assay.paper.batchnorm.Findings.Around;
import dev.assay.paper.batchnorm.Findings.Clusters;
import dev.assay.paper.batchnorm.Findings.Measured;
import dev.assay.paper.batchnorm.Size.Variant;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.Performance;
import dev.assay.store.MeasureSpec;
import dev.assay.store.NetworkSource;
import dev.assay.store.Planned;
import dev.assay.store.TrainingSpec;
import dev.assay.study.Report;
import dev.assay.study.representation.Collapse;
import dev.assay.study.representation.Features;
import dev.assay.study.representation.Halves;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Potgieter, Mouton and Davel 2024, "Impact of Batch Normalization on Convolutional Network
 * Representations".
 *
 * <p><b>Sample.</b> For each seed, a training set is drawn, and twins are trained on it with and
 * without BatchNorm, by the same recipe but for the rate, to the same training loss. Narrower,
 * slower networks and ones with fewer samples are trained to that loss, too, so that accuracies
 * differ.
 *
 * <p><b>Measure.</b> Of the same training samples for both twins, behind the ReLU of each
 * convolution, BatchNorm with running statistics: sparsity, and how classes gather, by indices with
 * labels and without. Linear pieces on short segments around samples. Accuracy on test samples.
 *
 * <p><b>Aggregate and claim.</b> See {@link Results}.
 */
final class Experiment {
  private final Laboratory laboratory;
  private final Chain chain;
  private final Size size;
  private final Networks networks;

  Experiment(Laboratory laboratory, Chain chain, Size size) {
    this.laboratory = laboratory;
    this.chain = chain;
    this.size = size;
    this.networks = new Networks(laboratory, chain, size);
  }

  Report run() {
    networks.train(networks.seeds().get(0), size.variants().get(0));
    laboratory.test(size.test());
    Map<Arm, Double> rates = new EnumMap<>(Arm.class);
    for (Arm arm : Arm.values()) {
      rates.put(arm, networks.rate(arm));
    }
    return Results.report(laboratory, laboratory.run(plan(rates)));
  }

  private Planned<Findings> plan(Map<Arm, Double> rates) {
    List<Planned<Measured>> all = new ArrayList<>();
    for (Variant variant : size.variants()) {
      for (long seed : networks.seeds()) {
        for (Arm arm : Arm.values()) {
          all.add(measured(seed, arm, variant, rates.get(arm)));
        }
      }
    }
    return Planned.all(all).map(found -> new Findings(chain, size, networks.seeds(), rates, found));
  }

  private Planned<Measured> measured(long seed, Arm arm, Variant variant, double rate) {
    TrainingSpec training = networks.of(seed, arm, variant, rate);
    Architecture network = training.architecture();
    NetworkSource end = training.atEnd();
    Dataset test = laboratory.test(size.test());
    Selection samples = new Selection.Drawn(size.measured(), seed);
    Planned<Performance> accuracy = Performance.of(end, training.train(), test.provenance());
    Planned<Double> loss = networks.loss(seed, arm, variant, rate);
    Planned<List<Sparsity.Found>> sparsity =
        Planned.all(
            IntStream.rangeClosed(1, chain.depth())
                .mapToObj(layer -> Chain.cut(network, layer))
                .map(cut -> new Sparsity(training.train(), samples, cut))
                .map(measure -> Planned.of(MeasureSpec.of(measure, end)))
                .toList());
    Planned<List<Halves<Clusters>>> layers =
        Planned.all(
            chain.compared().stream()
                .map(layer -> Chain.cut(network, layer))
                .map(cut -> layer(end, training.train(), samples, cut, seed))
                .toList());
    Planned<Halves<Collapse>> collapse =
        Planned.of(
                MeasureSpec.of(
                    new NeuralCollapse(training.train(), samples, Chain.last(network)), end))
            .map(found -> new Halves<>(found.all(), found.first(), found.second()));
    Planned<List<Around>> pieces =
        Planned.all(
            variant.equals(size.variants().get(0)) ? around(end, training, seed) : List.of());
    return Planned.joined(
        List.of(accuracy, loss, sparsity, layers, collapse, pieces),
        read ->
            new Measured(
                seed,
                arm,
                variant,
                read.of(accuracy),
                read.of(loss),
                read.of(sparsity),
                read.of(layers),
                read.of(collapse),
                read.of(pieces)));
  }

  /** Linear pieces around samples, in each kind of direction and for each length. */
  private List<Planned<Around>> around(NetworkSource network, TrainingSpec training, long seed) {
    List<Planned<Around>> pieces = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      for (double length : size.lengths()) {
        LocalPieces measure =
            new LocalPieces(
                training.train(),
                new Selection.Drawn(size.segments(), seed),
                direction,
                length,
                seed);
        pieces.add(
            Planned.of(MeasureSpec.of(measure, network))
                .map(found -> new Around(direction, length, found)));
      }
    }
    return pieces;
  }

  private static Planned<Halves<Clusters>> layer(
      NetworkSource network, Provenance train, Selection samples, String cut, long seed) {
    Planned<Clustering.Found> raw = clusters(network, train, samples, cut, Features.RAW);
    Planned<Clustering.Found> scaled = clusters(network, train, samples, cut, Features.NORMALISED);
    Planned<FreeClustering.Found> free =
        Planned.of(
            MeasureSpec.of(new FreeClustering(train, samples, cut, Features.RAW, seed), network));
    return Planned.joined(
        List.of(raw, scaled, free),
        read -> Clusters.of(read.of(raw), read.of(scaled), read.of(free)));
  }

  private static Planned<Clustering.Found> clusters(
      NetworkSource network, Provenance train, Selection samples, String cut, Features features) {
    return Planned.of(MeasureSpec.of(new Clustering(train, samples, cut, features), network));
  }
}
