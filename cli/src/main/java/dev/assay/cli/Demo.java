package dev.assay.cli;

import dev.assay.backend.Backend;
import dev.assay.data.Catalog;
import dev.assay.data.Dataset;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import dev.assay.report.RunLog;
import dev.assay.study.Axis;
import dev.assay.study.Context;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.NetworkSubject;
import dev.assay.study.Plot.Distribution;
import dev.assay.study.Plot.Sample;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.Space;
import dev.assay.study.margin.MarginConfig;
import dev.assay.study.margin.MarginPictures;
import dev.assay.study.margin.MarginStudy;
import dev.assay.train.History;
import dev.assay.train.Optimizer;
import dev.assay.train.Trainer;
import dev.assay.train.TrainingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Two networks on the glyphs, and the margins of both. */
final class Demo {
  private static final String DATA = "glyphs";
  private static final double RATE = 1e-3;
  private static final int PICTURES = 6;
  private static final String MEDIAN = "median margin, ";

  private final Backend backend;
  private final DemoScale scale;
  private final long seed;
  private final RunLog log;
  private final Console console;
  private final DataChoice choice;
  private final Dataset train;
  private final Dataset test;

  /**
   * @param report the whole report
   * @param highlights the three most interesting findings, one line each
   */
  record Result(Report report, List<String> highlights) {}

  /** One network's part. */
  private record Part(
      String name, Report training, double accuracy, Report margins, List<Figure> pictures) {
    String title() {
      return name.toUpperCase(Locale.ROOT);
    }

    List<String> notes() {
      return Stream.concat(training.notes().stream(), margins.notes().stream()).toList();
    }

    /** The median margin in the first space whose name begins so. */
    double median(String space) {
      return margins.keyNumbers().stream()
          .filter(q -> q.label().startsWith(MEDIAN + space))
          .findFirst()
          .orElseThrow()
          .value();
    }
  }

  Demo(Backend backend, DemoScale scale, long seed, RunLog log, Console console) {
    this.backend = backend;
    this.scale = scale;
    this.seed = seed;
    this.log = log;
    this.console = console;
    choice = new DataChoice(DATA, scale.train(), 0, List.of(), 0);
    Catalog catalog = Catalog.of(Optional.empty());
    train = log.stage("draw glyphs", () -> choice.train(catalog));
    test = log.stage("draw glyphs", () -> choice.test(catalog));
  }

  Result run() {
    Part mlp = part("mlp");
    Part cnn = part("cnn");
    return new Result(report(mlp, cnn), highlights(mlp, cnn));
  }

  private Part part(String preset) {
    Architecture architecture = Models.preset(preset, train.sample(), train.classes());
    TrainingConfig config = TrainingConfig.of(Optimizer.adam(RATE), scale.epochs(), seed);
    TrainingSetup setup =
        new TrainingSetup(preset, architecture, choice, train, Optional.empty(), test, config);
    try (Network network = new Network(backend, architecture, seed)) {
      Trainer trainer = new Trainer(config, new EpochLines(console, setup));
      History history = log.stage("train " + preset, () -> trainer.fit(network, train, test));
      Report margins = log.stage("margins " + preset, () -> margins(network, preset));
      return new Part(
          preset,
          TrainingReport.of(setup, history, true),
          history.last().testAccuracy(),
          margins,
          pictures(network, preset.toUpperCase(Locale.ROOT)));
    }
  }

  /** Images on their way to the boundary, and those that are beyond it already. */
  private List<Figure> pictures(Network network, String title) {
    MarginPictures pictures = new MarginPictures(network, test);
    List<Figure> figures = new ArrayList<>();
    String name = title.toLowerCase(Locale.ROOT);
    pictures
        .perturbations("boundary-" + name, "To the boundary, " + title, PICTURES)
        .ifPresent(figures::add);
    pictures
        .misclassified("misclassified-" + name, "Classified wrongly, " + title, PICTURES)
        .ifPresent(figures::add);
    return figures;
  }

  /** In input space, in front of the last layer, and along the principal components. */
  private Report margins(Network network, String name) {
    String lastHidden = network.architecture().cutName(network.architecture().depth() - 1);
    MarginConfig config =
        MarginConfig.of(Space.input(), Space.hidden(lastHidden), Space.knee())
            .withSamples(scale.samples());
    Context context =
        Context.of(seed)
            .with(
                (stage, done, total, unit) ->
                    console.progress(name + ": " + stage, done, total, unit, ""));
    return new MarginStudy().run(new NetworkSubject(network, test, train), config, context);
  }

  private List<String> highlights(Part mlp, Part cnn) {
    return List.of(
        Text.format(
            "test accuracy: %s %.1f %%, %s %.1f %%",
            mlp.title(), 100 * mlp.accuracy(), cnn.title(), 100 * cnn.accuracy()),
        Text.format(
            "median distance to the decision boundary: %s %.2f, %s %.2f",
            mlp.title(), mlp.median("input"), cnn.title(), cnn.median("input")),
        Text.format(
            "the same along the main directions of the data: %s %.2f, %s %.2f",
            mlp.title(), mlp.median("pca:"), cnn.title(), cnn.median("pca:")));
  }

  private Report report(Part mlp, Part cnn) {
    Report.Builder report =
        Report.titled("Demo: two networks on glyphs")
            .summary(
                Text.format(
                    "A multi-layer perceptron and a convolutional network, trained on the same %,d"
                        + " drawn digits. How far must an image move until the network changes its"
                        + " mind? Distances are Euclidean, pixels lie between 0 and 1.",
                    scale.train()));
    for (Part part : List.of(mlp, cnn)) {
      report
          .key(Quantity.of(part.title() + ": test accuracy", 100 * part.accuracy(), "%"))
          .key(Quantity.of(part.title() + ": median margin, input", part.median("input")))
          .key(Quantity.of(part.title() + ": median margin, components", part.median("pca:")));
    }
    comparison("margins-input", "Margins in input space", mlp, cnn).ifPresent(report::figure);
    comparison("margins-hidden", "Margins in front of the last layer", mlp, cnn)
        .ifPresent(report::figure);
    mlp.pictures().forEach(report::figure);
    cnn.pictures().forEach(report::figure);
    List<String> shared = mlp.notes().stream().filter(cnn.notes()::contains).toList();
    shared.forEach(report::note);
    if (scale.reduced()) {
      report.note(
          Text.format(
              "Scaled down, because no native kernels run here: %,d glyphs, %d epochs, %d margins.",
              scale.train(), scale.epochs(), scale.samples()));
    }
    return report
        .include("mlp", part(mlp, shared))
        .include("cnn", part(cnn, shared))
        .provenance("seed", seed)
        .provenance("version", Version.text())
        .build();
  }

  /** One network's training and margins as one report, without what is told once for both. */
  private static Report part(Part part, List<String> told) {
    Report.Builder report = Report.titled(part.title());
    for (Report half : List.of(part.training(), part.margins())) {
      half.summary().forEach(text -> report.summary(part.title() + ": " + text));
      half.figures().forEach(report::figure);
      half.tables().forEach(report::table);
      half.notes().stream().filter(text -> !told.contains(text)).forEach(report::note);
      half.provenance().forEach(report::provenance);
    }
    return report.build();
  }

  /** A figure that both have, with the curves of both. */
  private static Optional<Figure> comparison(String name, String title, Part... parts) {
    List<Sample> samples = new ArrayList<>();
    Axis x = null;
    for (Part part : parts) {
      for (Figure figure : part.margins().figures()) {
        if (figure.heading().name().equals(name) && figure.plot() instanceof Distribution shares) {
          x = shares.x();
          for (Sample sample : shares.samples()) {
            samples.add(new Sample(part.title() + ", " + sample.name(), sample.values()));
          }
        }
      }
    }
    if (samples.isEmpty()) {
      return Optional.empty();
    }
    Heading heading =
        new Heading(
            "compared-" + name,
            title + ", both networks",
            "Share of samples whose margin is at most the distance shown. " + Distribution.BANDS);
    return Optional.of(new Figure(heading, new Distribution(x, samples)));
  }
}
