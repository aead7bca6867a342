package dev.assay.cli;

import dev.assay.study.translation.Boundary;
import dev.assay.study.translation.Common;
import dev.assay.study.translation.Interpolation;
import dev.assay.study.translation.TranslationConfig;
import dev.assay.study.translation.TranslationStudy;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how much a network minds where things are. */
@Command(
    name = "translation",
    header = "Maps how sensitive a network is to shifted images.",
    description = {
      "Moves images and compares what the network makes of them with what it makes of the unmoved:"
          + " maps over all shifts by cosine and Euclidean distance at hidden cuts, logits and"
          + " softmax, profiles by the length of the shift, and how often the answer changes under"
          + " three protocols (zero-filled shifts, circular ones, crops). Train with --canvas, so that"
          + " shifts lose nothing.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  assay translation runs/cnn-mnist-canvas40",
      "  assay translation runs/cnn-mnist-canvas40 --layers 2-max-pool,5-max-pool --range 6",
      "  assay translation runs/cnn-mnist --boundary circular --step 0.5 --interpolation fourier",
      "  assay translation runs/cnn-mnist --layers 8-relu --with runs/cnn-mnist-2 --compare equal"
    })
final class TranslationCommand extends StudyCommand<TranslationConfig> {
  TranslationCommand() {
    super(new TranslationStudy(), new Options(), false);
  }

  /** What is measured. */
  private static final class Options implements StudyOptions<TranslationConfig> {
    private static final TranslationConfig STANDARD = TranslationConfig.standard();

    @Option(
        names = "--layers",
        paramLabel = "CUT",
        split = ",",
        description =
            "Hidden cuts from below, as assay model show names them: 1-relu, or 1 (default: behind"
                + " pooling, and activations that no pooling follows).")
    private List<String> layers = STANDARD.layers();

    @Option(
        names = "--samples",
        paramLabel = "N",
        description = "Samples to move, drawn at random (default: ${DEFAULT-VALUE}).")
    private int samples = STANDARD.samples();

    @Option(
        names = "--range",
        paramLabel = "PIXELS",
        description = "The largest shift on either axis (default: ${DEFAULT-VALUE}).")
    private int range = STANDARD.range();

    @Option(
        names = "--step",
        paramLabel = "PIXELS",
        description =
            "Between two shifts of a map; may be a part of a pixel (default: ${DEFAULT-VALUE}).")
    private double step = STANDARD.step();

    @Option(
        names = "--boundary",
        paramLabel = "RULE",
        description =
            "Of maps: zero, black comes in; circular, what leaves comes in on the other side; crop,"
                + " two windows are compared (default: ${DEFAULT-VALUE}).")
    private Boundary boundary = STANDARD.boundary();

    @Option(
        names = "--interpolation",
        paramLabel = "NAME",
        description =
            "Of shifts by parts of pixels: bilinear, or fourier, exact and circular (default:"
                + " ${DEFAULT-VALUE}).")
    private Interpolation interpolation = STANDARD.interpolation();

    @Option(
        names = "--compare",
        paramLabel = "HOW",
        description =
            "How hidden cuts of several sizes come to one dimension: projection, pooled, or equal,"
                + " where they have to be of one size (default: ${DEFAULT-VALUE}).")
    private Common.Kind compare = STANDARD.common().kind();

    @Option(
        names = "--dimension",
        paramLabel = "N",
        description = "That dimension (default: that of the smallest cut).")
    private Integer dimension;

    @Option(
        names = "--moves",
        paramLabel = "N",
        description =
            "Random shifts of each sample for the three protocols (default: ${DEFAULT-VALUE}).")
    private int moves = STANDARD.moves();

    @Option(
        names = "--with",
        paramLabel = "CHECKPOINT",
        description = "Another trained network: the same is measured of it and stands beside.")
    private Path with;

    @Override
    public Path with() {
      return with;
    }

    @Override
    public TranslationConfig config() {
      return new TranslationConfig(
          layers,
          samples,
          range,
          step,
          boundary,
          interpolation,
          new Common(compare, dimension == null ? 0 : dimension),
          moves);
    }
  }
}
