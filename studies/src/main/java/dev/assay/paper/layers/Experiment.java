package dev.assay.paper.layers;

import dev.assay.data.Augmentation;
import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.measure.Accuracy;
import dev.assay.measure.Answers;
import dev.assay.measure.CodeChange;
import dev.assay.measure.LayerBayes;
import dev.assay.measure.LayerCodes;
import dev.assay.measure.LayerTree;
import dev.assay.measure.Measure;
import dev.assay.measure.Selection;
import dev.assay.measure.TreeTop;
import dev.assay.paper.layers.Findings.Draw;
import dev.assay.paper.layers.Findings.Layer;
import dev.assay.paper.layers.Findings.Moment;
import dev.assay.paper.layers.Findings.Net;
import dev.assay.paper.layers.Findings.Top;
import dev.assay.reproduction.Chance;
import dev.assay.reproduction.Laboratory;
import dev.assay.store.MeasureSpec;
import dev.assay.store.NetworkSource;
import dev.assay.store.Planned;
import dev.assay.store.TrainingSpec;
import dev.assay.study.Report;
import dev.assay.study.statistics.Bootstrap;
import dev.assay.study.tree.On;
import dev.assay.study.tree.Target;
import dev.assay.train.Optimizer;
import dev.assay.train.Schedule;
import dev.assay.train.StoppingCriterion;
import dev.assay.train.TrainingConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Mouton and Davel 2022, "Exploring layerwise decision making in DNNs".
 *
 * <p><b>Sample.</b> For each seed, a training set is drawn, and perceptrons of some shapes are
 * trained on it.
 *
 * <p><b>Measure.</b> Of each hidden layer, which units are active for each training sample: its
 * code. Decision trees on codes, of the network's classes and of labels, are asked about test
 * samples; beside them stand trees on activations and on pixels, and naive Bayes on codes. What
 * codes are like is measured from before training to its end.
 *
 * <p><b>Aggregate and claim.</b> See {@link Results}.
 */
final class Experiment {
  /** Test samples that are looked at after every epoch, for the record; no choice hangs on them. */
  private static final int WATCHED = 100;

  private final Laboratory laboratory;
  private final Size scale;

  Experiment(Laboratory laboratory, Size scale) {
    this.laboratory = laboratory;
    this.scale = scale;
  }

  Report run() {
    List<Draw> draws =
        laboratory.seeds(scale.seeds()).stream()
            .map(seed -> new Draw(seed, laboratory.train(scale.train(), seed)))
            .toList();
    Findings findings = laboratory.run(plan(draws));
    requireLearned(findings);
    return Results.report(laboratory, findings, Bootstrap.standard(draws.get(0).seed()));
  }

  /** Trees of networks that answer no better than by chance would explain nothing. */
  private void requireLearned(Findings findings) {
    Chance chance = Chance.of(findings.draws().get(0).train());
    for (Shape shape : scale.shapes()) {
      double fitted = findings.of(shape).stream().mapToDouble(Net::fitted).average().orElseThrow();
      if (!chance.isBeatenBy(fitted)) {
        throw new BadInputException(
            Text.format(
                "data set %s: networks of %s fit %.0f %% of their training samples after %d epochs,"
                    + " no more than chance, so trees would explain nothing; take other data",
                laboratory.data(), shape, 100 * fitted, scale.epochs()));
      }
    }
  }

  private Planned<Findings> plan(List<Draw> draws) {
    List<Planned<Net>> networks = new ArrayList<>();
    for (Shape shape : scale.shapes()) {
      for (Draw draw : draws) {
        networks.add(new OfNetwork(draw, shape).all());
      }
    }
    List<Planned<Top>> tops = new ArrayList<>();
    for (Shape shape : scale.shapes()) {
      OfNetwork first = new OfNetwork(draws.get(0), shape);
      tops.add(first.top(1));
      tops.add(first.top(shape.layers()));
    }
    int classes = draws.get(0).train().classes();
    return Planned.all(networks)
        .with(
            Planned.all(tops), (found, drawn) -> new Findings(scale, classes, draws, found, drawn));
  }

  /** What is measured of one network. */
  private final class OfNetwork {
    private final Draw draw;
    private final Shape shape;
    private final TrainingSpec training;
    private final Provenance train;
    private final Provenance test;
    private final Selection all;

    OfNetwork(Draw draw, Shape shape) {
      this.draw = draw;
      this.shape = shape;
      Dataset samples = draw.train();
      train = samples.provenance();
      test = laboratory.test(scale.test()).provenance();
      all = new Selection.Drawn(samples.count(), draw.seed());
      TrainingConfig config =
          new TrainingConfig(
              scale.epochs(),
              scale.batch(),
              Optimizer.adam(1e-3),
              new Schedule.Constant(),
              Augmentation.NONE,
              draw.seed(),
              StoppingCriterion.NEVER);
      training =
          laboratory.training(
              shape.architecture(samples),
              samples,
              laboratory.test(Math.min(WATCHED, scale.test())),
              config,
              scale.snapshots());
    }

    Planned<Net> all() {
      Planned<Accuracy.Share> fitted = of(new Accuracy(train), training.atEnd());
      Planned<Answers.Right> answers = of(new Answers(test), training.atEnd());
      Planned<LayerTree.Found> pixels =
          of(tree(LayerTree.INPUT, On.NUMBERS, Target.PREDICTION), training.atEnd());
      Planned<List<Layer>> layers = Planned.all(shape.all().stream().map(this::layer).toList());
      Planned<List<Moment>> moments = moments();
      return Planned.joined(
          List.of(fitted, answers, pixels, layers, moments),
          read ->
              new Net(
                  draw,
                  shape,
                  read.of(fitted).value(),
                  read.of(answers).right(),
                  read.of(pixels),
                  read.of(layers),
                  read.of(moments)));
    }

    private Planned<Layer> layer(int number) {
      String cut = shape.cut(draw.train(), number);
      NetworkSource end = training.atEnd();
      Planned<LayerTree.Found> tree = of(tree(cut, On.CODES, Target.PREDICTION), end);
      Planned<LayerTree.Found> labelled = of(tree(cut, On.CODES, Target.LABEL), end);
      Planned<LayerTree.Found> numbers = of(tree(cut, On.NUMBERS, Target.PREDICTION), end);
      Planned<LayerBayes.Found> bayes =
          of(new LayerBayes(train, all, test, cut, Target.PREDICTION), end);
      Planned<LayerCodes.Found> codes = of(new LayerCodes(train, all, cut), end);
      return Planned.joined(
          List.of(tree, labelled, numbers, bayes, codes),
          read ->
              new Layer(
                  number,
                  read.of(tree),
                  read.of(labelled),
                  read.of(numbers),
                  read.of(bayes),
                  read.of(codes)));
    }

    /** What is drawn of a layer's tree. */
    Planned<Top> top(int layer) {
      String cut = shape.cut(draw.train(), layer);
      return of(
              new TreeTop(train, all, cut, Target.PREDICTION, Size.LEVELS, Size.ATTRIBUTED),
              training.atEnd())
          .map(found -> new Top(draw, shape, layer, found.nodes()));
    }

    private LayerTree tree(String cut, On on, Target target) {
      return new LayerTree(train, all, test, cut, on, target);
    }

    /** From before training to its end. */
    private Planned<List<Moment>> moments() {
      List<Integer> epochs = new ArrayList<>(List.of(0));
      List<NetworkSource> then = new ArrayList<>(List.of(training.untrained()));
      for (int epoch : scale.snapshots()) {
        epochs.add(epoch);
        then.add(training.after(epoch));
      }
      epochs.add(scale.epochs());
      then.add(training.atEnd());
      List<Planned<Moment>> moments = new ArrayList<>();
      for (int layer : shape.all()) {
        for (int i = 0; i < then.size(); i++) {
          moments.add(moment(epochs.get(i), layer, then.get(i), i == 0 ? null : then.get(i - 1)));
        }
      }
      return Planned.all(moments);
    }

    /**
     * @param before null for the first moment
     */
    private Planned<Moment> moment(int epoch, int layer, NetworkSource then, NetworkSource before) {
      String cut = shape.cut(draw.train(), layer);
      Planned<LayerCodes.Found> codes = of(new LayerCodes(train, all, cut), then);
      Planned<LayerTree.Found> labelled = of(tree(cut, On.CODES, Target.LABEL), then);
      List<Planned<CodeChange.Changed>> changes =
          before == null ? List.of() : List.of(of(new CodeChange(train, all, cut), before, then));
      return Planned.joined(
          List.of(codes, labelled, Planned.all(changes)),
          read ->
              new Moment(
                  epoch,
                  layer,
                  read.of(codes),
                  read.of(labelled),
                  read.of(Planned.all(changes)).stream()
                      .mapToDouble(CodeChange.Changed::share)
                      .findFirst()
                      .orElse(Double.NaN)));
    }
  }

  private static <R extends Record> Planned<R> of(Measure<R> measure, NetworkSource... networks) {
    return Planned.of(MeasureSpec.of(measure, networks));
  }
}
