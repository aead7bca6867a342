package dev.assay.cli;

import dev.assay.study.tree.LayerTreesConfig;
import dev.assay.study.tree.LayerTreesStudy;
import dev.assay.study.tree.Target;
import dev.assay.tree.TreeConfig;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Grows decision trees on which hidden units are active. */
@Command(
    name = "trees",
    header = "Reads decisions from which hidden units are active.",
    description = {
      "Grows a decision tree on the activation codes of each hidden layer (which units are on), and"
          + " measures how often it answers as the network does. Writes a report with the trees,"
          + " their rules, and what codes are like from layer to layer.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  assay trees runs/mlp-mnist",
      "  assay trees runs/mlp-mnist --layers 2-relu,4-relu --samples 60000 --codes-only",
      "  assay trees runs/mlp-mnist --target label --max-leaves 20",
      "  assay trees runs/cnn-mnist --channels --min-leaf 5",
      "  assay trees runs/mlp-10 --before runs/mlp-1,runs/mlp-3"
    })
final class TreesCommand extends StudyCommand<LayerTreesConfig> {
  TreesCommand() {
    super(new LayerTreesStudy(), new Options(), true);
  }

  /** What is grown. */
  private static final class Options implements StudyOptions<LayerTreesConfig> {
    private static final LayerTreesConfig STANDARD = LayerTreesConfig.standard();

    @Option(
        names = "--layers",
        paramLabel = "CUT",
        split = ",",
        description =
            "Hidden cuts behind activations, as assay model show names them: 2-relu, or 2 (default:"
                + " all).")
    private List<String> layers = STANDARD.layers();

    @Option(
        names = "--samples",
        paramLabel = "N",
        description =
            "Training samples to grow trees on, drawn at random (default: ${DEFAULT-VALUE}).")
    private int samples = STANDARD.samples();

    @Option(
        names = "--target",
        paramLabel = "NAME",
        description =
            "What trees learn: prediction, the network's classes, or label (default:"
                + " ${DEFAULT-VALUE}).")
    private Target target = STANDARD.target();

    @Option(
        names = "--channels",
        description =
            "Take a channel of a convolution for one unit, on where the mean over its places is"
                + " larger than over the samples that trees grow on.")
    private boolean channels;

    @Option(
        names = "--codes-only",
        description = "No trees on activations and inputs as numbers, beside those on codes.")
    private boolean codesOnly;

    @Option(
        names = "--min-leaf",
        paramLabel = "N",
        description = "Least samples of a leaf (default: ${DEFAULT-VALUE}).")
    private int minLeaf = STANDARD.limits().minLeaf();

    @Option(
        names = "--max-depth",
        paramLabel = "N",
        description = "Most tests of a sample (default: any number).")
    private Integer maxDepth;

    @Option(
        names = "--max-leaves",
        paramLabel = "N",
        description =
            "Most leaves; the splits that gain most are made first (default: any number).")
    private Integer maxLeaves;

    @Option(
        names = "--alpha",
        paramLabel = "A",
        description =
            "Take back splits that gain less than this in the mean Gini impurity of a sample"
                + " (cost-complexity pruning) (default: ${DEFAULT-VALUE}).")
    private double alpha = STANDARD.limits().alpha();

    @Option(
        names = "--levels",
        paramLabel = "N",
        description = "Levels of trees that are drawn (default: ${DEFAULT-VALUE}).")
    private int levels = STANDARD.levels();

    @Option(
        names = "--attributed",
        paramLabel = "N",
        description =
            "Samples on each side of a drawn test for which the tested unit is attributed to"
                + " inputs, 0 for none (default: ${DEFAULT-VALUE}).")
    private int attributed = STANDARD.attributed();

    @Option(
        names = "--explain",
        paramLabel = "INDEX",
        description =
            "The measured sample whose path through each tree is told, counted from 0 (default:"
                + " ${DEFAULT-VALUE}).")
    private int explained = STANDARD.explained();

    @Option(
        names = "--before",
        paramLabel = "CHECKPOINT",
        split = ",",
        description =
            "The same run, stopped after fewer epochs: how codes and trees come to be from epoch 0"
                + " on, and how many samples change their code, in a table and figures.")
    private List<Path> before = List.of();

    @Override
    public List<Path> before() {
      return before;
    }

    @Override
    public LayerTreesConfig config() {
      TreeConfig none = STANDARD.limits();
      return new LayerTreesConfig(
          layers,
          samples,
          target,
          channels,
          !codesOnly,
          new TreeConfig(
              minLeaf,
              maxDepth == null ? none.maxDepth() : maxDepth,
              maxLeaves == null ? none.maxLeaves() : maxLeaves,
              alpha),
          levels,
          attributed,
          explained);
    }
  }
}
