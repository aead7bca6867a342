package dev.assay.cli;

import dev.assay.backend.Backend;
import dev.assay.data.Catalog;
import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.io.Sha256;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import dev.assay.store.NetworkSource;
import dev.assay.store.Store;
import dev.assay.study.Report;
import dev.assay.tensor.Shape;
import dev.assay.train.Checkpoint;
import dev.assay.train.Schedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A trained network as a file, with the samples that it is measured on. */
final class TrainedRun {
  private final Path file;
  private final Checkpoint trained;
  private final DataChoice choice;
  private final Catalog catalog;
  private final boolean onTraining;
  private final Units units;
  private Dataset training;

  /**
   * @param onTraining whether it is measured on the samples that it was trained on
   */
  TrainedRun(
      Path file,
      Checkpoint trained,
      DataChoice choice,
      Catalog catalog,
      boolean onTraining,
      Units units) {
    this.units = units;
    this.file = file;
    this.trained = trained;
    this.choice = choice;
    this.catalog = catalog;
    this.onTraining = onTraining;
  }

  /** A network on the data that it was trained with. */
  static TrainedRun of(Path checkpoint, Catalog catalog) {
    Path file = Models.checkpoint(checkpoint);
    Checkpoint trained = Models.open(file);
    DataChoice choice = DataChoice.of(trained.settings(), file.toString());
    return new TrainedRun(file, trained, choice, catalog, true, Units.PIXEL);
  }

  Architecture architecture() {
    return trained.architecture();
  }

  /** The network as a store keeps it. */
  NetworkSource keptIn(Store store) {
    return store.keep(file);
  }

  /** The network before it was trained. */
  NetworkSource.Untrained untrained() {
    String seed = trained.settings().get("seed");
    if (seed == null) {
      throw new BadInputException(
          file + ": does not say with which seed its network began; train it by assay train");
    }
    return new NetworkSource.Untrained(trained.architecture(), Long.parseLong(seed));
  }

  /** After how many epochs it is. */
  int epochs() {
    return trained.history().last().epoch();
  }

  /**
   * Another one is this one, stopped earlier.
   *
   * @throws BadInputException if it is not
   */
  void requireEarlier(TrainedRun other) {
    String obstacle = obstacle(other);
    if (obstacle != null) {
      throw new BadInputException(
          Text.format(
              "%s is not this run, stopped earlier (%s); train it by the same command with fewer"
                  + " --epochs, into a folder of its own",
              other.file, obstacle));
    }
  }

  /** Why another one cannot be the beginning of this one; null where it can. */
  private String obstacle(TrainedRun other) {
    if (!architecture().equals(other.architecture())) {
      return "the architecture differs";
    }
    String schedule = trained.settings().get("schedule");
    if (schedule == null) {
      return file + " does not say how it was trained";
    }
    Optional<String> difference =
        TrainingSetup.difference(other.trained.settings(), trained.settings());
    if (difference.isPresent()) {
      return difference.get();
    }
    if (other.epochs() >= epochs()) {
      return Text.format("it has %d epochs, this %d", other.epochs(), epochs());
    }
    return Schedule.parse(schedule).dependsOnEpochs()
        ? "the rates of " + schedule + " depend on the number of epochs"
        : null;
  }

  /** What the run is called. */
  String name() {
    return Models.runName(file);
  }

  /**
   * Another one takes the samples of this one.
   *
   * @throws BadInputException if it does not in the units that were chosen
   */
  void requireSameUnits(TrainedRun other) {
    units.requireSame(trained, other.trained, other.file.toString());
  }

  /** The samples that it was trained on, read once. */
  Dataset training() {
    if (training == null) {
      training = units.of(choice.train(catalog), trained, file.toString());
    }
    return training;
  }

  /** The samples that it is measured on. */
  Dataset measured() {
    Dataset pixels = onTraining ? null : choice.test(catalog);
    requireSize(onTraining ? training() : pixels);
    return onTraining ? training() : units.of(pixels, trained, file.toString());
  }

  /** Images of another size are told from other data. */
  private void requireSize(Dataset data) {
    Shape input = architecture().input();
    Shape sample = data.sample();
    if (input.isImage()
        && sample.isImage()
        && input.channels() == sample.channels()
        && !input.equals(sample)) {
      throw new BadInputException(
          Text.format(
              "%s takes samples of %s, but %s has samples of %s; --resize brings them to its size",
              file, input, data.provenance().summary(), sample));
    }
  }

  Network network(Backend backend) {
    return units.network(trained, backend, file.toString());
  }

  /** What tells it from other networks. */
  Map<String, Object> identity() {
    return Map.of("network", trained.settings(), "checkpoint", checksum());
  }

  /**
   * All that determines a study and is known before it.
   *
   * @param study its name
   * @param config its configuration
   */
  Map<String, Object> settings(String study, Map<String, Object> config, long seed) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put(study, config);
    settings.put("seed", seed);
    settings.put("split", onTraining ? "train" : "test");
    settings.put("data", choice.settings());
    if (units != Units.PIXEL) {
      settings.put("units", units.toString());
    }
    settings.put("network", trained.settings());
    settings.put("checkpoint", checksum());
    return settings;
  }

  private String checksum() {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /**
   * What a study found, with everything else that determines it.
   *
   * @param looked training samples that the study looked at, too; null if it did not
   */
  Report report(Report found, long seed, Dataset measured, Dataset looked) {
    Report.Builder report =
        found.toBuilder()
            .title(found.title() + " of " + name())
            .summary(Text.format("Measured: %s.", measured))
            .note(units.note(trained, file.toString()))
            .provenance("seed", seed)
            .provenance("units", units.toString())
            .provenance("measured", measured.provenance())
            .provenance("architecture", trained.architecture().toString())
            .provenance("network", trained.settings())
            .provenance("version", Version.text());
    if (looked != null) {
      report
          .summary(Text.format("Trained on: %s.", looked))
          .provenance("training", looked.provenance());
    }
    return report.build();
  }
}
