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
import dev.assay.train.Evaluation;
import dev.assay.train.History;
import dev.assay.train.History.Epoch;
import java.util.ArrayList;
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
    Epoch kept = KeptRun.epoch(history);
    Report.Builder report =
        Report.titled(Text.format("Training %s on %s", setup.name(), setup.data().name()))
            .summary(
                Text.format(
                    "%s, %,d trained parameters, on %s; %stested on %s.",
                    setup.name(),
                    setup.architecture().parameterCount(),
                    setup.train(),
                    setup.validation().map(held -> "validated on " + held + "; ").orElse(""),
                    setup.test()))
            .key(Quantity.of("test accuracy", 100 * kept.testAccuracy(), "%"))
            .key(Quantity.of("train accuracy", 100 * kept.trainAccuracy(), "%"))
            .key(Quantity.of("test loss", kept.testLoss()))
            .key(Quantity.of("epochs", kept.epoch()));
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
    setup
        .validation()
        .ifPresent(
            held ->
                report.note(
                    Text.format(
                        "The network is that of epoch %d, which had the lowest loss on the %,d"
                            + " training samples that were held out, and so are the numbers above."
                            + " The test set decided nothing.",
                        kept.epoch(), held.count())));
    setup.batches().remark().ifPresent(text -> report.note(text).provenance("leftOut", text));
    report.note(
        "Training loss and accuracy are means over the mini-batches of an epoch, as they were"
            + " trained on: with the parameters of that moment, with augmentation, dropout and"
            + " batch statistics.");
    return report
        .figure(
            curves(
                "loss",
                "Loss",
                Axis.of("cross-entropy"),
                Epoch::trainLoss,
                Evaluation::loss,
                Epoch::testLoss))
        .figure(
            curves(
                "accuracy",
                "Accuracy",
                Axis.of("accuracy", "%"),
                e -> 100 * e.trainAccuracy(),
                e -> 100 * e.accuracy(),
                e -> 100 * e.testAccuracy()))
        .table(epochs())
        .table(layers(setup.architecture()))
        .provenance("network", setup.name())
        .provenance("architecture", setup.architecture().toString())
        .provenance("settings", setup.settings())
        .build();
  }

  private Figure curves(
      String name,
      String title,
      Axis y,
      ToDoubleFunction<Epoch> training,
      ToDoubleFunction<Evaluation> validation,
      ToDoubleFunction<Epoch> test) {
    List<Line> lines = new ArrayList<>();
    lines.add(line("training", history.epochs(), training));
    if (!history.validation().isEmpty()) {
      lines.add(line("validation", history.validation(), validation));
    }
    lines.add(line("test", history.epochs(), test));
    return new Figure(new Heading(name, title, ""), new Plot.Lines(EPOCH, y, lines));
  }

  private <T> Line line(String name, List<T> epochs, ToDoubleFunction<T> value) {
    double[] x = history.epochs().stream().mapToDouble(Epoch::epoch).toArray();
    return Line.of(name, x, epochs.stream().mapToDouble(value).toArray());
  }

  private Table epochs() {
    Table.Builder<Epoch> epochs =
        Table.of(history.epochs(), "history", "Epochs")
            .integer("epoch", "from 1", Epoch::epoch)
            .real("rate", "", "learning rate", Epoch::rate)
            .real("train_loss", "", "mean loss of the mini-batches", Epoch::trainLoss)
            .real("train_accuracy", "", "their accuracy, 0 to 1", Epoch::trainAccuracy)
            .real("test_loss", "", "mean loss on the test set after the epoch", Epoch::testLoss)
            .real("test_accuracy", "", "accuracy on the test set, 0 to 1", Epoch::testAccuracy);
    if (!history.validation().isEmpty()) {
      epochs
          .real(
              "validation_loss",
              "",
              "mean loss on the samples held out, by which the network is chosen",
              e -> validated(e).loss())
          .real(
              "validation_accuracy",
              "",
              "accuracy on the samples held out, 0 to 1",
              e -> validated(e).accuracy());
    }
    return epochs.build();
  }

  private Evaluation validated(Epoch epoch) {
    return history.validation().get(epoch.epoch() - 1);
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
