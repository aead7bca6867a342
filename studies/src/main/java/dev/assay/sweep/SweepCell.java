package dev.assay.sweep;

import dev.assay.data.Provenance;
import dev.assay.store.TrainingSpec;
import java.util.Map;

/**
 * A network of a sweep.
 *
 * @param number from 1
 * @param settings its value on each axis, in order
 * @param shifted test samples of another distribution; null for none
 */
public record SweepCell(
    int number, Map<String, String> settings, TrainingSpec training, Provenance shifted) {

  /** Without a shifted test set. */
  public SweepCell(int number, Map<String, String> settings, TrainingSpec training) {
    this(number, settings, training, null);
  }

  /** For example {@code 17 (width 32, rate 0.001)}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    settings.forEach(
        (axis, value) ->
            text.append(text.isEmpty() ? "" : ", ").append(axis).append(' ').append(value));
    return number + " (" + text + ")";
  }
}
