package dev.assay.cli;

import dev.assay.study.Space;
import dev.assay.study.fragmentation.FragmentationConfig;
import dev.assay.study.fragmentation.FragmentationStudy;
import dev.assay.study.fragmentation.LineMethod;
import dev.assay.study.fragmentation.PairPolicy;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures fragmentation. */
@Command(
    name = "fragmentation",
    header = "Counts how often a network changes its mind between samples.",
    description = {
      "Counts class changes on segments between pairs of samples, and regions of classes in planes"
          + " through three samples, in input space or between the activations at hidden layers."
          + " Writes a report with one row for each segment and plane, and pictures of planes.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  assay fragmentation runs/mlp-mnist",
      "  assay fragmentation runs/mlp-mnist --space input,hidden:2-relu --pairs any",
      "  assay fragmentation runs/mlp-mnist --split train --method sampled --points 50"
    })
final class FragmentationCommand extends StudyCommand<FragmentationConfig> {
  FragmentationCommand() {
    super(new FragmentationStudy(), new Options(), false);
  }

  /** What is measured, and how. */
  private static final class Options implements StudyOptions<FragmentationConfig> {
    private static final FragmentationConfig STANDARD = FragmentationConfig.of(Space.input());

    @Option(
        names = "--space",
        paramLabel = "S",
        split = ",",
        defaultValue = "input",
        converter = Texts.OfSpace.class,
        completionCandidates = Candidates.Inputs.class,
        description =
            "Where to measure: input; hidden:CUT (assay model show names the cuts) (default:"
                + " ${DEFAULT-VALUE}).")
    private List<Space> spaces;

    @Option(
        names = "--pairs",
        paramLabel = "POLICY",
        description =
            "Samples that are joined: same-class, any, or correct, of one class and both classified"
                + " so (default: ${DEFAULT-VALUE}).")
    private PairPolicy policy = STANDARD.policy();

    @Option(names = "--clean-only", description = "Leave corrupted samples out.")
    private boolean cleanOnly;

    @Option(
        names = "--count",
        paramLabel = "N",
        description = "Segments (default: ${DEFAULT-VALUE}).")
    private int count = STANDARD.pairs();

    @Option(
        names = "--method",
        paramLabel = "NAME",
        description =
            "How class changes on segments are counted: sampled, exact, certified, or auto, the"
                + " cheapest that misses none; exact and certified count the regions of planes exactly,"
                + " too (default: ${DEFAULT-VALUE}).")
    private LineMethod method = STANDARD.method();

    @Option(
        names = "--points",
        paramLabel = "N",
        description =
            "Sampled: points on a segment, its ends included (default: ${DEFAULT-VALUE}).")
    private int points = STANDARD.points();

    @Option(
        names = "--time",
        paramLabel = "SECONDS",
        description =
            "Work for one segment at most, about what a thread does in so many seconds; counted, so"
                + " that results do not depend on the machine. What was found until then is a row with"
                + " a status (default: any; auto: what 10 minutes for all segments allow).")
    private Double time;

    @Option(
        names = "--planes",
        paramLabel = "N",
        description = "Planes, 0 for none (default: ${DEFAULT-VALUE}).")
    private int planes = STANDARD.planes();

    @Option(
        names = "--resolution",
        paramLabel = "N",
        description = "Points of a plane in each direction (default: ${DEFAULT-VALUE}).")
    private int resolution = STANDARD.resolution();

    @Option(
        names = "--pictures",
        paramLabel = "N",
        description = "Planes that are drawn (default: ${DEFAULT-VALUE}).")
    private int pictures = STANDARD.pictures();

    @Override
    public FragmentationConfig config() {
      return new FragmentationConfig(
          spaces,
          policy,
          cleanOnly,
          count,
          method,
          points,
          planes,
          resolution,
          pictures,
          time == null ? STANDARD.seconds() : time);
    }
  }
}
