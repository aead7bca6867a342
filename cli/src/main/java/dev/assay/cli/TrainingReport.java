package dev.assay.cli;

import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.study.Axis;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Plot;
import dev.assay.study.Plot.Line;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.Table;
import dev.assay.train.History;
import dev.assay.train.History.Epoch;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** A training run as a report. */
final class TrainingReport {
  private static final Axis EPOCH = Axis.of("epoch").counting();

  private final TrainingSetup setup;
  private final History history;

  private TrainingReport(TrainingSetup setup, History history) {
    this.setup = setup;
    this.history = history;
  }

  /**
   * @param finished whether the run is over, early or not
   */
  static Report of(TrainingSetup setup, History history, boolean finished) {
    return new TrainingReport(setup, history).build(finished);
  }

  private Report build(boolean finished) {
    Epoch last = history.last();
    Report.Builder report =
        Report.titled(Text.format("Training %s on %s", setup.name(), setup.data().name()))
            .summary(
                Text.format(
                    "%s, %,d trained parameters, on %s; tested on %s.",
                    setup.name(),
                    setup.architecture().parameterCount(),
                    setup.train(),
                    setup.test()))
            .key(Quantity.of("test accuracy", 100 * last.testAccuracy(), "%"))
            .key(Quantity.of("train accuracy", 100 * last.trainAccuracy(), "%"))
            .key(Quantity.of("test loss", last.testLoss()))
            .key(Quantity.of("epochs", last.epoch()));
    if (!finished) {
      report.note(
          Text.format(
              "This run is not over: it stopped after %d of %d epochs.",
              last.epoch(), setup.config().epochs()));
    } else if (last.epoch() < setup.config().epochs()) {
      report.note(
          Text.format(
              "Stopped after %d of %d epochs: %s.",
              last.epoch(), setup.config().epochs(), setup.config().stop().words()));
    }
    setup.batches().remark().ifPresent(text -> report.note(text).provenance("leftOut", text));
    report.note(
        "Training loss and accuracy are means over the mini-batches of an epoch, as they were"
            + " trained on: with the parameters of that moment, with augmentation, dropout and"
            + " batch statistics.");
    return report
        .figure(
            lines(
                "loss",
                "Loss",
                Axis.of("cross-entropy"),
                line("training", Epoch::trainLoss),
                line("test", Epoch::testLoss)))
        .figure(
            lines(
                "accuracy",
                "Accuracy",
                Axis.of("accuracy", "%"),
                line("training", e -> 100 * e.trainAccuracy()),
                line("test", e -> 100 * e.testAccuracy())))
        .table(epochs())
        .table(layers(setup.architecture()))
        .provenance("network", setup.name())
        .provenance("architecture", setup.architecture().toString())
        .provenance("settings", setup.settings())
        .build();
  }

  private static Figure lines(String name, String title, Axis y, Line... lines) {
    return new Figure(new Heading(name, title, ""), new Plot.Lines(EPOCH, y, List.of(lines)));
  }

  private Line line(String name, ToDoubleFunction<Epoch> value) {
    double[] x = history.epochs().stream().mapToDouble(Epoch::epoch).toArray();
    return Line.of(name, x, history.epochs().stream().mapToDouble(value).toArray());
  }

  private Table epochs() {
    return Table.of(history.epochs(), "history", "Epochs")
        .integer("epoch", "from 1", Epoch::epoch)
        .real("rate", "", "learning rate", Epoch::rate)
        .real("train_loss", "", "mean loss of the mini-batches", Epoch::trainLoss)
        .real("train_accuracy", "", "their accuracy, 0 to 1", Epoch::trainAccuracy)
        .real("test_loss", "", "mean loss on the test set after the epoch", Epoch::testLoss)
        .real("test_accuracy", "", "accuracy on the test set, 0 to 1", Epoch::testAccuracy)
        .build();
  }

  /** The layers of an architecture, as rows. */
  static Table layers(Architecture architecture) {
    return Table.of(
            IntStream.rangeClosed(0, architecture.depth()).boxed().toList(), "layers", "Layers")
        .integer("layer", "position, from 0; none: the input", cut -> cut == 0 ? null : cut - 1)
        .text("cut", "name of the place behind it", cut -> architecture.cutName(cut))
        .text("output", "shape of a sample there", cut -> architecture.shape(cut).toString())
        .integer(
            "parameters",
            "trained parameters",
            cut -> cut == 0 ? 0 : architecture.parameterCount(cut - 1))
        .build();
  }
}
