package dev.assay.cli;

import dev.assay.data.Catalog;
import dev.assay.data.Resized;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import dev.assay.train.Checkpoint;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which trained network is measured, and on which samples. */
final class SubjectOptions {
  private enum Split {
    TRAIN,
    TEST;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(
      index = "0",
      paramLabel = "CHECKPOINT",
      description = "The folder of a training run, or the checkpoint in it.")
  private Path checkpoint;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      defaultValue = "test",
      description =
          "Measure on test samples, or on train samples as the network saw them, with what was done"
              + " to them (default: ${DEFAULT-VALUE}).")
  private Split split;

  @Option(
      names = "--data",
      paramLabel = "NAME",
      completionCandidates = Candidates.DataSets.class,
      description =
          "Another data set than the one that the network was trained on, by name or path; of the"
              + " same size and on the same canvas.")
  private String data;

  @Option(
      names = "--resize",
      description =
          "Bring images of other sizes to that of the network's inputs: bilinear, anti-aliased.")
  private boolean resize;

  @Option(
      names = "--units",
      paramLabel = "NAME",
      defaultValue = "pixel",
      description =
          "Distances at the input in units of pixels from 0 to 1 (pixel), or of what an imported"
              + " network was trained on (normalised) (default: ${DEFAULT-VALUE}).")
  private Units units;

  @Mixin private DataOptions dataOptions;

  /** Reads the checkpoint; data are read when they are asked for. */
  TrainedRun read() {
    return read(checkpoint);
  }

  /** The same of another network. */
  TrainedRun read(Path of) {
    Path file = Models.checkpoint(of);
    Checkpoint trained = Models.open(file);
    DataChoice own = DataChoice.of(trained.settings(), file.toString());
    DataChoice choice = data == null ? own : own.clean(data);
    Catalog catalog = dataOptions.catalog();
    return new TrainedRun(
        file,
        trained,
        resize ? choice.resized(size(trained, file)) : choice,
        catalog,
        split == Split.TRAIN,
        units);
  }

  private static Resized size(Checkpoint trained, Path file) {
    Shape input = trained.architecture().input();
    if (!input.isImage()) {
      throw new BadInputException(
          Text.format("%s: takes samples of %s, no images; leave out --resize", file, input));
    }
    return new Resized(input.height(), input.width());
  }
}
