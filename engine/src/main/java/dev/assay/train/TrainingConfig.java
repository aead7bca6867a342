package dev.assay.train;

import dev.assay.data.Augmentation;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What determines a training run, besides architecture and data.
 *
 * @param epochs passes over the data
 * @param batch samples per step; the last batch of an epoch has the rest
 * @param optimizer how gradients move parameters
 * @param schedule learning rate over the epochs
 * @param augmentation random change of every training image
 * @param seed of the initial parameters, the order of samples, dropout and augmentation
 * @param stop when it is over before the last epoch
 */
public record TrainingConfig(
    int epochs,
    int batch,
    Optimizer optimizer,
    Schedule schedule,
    Augmentation augmentation,
    long seed,
    StoppingCriterion stop) {
  /** The setting that tells the number of epochs. */
  public static final String EPOCHS = "epochs";

  private static final String STOP_ACCURACY = "stop-accuracy";
  private static final String STOP_LOSS = "stop-loss";
  private static final String STOP_PATIENCE = "stop-patience";
  private static final String NEVER = "never";

  public TrainingConfig {
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs must be at least 1, got " + epochs);
    }
    if (batch < 1) {
      throw new IllegalArgumentException("batch must be at least 1, got " + batch);
    }
  }

  /** So many epochs of batches of 128, constant rate, no augmentation. */
  public static TrainingConfig of(Optimizer optimizer, int epochs, long seed) {
    return new TrainingConfig(
        epochs,
        128,
        optimizer,
        new Schedule.Constant(),
        Augmentation.NONE,
        seed,
        StoppingCriterion.NEVER);
  }

  /** All settings as text, in a fixed order, for provenance. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(EPOCHS, Integer.toString(epochs));
    settings.put("batch", Integer.toString(batch));
    settings.put("optimizer", optimizer.text());
    settings.put("schedule", schedule.text());
    settings.put("augmentation", augmentation.text().isEmpty() ? "none" : augmentation.text());
    settings.put("seed", Long.toString(seed));
    settings.put(
        STOP_ACCURACY,
        stop instanceof StoppingCriterion.Accuracy accuracy
            ? Double.toString(accuracy.least())
            : NEVER);
    if (stop instanceof StoppingCriterion.Loss loss) {
      settings.put(STOP_LOSS, Double.toString(loss.most()));
    } else if (stop instanceof StoppingCriterion.Patience patience) {
      settings.put(STOP_PATIENCE, Integer.toString(patience.epochs()));
    }
    return settings;
  }

  /**
   * Reads what {@link #settings} tells.
   *
   * @throws BadInputException naming the setting that is missing or is none
   */
  public static TrainingConfig parse(Map<String, String> settings) {
    TrainingConfig read;
    try {
      String augmentation = setting(settings, "augmentation");
      read =
          new TrainingConfig(
              Integer.parseInt(setting(settings, EPOCHS)),
              Integer.parseInt(setting(settings, "batch")),
              Optimizer.parse(setting(settings, "optimizer")),
              Schedule.parse(setting(settings, "schedule")),
              augmentation.equals("none") ? Augmentation.NONE : Augmentation.parse(augmentation),
              Long.parseLong(setting(settings, "seed")),
              stop(settings));
    } catch (IllegalArgumentException e) {
      throw new BadInputException("settings of a training: " + e.getMessage(), e);
    }
    if (!read.settings().equals(settings)) {
      throw new BadInputException(
          Text.format("settings of a training: %s is read as %s", settings, read.settings()));
    }
    return read;
  }

  private static StoppingCriterion stop(Map<String, String> settings) {
    String accuracy = setting(settings, STOP_ACCURACY);
    String loss = settings.get(STOP_LOSS);
    if (loss != null) {
      return StoppingCriterion.loss(Double.parseDouble(loss));
    }
    String patience = settings.get(STOP_PATIENCE);
    if (patience != null) {
      return StoppingCriterion.patience(Integer.parseInt(patience));
    }
    return accuracy.equals(NEVER)
        ? StoppingCriterion.NEVER
        : StoppingCriterion.accuracy(Double.parseDouble(accuracy));
  }

  private static String setting(Map<String, String> settings, String name) {
    String value = settings.get(name);
    if (value == null) {
      throw new BadInputException("settings of a training: '" + name + "' is missing");
    }
    return value;
  }
}
