package dev.assay.cli;

import dev.assay.backend.Backend;
import dev.assay.data.Catalog;
import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.io.Sha256;
import dev.assay.io.Text;
import dev.assay.nn.Network;
import dev.assay.study.Report;
import dev.assay.train.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A trained network with the samples that it is measured on. */
final class Subject {
  private final Path file;
  private final Checkpoint trained;
  private final DataChoice choice;
  private final Catalog catalog;
  private final boolean onTraining;

  Subject(Path file, Checkpoint trained, DataChoice choice, Catalog catalog, boolean onTraining) {
    this.file = file;
    this.trained = trained;
    this.choice = choice;
    this.catalog = catalog;
    this.onTraining = onTraining;
  }

  /** What the run is called. */
  String name() {
    return Models.runName(file);
  }

  /** The samples that it was trained on. */
  Dataset train() {
    return choice.train(catalog);
  }

  /** The samples that it is measured on. */
  Dataset measured() {
    return onTraining ? train() : choice.test(catalog);
  }

  boolean onTraining() {
    return onTraining;
  }

  Network network(Backend backend) {
    return trained.network(backend, file.toString());
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

  /** What a study found, with everything else that determines it; open for more. */
  Report.Builder report(String title, Report found, long seed, Dataset measured) {
    Report.Builder report = Report.titled(title);
    found.summary().forEach(report::summary);
    report.summary(Text.format("Measured: %s.", measured));
    found.keyNumbers().forEach(report::key);
    found.claims().forEach(report::claim);
    found.figures().forEach(report::figure);
    found.tables().forEach(report::table);
    found.sections().forEach(report::section);
    found.notes().forEach(report::note);
    found.provenance().forEach(report::provenance);
    return report
        .provenance("seed", seed)
        .provenance("measured", measured.provenance())
        .provenance("architecture", trained.architecture().toString())
        .provenance("network", trained.settings())
        .provenance("version", Version.text());
  }
}
