package dev.assay.paper.fragmentation;

import dev.assay.data.Corruption;
import dev.assay.data.Dataset;
import dev.assay.measure.CrossEntropy;
import dev.assay.measure.Rescaled;
import dev.assay.measure.SegmentFragmentation;
import dev.assay.measure.SegmentFragmentation.Changes;
import dev.assay.measure.WeightNorm;
import dev.assay.paper.fragmentation.Findings.Cut;
import dev.assay.paper.fragmentation.Findings.Draw;
import dev.assay.paper.fragmentation.Findings.End;
import dev.assay.paper.fragmentation.Findings.Moment;
import dev.assay.paper.fragmentation.Findings.Ordered;
import dev.assay.paper.fragmentation.Findings.Scaled;
import dev.assay.reproduction.Chance;
import dev.assay.reproduction.Family;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Performance;
import dev.assay.store.MeasureSpec;
import dev.assay.store.NetworkSource;
import dev.assay.store.Planned;
import dev.assay.store.TrainingSpec;
import dev.assay.study.Report;
import dev.assay.study.fragmentation.FragmentationFigures.DrawnPlane;
import dev.assay.study.fragmentation.Tuples;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.train.History;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Mouton, Rabe, Haasbroek, Theunissen, Potgieter and Davel 2024, "Is network fragmentation a useful
 * complexity measure?".
 *
 * <p><b>Sample.</b> For each seed, a training set is drawn, and a copy in which some labels are
 * wrong. Networks of growing capacity (perceptrons by width, convolutional ones by channels) are
 * trained on both. Segments join clean training samples of one class, the same ones for all
 * networks of a seed. Where networks of different capacity are compared, those segments count whose
 * ends the network classifies as labelled: a small network that errs at an end changes class on the
 * way, which is error, not fragmentation.
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
  private final NetworkKind kind;
  private final Networks networks;

  Experiment(Laboratory laboratory, Size scale, NetworkKind kind) {
    this.laboratory = laboratory;
    this.scale = scale;
    this.kind = kind;
    this.networks = new Networks(laboratory, scale, kind);
  }

  Report run() {
    List<Draw> draws = laboratory.seeds(scale.seeds()).stream().map(this::sample).toList();
    return Results.report(
        laboratory,
        laboratory.run(plan(draws)).fitted(laboratory.data()),
        Bootstrap.standard(draws.get(0).seed()));
  }

  private Planned<Findings> plan(List<Draw> draws) {
    Planned<List<End>> ends = ends(draws);
    Planned<List<Moment>> moments = moments(draws);
    Planned<List<Cut>> cuts = cuts(draws);
    Planned<List<Scaled>> scaled = scaled(draws);
    Planned<List<Ordered>> family = ordered(draws);
    Planned<List<DrawnPlane>> pictures = new Planes(scale, kind, networks).of(draws.get(0));
    return Planned.joined(
        List.of(ends, moments, cuts, scaled, family, pictures),
        read ->
            new Findings(
                scale,
                kind,
                draws,
                read.of(ends),
                read.of(moments),
                read.of(cuts),
                read.of(scaled),
                read.of(family),
                Chance.of(laboratory.test(scale.family().test())),
                read.of(pictures)));
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
  private Planned<List<End>> ends(List<Draw> draws) {
    List<Planned<End>> ends = new ArrayList<>();
    Dataset test = laboratory.test(scale.test());
    for (Draw draw : draws) {
      for (boolean noise : new boolean[] {false, true}) {
        Dataset train = draw.train(noise);
        for (int width : scale.widths()) {
          NetworkSource network = networks.one(draw, noise, width).atEnd();
          ends.add(
              lines(network, 0, train, draw.pairs())
                  .with(
                      Performance.of(network, train.provenance(), test.provenance()),
                      (lines, accuracy) -> new End(draw, noise, width, lines, accuracy)));
        }
      }
    }
    return Planned.all(ends);
  }

  private static Planned<Changes> lines(
      NetworkSource network, int cut, Dataset data, Tuples pairs) {
    return Planned.of(MeasureSpec.of(segments(cut, data, pairs), network));
  }

  private static SegmentFragmentation segments(int cut, Dataset data, Tuples pairs) {
    return new SegmentFragmentation(data.provenance(), cut, pairs);
  }

  /** Fragmentation along training, beside the error on test samples. */
  private Planned<List<Moment>> moments(List<Draw> draws) {
    List<Planned<Moment>> moments = new ArrayList<>();
    for (Draw draw : draws) {
      for (int width : scale.followed()) {
        TrainingSpec network = networks.one(draw, true, width);
        for (int epoch : scale.snapshots()) {
          moments.add(moment(draw, width, network, network.after(epoch), epoch));
        }
        moments.add(moment(draw, width, network, network.atEnd(), scale.epochs()));
      }
    }
    return Planned.all(moments);
  }

  private Planned<Moment> moment(
      Draw draw, int width, TrainingSpec training, NetworkSource then, int epoch) {
    Planned<History.Epoch> accuracies = Planned.of(training.epoch(epoch));
    Planned<WeightNorm.Norm> norm = Planned.of(MeasureSpec.of(new WeightNorm(), then));
    Planned<Changes> lines = lines(then, 0, draw.noisy(), draw.pairs());
    Planned<Changes> testLines = lines(then, 0, laboratory.test(scale.test()), draw.testPairs());
    return Planned.joined(
        List.of(accuracies, norm, lines, testLines),
        read ->
            new Moment(
                draw,
                width,
                epoch,
                1 - read.of(accuracies).trainAccuracy(),
                1 - read.of(accuracies).testAccuracy(),
                read.of(norm).value(),
                read.of(lines),
                read.of(testLines)));
  }

  /** Fragmentation in input space and in front of the later layers of deeper networks. */
  private Planned<List<Cut>> cuts(List<Draw> draws) {
    List<Planned<Cut>> found = new ArrayList<>();
    // the input, and behind each block
    int[] cuts =
        IntStream.rangeClosed(0, scale.deepDepth())
            .map(block -> block == 0 ? 0 : kind.cut(block))
            .toArray();
    for (Draw draw : draws) {
      TrainingSpec network = networks.deep(draw);
      for (int cut : cuts) {
        String name = network.architecture().cutName(cut);
        found.add(
            lines(network.atEnd(), cut, draw.noisy(), draw.pairs())
                .map(lines -> new Cut(draw, name, lines)));
      }
    }
    return Planned.all(found);
  }

  private Planned<List<Scaled>> scaled(List<Draw> draws) {
    List<Planned<Scaled>> found = new ArrayList<>();
    for (Draw draw : draws) {
      for (int width : scale.followed()) {
        NetworkSource network = networks.one(draw, true, width).atEnd();
        Planned<Weighed> before = weighed(draw, network, 1);
        for (double factor : FACTORS) {
          found.add(
              before.with(
                  weighed(draw, network, factor),
                  (own, scaled) ->
                      new Scaled(
                          draw,
                          width,
                          factor,
                          own.norm,
                          scaled.norm,
                          own.changes,
                          scaled.changes)));
        }
      }
    }
    return Planned.all(found);
  }

  /** Class changes on the segments of a draw, and the norm of the weights. */
  private record Weighed(double norm, int[] changes) {}

  private static Planned<Weighed> weighed(Draw draw, NetworkSource network, double factor) {
    return Planned.of(MeasureSpec.of(new Rescaled<>(factor, new WeightNorm()), network))
        .with(
            Planned.of(
                MeasureSpec.of(
                    new Rescaled<>(factor, segments(0, draw.noisy(), draw.pairs())), network)),
            (norm, lines) -> new Weighed(norm.value(), lines.changes()));
  }

  /** A family of networks, their fragmentation and their generalisation gap. */
  private Planned<List<Ordered>> ordered(List<Draw> draws) {
    List<Planned<Ordered>> found = new ArrayList<>();
    Family family = networks.family();
    Dataset test = laboratory.test(scale.family().test());
    for (Draw draw : draws) {
      for (Family.Member member : family.members(draw.seed())) {
        Dataset train = laboratory.bench().data(member.training().train());
        Tuples pairs =
            Tuples.draw(train.labels(), Tuples.clean(train), true, 2, scale.pairs(), draw.seed());
        NetworkSource network = member.training().atEnd();
        found.add(
            ordered(
                member,
                Performance.of(network, train.provenance(), test.provenance()),
                Planned.of(MeasureSpec.of(new CrossEntropy(train.provenance()), network)),
                lines(network, 0, train, pairs)));
      }
    }
    return Planned.all(found);
  }

  private static Planned<Ordered> ordered(
      Family.Member member,
      Planned<Performance> accuracy,
      Planned<CrossEntropy.Loss> loss,
      Planned<Changes> lines) {
    return Planned.joined(
        List.of(accuracy, loss, lines),
        read -> new Ordered(member, read.of(accuracy), read.of(loss).value(), read.of(lines)));
  }
}
