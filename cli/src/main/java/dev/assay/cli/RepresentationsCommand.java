package dev.assay.cli;

import dev.assay.study.representation.Features;
import dev.assay.study.representation.RepresentationConfig;
import dev.assay.study.representation.RepresentationStudy;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures hidden representations. */
@Command(
    name = "representations",
    header = "Describes what hidden layers make of samples.",
    description = {
      "Measures how sparse the activations of hidden layers are, how they gather by class and"
          + " without being told classes, and how alike layers are, in evaluation mode. Writes a"
          + " report with one row for each layer, or pair of layers; beside each number stands how"
          + " far two halves of the samples are apart in it.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  assay representations runs/cnn-mnist",
      "  assay representations runs/cnn-mnist --layers 1-relu,4-relu --split train --samples 5000",
      "  assay representations runs/cnn-mnist --features raw,normalised,pooled",
      "  assay representations runs/cnn-mnist --with runs/cnn-mnist-2",
      "  assay representations runs/seed-0 --seeds runs/seed-1,runs/seed-2,runs/seed-3"
    })
final class RepresentationsCommand extends StudyCommand<RepresentationConfig> {
  RepresentationsCommand() {
    super(new RepresentationStudy(), new Options(), false);
  }

  /** What is measured. */
  private static final class Options implements StudyOptions<RepresentationConfig> {
    private static final RepresentationConfig STANDARD = RepresentationConfig.standard();

    @Option(
        names = "--layers",
        paramLabel = "CUT",
        split = ",",
        description =
            "Hidden cuts, as assay model show names them: 1-relu, or 1 (default: those behind"
                + " activations).")
    private List<String> layers = STANDARD.layers();

    @Option(
        names = "--samples",
        paramLabel = "N",
        description = "Samples to measure, drawn at random (default: ${DEFAULT-VALUE}).")
    private int samples = STANDARD.samples();

    @Option(
        names = "--features",
        paramLabel = "KIND",
        split = ",",
        description =
            "What is compared in clusters: raw, activations as they are; normalised, scaled to"
                + " length 1; pooled, means of channels (default: ${DEFAULT-VALUE}).")
    private List<Features> features = STANDARD.features();

    @Option(
        names = "--with",
        paramLabel = "CHECKPOINT",
        description = "Another trained network: its layers are compared with those of the first.")
    private Path with;

    @Option(
        names = "--seeds",
        paramLabel = "CHECKPOINT",
        split = ",",
        description =
            "The same network trained from other seeds: beside each number stands its standard"
                + " deviation over all of them.")
    private List<Path> seeds = List.of();

    @Override
    public Path with() {
      return with;
    }

    @Override
    public List<Path> seeds() {
      return seeds;
    }

    @Override
    public RepresentationConfig config() {
      return new RepresentationConfig(layers, samples, features);
    }
  }
}
