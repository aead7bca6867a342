package dev.assay.cli;

import dev.assay.study.Space;
import dev.assay.study.margin.MarginConfig;
import dev.assay.study.margin.MarginSolver;
import dev.assay.study.margin.MarginSolver.Bracket;
import dev.assay.study.margin.MarginSolver.DeepFool;
import dev.assay.study.margin.MarginStudy;
import dev.assay.study.margin.Reference;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
final class MarginsCommand extends StudyCommand<MarginConfig> {
  MarginsCommand() {
    super(new MarginStudy(), new Options(), true);
  }

  /** What is measured, and how. */
  private static final class Options implements StudyOptions<MarginConfig> {
    private static final MarginConfig STANDARD = MarginConfig.of(Space.input());
    private static final DeepFool DEEP_FOOL = DeepFool.standard();
    private static final Bracket BRACKET = Bracket.standard();

    private enum Solver {
      FIRST_ORDER,
      ITERATIVE,
      NEAREST,
      BRACKET;

      static Solver of(MarginSolver solver) {
        return Texts.word(Solver.class, solver.label());
      }

      @Override
      public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
      }
    }

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
                + " pca:knee, as many as the Kneedle rule chooses; pca:sweep, the first 1, 2, 5,"
                + " 10, 20, 50, 100, Kneedle's choice and all of input space;"
                + " pca:blocks:SIZExCOUNT, successive blocks; random:COUNT:SEED, a subspace that is"
                + " drawn (default: ${DEFAULT-VALUE}).")
    private List<Space> spaces;

    @Option(
        names = "--solver",
        paramLabel = "NAME",
        split = ",",
        description = "${COMPLETION-CANDIDATES}, or several of them (default: ${DEFAULT-VALUE}).")
    private List<Solver> solvers = STANDARD.solvers().stream().map(Solver::of).toList();

    @Option(
        names = "--samples",
        paramLabel = "N",
        description = "Samples to measure, drawn at random (default: ${DEFAULT-VALUE}).")
    private int samples = STANDARD.samples();

    @Option(
        names = "--reference",
        paramLabel = "CLASS",
        description = "From which class: prediction or label (default: ${DEFAULT-VALUE}).")
    private Reference reference = STANDARD.reference();

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
                + " counted, so that results do not depend on the machine. What is known then is"
                + " the row (default: any).")
    private Double time;

    @Option(
        names = "--cells",
        paramLabel = "N",
        description =
            "Bracket: parts of the subspace to bound for each sample at most (default:"
                + " ${DEFAULT-VALUE}).")
    private int cells = BRACKET.budget();

    @Option(
        names = "--gap",
        paramLabel = "T",
        description =
            "Bracket: relative width at which a bracket in more than two dimensions is narrow"
                + " enough (default: ${DEFAULT-VALUE}).")
    private double gap = BRACKET.tolerance();

    @Option(
        names = "--damping",
        paramLabel = "G",
        description =
            "Iterative and what builds on it: share of each step that is taken (default:"
                + " ${DEFAULT-VALUE}).")
    private double damping = DEEP_FOOL.damping();

    @Option(
        names = "--stop",
        paramLabel = "T",
        description =
            "Iterative and what builds on it: length of a step, relative to the distance, that ends"
                + " the iteration (default: ${DEFAULT-VALUE}).")
    private double stop = DEEP_FOOL.stop();

    @Option(
        names = "--max-iterations",
        paramLabel = "N",
        description = "Iterative and what builds on it: steps at most (default: ${DEFAULT-VALUE}).")
    private int maxIterations = DEEP_FOOL.maxIterations();

    @Option(
        names = "--bisection",
        paramLabel = "T",
        description =
            "Iterative and what builds on it: relative length of the last segment around the"
                + " boundary (default: ${DEFAULT-VALUE}).")
    private double bisection = DEEP_FOOL.bisection();

    @Override
    public MarginConfig config() {
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
    }

    /** All solvers, so that settings of those that are not used are checked, too. */
    private Map<Solver, MarginSolver> known() {
      DeepFool deepFool = new DeepFool(damping, stop, maxIterations, bisection);
      return Map.of(
          Solver.FIRST_ORDER,
          MarginSolver.FirstOrder.standard(),
          Solver.ITERATIVE,
          deepFool,
          Solver.NEAREST,
          new MarginSolver.Nearest(deepFool),
          Solver.BRACKET,
          new Bracket(deepFool, cells, gap, time == null ? BRACKET.seconds() : time));
    }
  }
}
