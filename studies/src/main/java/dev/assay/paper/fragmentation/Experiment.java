package dev.assay.paper.fragmentation;

import dev.assay.data.Corruption;
import dev.assay.data.Dataset;
import dev.assay.nn.Network;
import dev.assay.paper.fragmentation.Findings.Cut;
import dev.assay.paper.fragmentation.Findings.Draw;
import dev.assay.paper.fragmentation.Findings.End;
import dev.assay.paper.fragmentation.Findings.Moment;
import dev.assay.paper.fragmentation.Findings.Ordered;
import dev.assay.paper.fragmentation.Findings.Rescaled;
import dev.assay.reproduction.Family;
import dev.assay.reproduction.Laboratory;
import dev.assay.store.Trained;
import dev.assay.store.Training;
import dev.assay.study.Report;
import dev.assay.study.fragmentation.Rescaling;
import dev.assay.study.fragmentation.Tuples;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.train.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Mouton, Rabe, Haasbroek, Theunissen, Potgieter and Davel 2024, "Is network fragmentation a useful
 * complexity measure?".
 *
 * <p><b>Sample.</b> For each seed, a training set is drawn, and a copy in which some labels are
 * wrong. Perceptrons of growing width are trained on both. Segments join clean training samples of
 * one class, the same ones for all networks of a seed. Where networks of different capacity are
 * compared, those segments count whose ends the network classifies as labelled: a small network
 * that errs at an end changes class on the way, which is error, not fragmentation.
 *
 * <p><b>Measure.</b> The exact number of class changes on each segment; at the end of training and,
 * for some networks, along it; in input space and at hidden cuts; and after re-scaling weights
 * without changing the function.
 *
 * <p><b>Aggregate and claim.</b> See {@link Results}.
 */
final class Experiment {
  static final List<Double> FACTORS = List.of(0x1p-6, 0x1p-3, 0x1p3, 0x1p6);

  private final Laboratory laboratory;
  private final Size scale;
  private final Networks networks;

  Experiment(Laboratory laboratory, Size scale) {
    this.laboratory = laboratory;
    this.scale = scale;
    this.networks = new Networks(laboratory, scale);
  }

  Report run() {
    List<Draw> draws = laboratory.seeds(scale.seeds()).stream().map(this::sample).toList();
    laboratory.trainAll(draws.stream().flatMap(draw -> networks.all(draw).stream()).toList());
    Findings findings =
        new Findings(
            scale,
            draws,
            ends(draws),
            moments(draws),
            cuts(draws),
            rescaled(draws),
            ordered(draws),
            new Planes(laboratory, scale, networks).of(draws.get(0)));
    return Results.report(laboratory, findings, Bootstrap.standard(draws.get(0).seed()));
  }

  private Draw sample(long seed) {
    Dataset clean = laboratory.train(scale.train(), seed);
    Dataset noisy = new Corruption.Label(scale.noise(), seed).apply(clean);
    int[] eligible = Tuples.clean(noisy);
    Dataset test = laboratory.test(scale.test());
    return new Draw(
        seed,
        clean,
        noisy,
        Tuples.draw(clean.labels(), eligible, true, 2, scale.pairs(), seed),
        Tuples.draw(
            test.labels(),
            IntStream.range(0, test.count()).toArray(),
            true,
            2,
            scale.pairs(),
            seed),
        Tuples.draw(clean.labels(), eligible, false, 3, scale.pictures(), seed));
  }

  /** Fragmentation by width, with and without label noise. */
  private List<End> ends(List<Draw> draws) {
    List<End> ends = new ArrayList<>();
    Laboratory.Stage stage =
        laboratory.stage("segments by width", 2 * draws.size() * 2 * scale.widths().size());
    Dataset test = laboratory.test(scale.test());
    for (Draw draw : draws) {
      for (boolean noise : new boolean[] {false, true}) {
        Dataset train = draw.train(noise);
        for (int width : scale.widths()) {
          Training network = networks.one(draw, noise, width);
          SegmentChanges lines = lines(stage, network, 0, 0, train, draw.pairs());
          Family.Accuracy accuracy =
              stage.measure(
                  Map.of(
                      "what", "accuracy", "train", train.provenance(), "test", test.provenance()),
                  network,
                  0,
                  Family.Accuracy.class,
                  open -> Family.accuracy(open, train, test));
          ends.add(new End(draw, noise, width, lines, accuracy));
        }
      }
    }
    return ends;
  }

  private static SegmentChanges lines(
      Laboratory.Stage stage, Training network, int epoch, int cut, Dataset data, Tuples pairs) {
    return stage.measure(
        SegmentChanges.key(cut, data, pairs),
        network,
        epoch,
        SegmentChanges.class,
        open -> SegmentChanges.of(open, cut, data.images(), pairs));
  }

  /** Fragmentation along training, beside the error on test samples. */
  private List<Moment> moments(List<Draw> draws) {
    List<Moment> moments = new ArrayList<>();
    int epochs = scale.snapshots().size() + 1;
    Laboratory.Stage stage =
        laboratory.stage("segments by epoch", 2 * draws.size() * scale.followed().size() * epochs);
    for (Draw draw : draws) {
      for (int width : scale.followed()) {
        Training network = networks.one(draw, true, width);
        Trained trained = laboratory.trained(network);
        for (int i = 0; i < epochs; i++) {
          int epoch = i < epochs - 1 ? scale.snapshots().get(i) : scale.epochs();
          int snapshot = i < epochs - 1 ? epoch : 0;
          SegmentChanges lines = lines(stage, network, snapshot, 0, draw.noisy(), draw.pairs());
          SegmentChanges testLines =
              lines(stage, network, snapshot, 0, laboratory.test(scale.test()), draw.testPairs());
          double norm =
              stage.measure(
                  Map.of("what", "weight norm"),
                  network,
                  snapshot,
                  Double.class,
                  open -> Rescaling.weightNorm(open.parameters().values()));
          History.Epoch then = trained.history().epochs().get(epoch - 1);
          moments.add(
              new Moment(
                  draw,
                  width,
                  epoch,
                  1 - then.trainAccuracy(),
                  1 - then.testAccuracy(),
                  norm,
                  lines,
                  testLines));
        }
      }
    }
    return moments;
  }

  /** Fragmentation in input space and in front of the later layers of deeper networks. */
  private List<Cut> cuts(List<Draw> draws) {
    List<Cut> found = new ArrayList<>();
    // the input, and behind each ReLU: flatten, dense, relu, dense, relu, …, dense
    int[] cuts =
        IntStream.rangeClosed(0, scale.deepDepth()).map(i -> i == 0 ? 0 : 2 * i + 1).toArray();
    Laboratory.Stage stage = laboratory.stage("segments by cut", draws.size() * cuts.length);
    for (Draw draw : draws) {
      Training network = networks.deep(draw);
      for (int cut : cuts) {
        SegmentChanges lines = lines(stage, network, 0, cut, draw.noisy(), draw.pairs());
        found.add(
            new Cut(draw, laboratory.trained(network).model().architecture().cutName(cut), lines));
      }
    }
    return found;
  }

  /** What is kept of a re-scaled network. */
  record Scaling(double norm, double scaledNorm, int[] changes, int[] scaledChanges) {}

  private List<Rescaled> rescaled(List<Draw> draws) {
    List<Rescaled> found = new ArrayList<>();
    Laboratory.Stage stage =
        laboratory.stage(
            "re-scaled networks", draws.size() * scale.followed().size() * FACTORS.size());
    for (Draw draw : draws) {
      for (int width : scale.followed()) {
        for (double factor : FACTORS) {
          Scaling scaling =
              stage.measure(
                  Map.of("what", "re-scaling", "factor", factor, "pairs", draw.pairs().tuples()),
                  networks.one(draw, true, width),
                  0,
                  Scaling.class,
                  open -> rescale(open, factor, draw));
          found.add(
              new Rescaled(
                  draw,
                  width,
                  factor,
                  scaling.norm(),
                  scaling.scaledNorm(),
                  scaling.changes(),
                  scaling.scaledChanges()));
        }
      }
    }
    return found;
  }

  private static Scaling rescale(Network network, double factor, Draw draw) {
    Map<String, float[]> weights = network.parameters().values();
    SegmentChanges before = SegmentChanges.of(network, 0, draw.noisy().images(), draw.pairs());
    Map<String, float[]> others = Rescaling.of(network.architecture(), weights, factor);
    network.parameters().set(others);
    SegmentChanges after = SegmentChanges.of(network, 0, draw.noisy().images(), draw.pairs());
    return new Scaling(
        Rescaling.weightNorm(weights),
        Rescaling.weightNorm(others),
        before.changes(),
        after.changes());
  }

  /** A family of networks, their fragmentation and their generalisation gap. */
  private List<Ordered> ordered(List<Draw> draws) {
    List<Ordered> found = new ArrayList<>();
    Laboratory.Stage stage =
        laboratory.stage("segments of the family", 2 * draws.size() * scale.family().size());
    for (Draw draw : draws) {
      Family family = networks.family();
      for (Family.Member member : family.members(draw.seed())) {
        Tuples pairs =
            Tuples.draw(
                member.train().labels(),
                Tuples.clean(member.train()),
                true,
                2,
                scale.pairs(),
                draw.seed());
        SegmentChanges lines = lines(stage, member.training(), 0, 0, member.train(), pairs);
        found.add(new Ordered(member, family.accuracy(stage, member), lines));
      }
    }
    return found;
  }
}
