package dev.assay.cli;

import dev.assay.study.Space;
import dev.assay.study.tree.ExactTreeConfig;
import dev.assay.study.tree.ExactTreeConfig.Range;
import dev.assay.study.tree.ExactTreeStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a small network as one decision tree. */
@Command(
    name = "exact-tree",
    header = "Writes a small network as one decision tree, exactly.",
    description = {
      "A piecewise-linear network is a decision tree whose nodes ask whether a unit is on and whose"
          + " leaves are affine. Writes a report with that tree on a stated domain, without the"
          + " branches that the domain does not have.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  assay exact-tree runs/mlp-mnist",
      "  assay exact-tree runs/mlp-mnist --space pca:1 --range=-10:10",
      "  assay exact-tree runs/four-units --space input --range 0:1"
    })
final class ExactTreeCommand extends StudyCommand<ExactTreeConfig> {
  ExactTreeCommand() {
    super(new ExactTreeStudy(), new Options(), true);
  }

  /** Where it is asked for. */
  private static final class Options implements StudyOptions<ExactTreeConfig> {
    private static final ExactTreeConfig STANDARD = ExactTreeConfig.standard();

    @Option(
        names = "--space",
        paramLabel = "SPACE",
        converter = Texts.OfSpace.class,
        description =
            "Coordinates that the tree asks for: input, all of input space; pca:COUNT or"
                + " random:COUNT:SEED, directions through the mean of the training inputs (default:"
                + " pca:2).")
    private Space space;

    @Option(
        names = "--range",
        paramLabel = "LOW:HIGH",
        converter = Texts.OfRange.class,
        description =
            "Domain: each coordinate runs from LOW to HIGH, which may be -Infinity and Infinity"
                + " (default: as those of measured samples do).")
    private Range range;

    @Option(
        names = "--most-leaves",
        paramLabel = "N",
        description = "A tree with more leaves is refused (default: ${DEFAULT-VALUE}).")
    private int mostLeaves = STANDARD.mostLeaves();

    @Option(
        names = "--levels",
        paramLabel = "N",
        description = "Levels of the tree that are drawn (default: ${DEFAULT-VALUE}).")
    private int levels = STANDARD.levels();

    @Override
    public ExactTreeConfig config() {
      return new ExactTreeConfig(
          space == null ? STANDARD.space() : space, range, mostLeaves, levels);
    }
  }
}
