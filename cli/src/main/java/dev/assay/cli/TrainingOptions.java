package dev.assay.cli;

import dev.assay.data.Augmentation;
import dev.assay.data.Catalog;
import dev.assay.data.Resized;
import dev.assay.train.Schedule;
import dev.assay.train.StoppingCriterion;
import dev.assay.train.TrainingConfig;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** All that determines a training: the network, the data, and how it is trained. */
final class TrainingOptions implements Checked {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      completionCandidates = Candidates.Presets.class,
      description =
          "A preset (${COMPLETION-CANDIDATES}), fitted to the data, or an architecture file (YAML"
              + " or JSON).")
  private String model;

  @Option(
      names = "--data",
      paramLabel = "NAME",
      completionCandidates = Candidates.DataSets.class,
      required = true,
      description = "Data set that assay data lists, or the path of one's own.")
  private String data;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Passes over the data (default: ${DEFAULT-VALUE}).")
  private int epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "128",
      description = "Samples in a step (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Mixin private OptimizerOptions optimizer;

  @Option(
      names = "--schedule",
      paramLabel = "S",
      defaultValue = "constant",
      converter = Texts.OfSchedule.class,
      completionCandidates = Candidates.Schedules.class,
      description =
          "Learning rate over the epochs: constant, cosine or step:EVERY:FACTOR (default:"
              + " ${DEFAULT-VALUE}).")
  private Schedule schedule;

  @Option(
      names = "--augment",
      paramLabel = "A[,A...]",
      defaultValue = "",
      converter = Texts.OfAugmentation.class,
      completionCandidates = Candidates.Augmentations.class,
      description =
          "Random changes of training images: shift:PIXELS, flip, crop:PADDING (default: none).")
  private Augmentation augmentation;

  @Option(
      names = "--corrupt",
      paramLabel = "C",
      split = ",",
      converter = Texts.OfCorruption.class,
      completionCandidates = Candidates.Corruptions.class,
      description =
          "Damage to training samples: label:FRACTION, gaussian-input:FRACTION,"
              + " additive-gaussian:FRACTION:DEVIATION (default: none).")
  private List<String> corruptions = List.of();

  @Option(
      names = "--corrupt-seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Which samples are damaged, and how (default: ${DEFAULT-VALUE}).")
  private long corruptionSeed;

  @Option(
      names = "--train-samples",
      paramLabel = "N",
      description = "Only the first N training samples (default: all).")
  private Integer trainSamples;

  @Option(
      names = "--resize",
      paramLabel = "HxW",
      converter = Texts.OfSize.class,
      completionCandidates = Candidates.Sizes.class,
      description =
          "Bring all images to this size: bilinear, anti-aliased; studies of the run see the same.")
  private Resized size;

  @Option(
      names = "--canvas",
      paramLabel = "N",
      description =
          "Put all images in the middle of a black canvas of N × N pixels; studies of the run see"
              + " the same (default: none).")
  private Integer canvas;

  @Option(
      names = "--stop-accuracy",
      paramLabel = "A",
      description = "Stop after an epoch with this accuracy on the training set, 0 to 1.")
  private Double stopAccuracy;

  @Option(
      names = "--stop-loss",
      paramLabel = "L",
      description =
          "Stop after an epoch with this mean cross-entropy on the training set, or less, as"
              + " PGDL's networks do at 0.01.")
  private Double stopLoss;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description =
          "Hold out this share of the training samples, 0 to 1, and keep the network of the epoch"
              + " with the lowest loss on them (default: none).")
  private Double validation;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Stop after N epochs in a row without a lower loss on the samples that --validation holds"
              + " out.")
  private Integer patience;

  @Mixin private SeedOption seed;

  /** What the run is called by default. */
  String name() {
    return Models.shortName(model) + "-" + Models.shortName(data);
  }

  @Override
  public void check() {
    config();
  }

  int epochs() {
    return epochs;
  }

  /** Whether fewer epochs than these may be enough. */
  boolean stopsEarly() {
    return stopAccuracy != null || stopLoss != null || patience != null;
  }

  /** Whether some of the training samples are held out. */
  boolean holdsOut() {
    return validation != null;
  }

  /** How it is trained; wrong usage where that makes no sense. */
  TrainingConfig config() {
    if (trainSamples != null && trainSamples < 1) {
      throw usage("--train-samples must be at least 1, got " + trainSamples);
    }
    if (canvas != null && canvas < 1) {
      throw usage("--canvas must be at least 1, got " + canvas);
    }
    if (stopAccuracy != null && !(stopAccuracy > 0 && stopAccuracy <= 1)) {
      throw usage("--stop-accuracy must be above 0 and at most 1, got " + stopAccuracy);
    }
    if (stopLoss != null && !(stopLoss > 0 && stopLoss < Double.POSITIVE_INFINITY)) {
      throw usage("--stop-loss must be a positive number, got " + stopLoss);
    }
    if (validation != null && !(validation > 0 && validation < 1)) {
      throw usage("--validation must be above 0 and below 1, got " + validation);
    }
    if (patience != null && validation == null) {
      throw usage(
          "--patience goes by samples held out of training; say which share of them, as in"
              + " --validation 0.1");
    }
    if (Stream.of(stopAccuracy, stopLoss, patience).filter(Objects::nonNull).count() > 1) {
      throw usage("--stop-accuracy, --stop-loss and --patience: give one of them");
    }
    try {
      return new TrainingConfig(
          epochs, batch, optimizer.optimizer(), schedule, augmentation, seed.value(), stop());
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private StoppingCriterion stop() {
    if (stopLoss != null) {
      return StoppingCriterion.loss(stopLoss);
    }
    if (patience != null) {
      return StoppingCriterion.patience(patience);
    }
    return stopAccuracy == null
        ? StoppingCriterion.NEVER
        : StoppingCriterion.accuracy(stopAccuracy);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** The data that it is trained on. */
  DataChoice choice() {
    return new DataChoice(
        data,
        trainSamples == null ? 0 : trainSamples,
        size,
        canvas == null ? 0 : canvas,
        validation == null ? 0 : validation,
        corruptions,
        corruptionSeed);
  }

  /** Everything, with the data at hand. */
  TrainingSetup setup(Catalog catalog) {
    TrainingConfig config = config();
    DataChoice choice = choice();
    DataChoice.Samples samples = choice.samples(catalog);
    return new TrainingSetup(
        Models.shortName(model),
        Models.architecture(model, samples.train()),
        choice,
        samples.train(),
        samples.validation(),
        choice.test(catalog),
        config);
  }
}
