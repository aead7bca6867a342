package dev.assay.cli;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.train.Batches;
import dev.assay.train.TrainingConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that determines a training run.
 *
 * @param name of the network, for headings
 * @param data how the training samples came to be
 * @param validation samples held out of training, if any are
 */
record TrainingSetup(
    String name,
    Architecture architecture,
    DataChoice data,
    Dataset train,
    Optional<Dataset> validation,
    Dataset test,
    TrainingConfig config) {
  /** The setting that tells which program wrote a checkpoint. */
  static final String VERSION = "version";

  /** How an epoch is cut into steps. */
  Batches batches() {
    return Batches.of(architecture, config.batch(), train.count());
  }

  /** As text in a fixed order, for checkpoints and comparison. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>(data.settings());
    settings.put("train", text(train.provenance()));
    settings.put("test", text(test.provenance()));
    settings.putAll(config.settings());
    settings.put(VERSION, Version.text());
    return settings;
  }

  /** The same, without the program: a run of another version is the same request. */
  Map<String, String> request() {
    Map<String, String> request = settings();
    request.remove(VERSION);
    request.put("architecture", architecture.toString());
    return request;
  }

  /**
   * The first difference to the run that wrote a checkpoint, but for the version, and for the
   * number of epochs where one is told.
   */
  static Optional<String> difference(Map<String, String> there, Map<String, String> here) {
    for (String key : here.keySet()) {
      boolean free =
          key.equals(VERSION) || key.equals(TrainingConfig.EPOCHS) && there.containsKey(key);
      if (!free && !here.get(key).equals(there.get(key))) {
        return Optional.of(
            Text.format("%s is %s there, %s here", key, there.get(key), here.get(key)));
      }
    }
    return Optional.empty();
  }

  private static String text(Provenance provenance) {
    List<String> parts = new ArrayList<>(List.of(provenance.summary()));
    provenance.origin().forEach((key, value) -> parts.add(key + " " + value));
    return String.join("; ", parts);
  }
}
