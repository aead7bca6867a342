package dev.assay.cli;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Network;
import dev.assay.report.ReportWriter;
import dev.assay.report.RunLog;
import dev.assay.study.Context;
import dev.assay.study.NetworkSubject;
import dev.assay.study.Report;
import dev.assay.study.Space;
import dev.assay.study.margin.MarginConfig;
import dev.assay.study.margin.MarginSolver;
import dev.assay.study.margin.MarginStudy;
import dev.assay.study.margin.Reference;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures margins. */
@Command(
    name = "margins",
    header = "Measures how far samples lie from the decision boundary.",
    description = {
      "Measures how far samples lie from the decision boundary of a trained network: in input"
          + " space, at hidden layers, or along the principal components of the training data."
          + " Writes a report with one row for each sample, space and solver.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  assay margins runs/mlp-mnist",
      "  assay margins runs/mlp-mnist --space input,hidden:2-relu,pca:10,pca:knee",
      "  assay margins runs/mlp-mnist --split train --samples 2000",
      "  assay margins runs/cnn-glyphs/model.safetensors --solver first-order",
      "  assay margins runs/mlp-mnist --space pca:1,pca:2,pca:5 --solver bracket --samples 200"
    })
final class MarginsCommand implements Callable<Integer> {
  private enum Solver {
    FIRST_ORDER,
    ITERATIVE,
    NEAREST,
    BRACKET;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Spec private CommandSpec spec;

  @Mixin private SubjectOptions subjectOptions;

  @Option(
      names = "--space",
      paramLabel = "S",
      split = ",",
      defaultValue = "input",
      converter = Texts.OfSpace.class,
      completionCandidates = Candidates.Spaces.class,
      description =
          "Where to measure: input; hidden:CUT (assay model show names the cuts); pca:COUNT, the"
              + " first principal components of the training data; pca:FIRST-LAST, some of them;"
              + " pca:knee, as many as the Kneedle rule chooses; pca:sweep, the first 1, 2, 5, 10,"
              + " 20, 50, 100, Kneedle's choice and all of input space; pca:blocks:SIZExCOUNT,"
              + " successive blocks (default: ${DEFAULT-VALUE}).")
  private List<Space> spaces;

  @Option(
      names = "--solver",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "first-order,iterative",
      description = "${COMPLETION-CANDIDATES}, or several of them (default: ${DEFAULT-VALUE}).")
  private List<Solver> solvers;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Samples to measure, drawn at random (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--reference",
      paramLabel = "CLASS",
      defaultValue = "prediction",
      description = "From which class: prediction or label (default: ${DEFAULT-VALUE}).")
  private Reference reference;

  @Option(
      names = "--all-samples",
      description = "Statistics over all samples, not only over those classified correctly.")
  private boolean allSamples;

  @Option(
      names = "--no-normalize",
      description = "Do not divide hidden margins by the deviation of the activations there.")
  private boolean raw;

  @Option(
      names = "--pairs",
      description = "Measure the distance to the boundary of each other class, too.")
  private boolean pairs;

  @Option(
      names = "--clip",
      description =
          "Hold points in input space within the range of each feature of the training data.")
  private boolean clip;

  @Option(
      names = "--time",
      paramLabel = "SECONDS",
      description =
          "Bracket: work for one sample at most, about what a thread does in so many seconds;"
              + " counted, so that results do not depend on the machine. What is known then is the"
              + " row (default: any).")
  private Double time;

  @Option(
      names = "--cells",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Bracket: parts of the subspace to bound for each sample at most (default:"
              + " ${DEFAULT-VALUE}).")
  private int cells;

  @Option(
      names = "--gap",
      paramLabel = "T",
      defaultValue = "0.08",
      description =
          "Bracket: relative width at which a bracket in more than two dimensions is narrow enough"
              + " (default: ${DEFAULT-VALUE}).")
  private double gap;

  @Option(
      names = "--damping",
      paramLabel = "G",
      defaultValue = "0.25",
      description =
          "Iterative and what builds on it: share of each step that is taken (default: ${DEFAULT-VALUE}).")
  private double damping;

  @Option(
      names = "--stop",
      paramLabel = "T",
      defaultValue = "0.001",
      description =
          "Iterative and what builds on it: length of a step, relative to the distance, that ends the iteration (default:"
              + " ${DEFAULT-VALUE}).")
  private double stop;

  @Option(
      names = "--max-iterations",
      paramLabel = "N",
      defaultValue = "100",
      description = "Iterative and what builds on it: steps at most (default: ${DEFAULT-VALUE}).")
  private int maxIterations;

  @Option(
      names = "--bisection",
      paramLabel = "T",
      defaultValue = "1e-5",
      description =
          "Iterative and what builds on it: relative length of the last segment around the boundary (default:"
              + " ${DEFAULT-VALUE}).")
  private double bisection;

  @Mixin private OutputOption output;
  @Mixin private SeedOption seed;
  @Mixin private ComputeOptions compute;
  @Mixin private StandardOptions standard;

  @Override
  public Integer call() {
    Console console = standard.console();
    MarginConfig config = config();
    RunLog log = RunLog.start(compute.threads());
    Subject subject = subjectOptions.read();
    ReportWriter writer =
        output.writer(
            output.or("margins-" + subject.name()),
            subject.settings("margins", config.plain(), seed.value()));
    Dataset train = log.stage("load data", subject::train);
    Dataset measured = subject.onTraining() ? train : log.stage("load data", subject::measured);
    try (Backend backend = compute.open();
        Network network = subject.network(backend)) {
      console.say(Text.format("%s, %s", measured, backend.description()));
      log.fact("backend", backend.description());
      log.fact("linearAlgebra", LinearAlgebra.description());
      Context context =
          Context.of(network.classifier(), seed.value())
              .with((stage, done, total, unit) -> console.progress(stage, done, total, unit, ""));
      MarginStudy study =
          new MarginStudy(new NetworkSubject(network, measured, train), LinearAlgebra.best());
      Report found = log.stage("measure", () -> study.run(context, config));
      Report report =
          subject
              .report("Margins of " + subject.name(), found, seed.value(), measured)
              .summary(Text.format("Trained on: %s.", train))
              .provenance("training", train.provenance())
              .build();
      Path page = log.stage("write", () -> writer.write(report, log));
      console.results(report.keyNumbers());
      console.result("report: " + page);
    }
    return 0;
  }

  private MarginConfig config() {
    try {
      Map<Solver, MarginSolver> known = known();
      return new MarginConfig(
          spaces,
          solvers.stream().distinct().map(known::get).toList(),
          samples,
          reference,
          !allSamples,
          !raw,
          clip,
          pairs);
    } catch (BadInputException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  /** All solvers, so that settings of those that are not used are checked, too. */
  private Map<Solver, MarginSolver> known() {
    MarginSolver.DeepFool deepFool =
        new MarginSolver.DeepFool(damping, stop, maxIterations, bisection);
    return Map.of(
        Solver.FIRST_ORDER,
        MarginSolver.FirstOrder.standard(),
        Solver.ITERATIVE,
        deepFool,
        Solver.NEAREST,
        new MarginSolver.Nearest(deepFool),
        Solver.BRACKET,
        new MarginSolver.Bracket(
            deepFool, cells, gap, time == null ? Double.POSITIVE_INFINITY : time));
  }
}
