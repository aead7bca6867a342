package dev.assay.train;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What happened in each epoch. Holds nothing that depends on the machine, so equal runs have equal
 * histories.
 *
 * @param validation how the network did on samples held out of training, for each epoch; empty
 *     where there are none
 */
public record History(List<Epoch> epochs, List<Evaluation> validation) {
  private static final String HEADER =
      "epoch,rate,train_loss,train_accuracy,test_loss,test_accuracy";

  /** As {@link #HEADER}, where there are samples held out of training. */
  private static final String VALIDATED = HEADER + ",validation_loss,validation_accuracy";

  /** Decimal numbers, the first of them whole and of a length that fits an int. */
  private static final Pattern EPOCH =
      Pattern.compile("[0-9]{1,9}(,-?[0-9]{1,30}(\\.[0-9]{1,30})?(E-?[0-9]{1,3})?)+");

  /** How far rounding may take a loss of almost 0 below it. */
  private static final double ROUNDING = 1e-3;

  /** Characters of a line that is shown in a message. */
  private static final int SHOWN = 100;

  /**
   * One epoch.
   *
   * @param epoch from 1
   * @param rate learning rate
   * @param trainLoss mean loss of the mini-batches, as they were trained on
   * @param trainAccuracy their accuracy
   * @param testLoss mean loss on the test set after the epoch
   * @param testAccuracy accuracy on the test set
   */
  public record Epoch(
      int epoch,
      float rate,
      double trainLoss,
      double trainAccuracy,
      double testLoss,
      double testAccuracy) {

    /** Whether training can have written this as its so many-th epoch. */
    private boolean isPossible(int number) {
      return epoch == number
          && rate >= 0
          && Float.isFinite(rate)
          && isLoss(trainLoss)
          && isShare(trainAccuracy)
          && isLoss(testLoss)
          && isShare(testAccuracy);
    }
  }

  public History {
    epochs = List.copyOf(epochs);
    validation = List.copyOf(validation);
    if (!validation.isEmpty() && validation.size() != epochs.size()) {
      throw new IllegalArgumentException(
          validation.size() + " of " + epochs.size() + " epochs have been validated");
    }
  }

  /** A history without epochs. */
  public static History empty() {
    return new History(List.of(), List.of());
  }

  /** This history with one more epoch. */
  public History with(Epoch epoch) {
    return with(epoch, Optional.empty());
  }

  /**
   * This history with one more epoch.
   *
   * @param validated on samples held out of training, in every epoch or in none
   */
  public History with(Epoch epoch, Optional<Evaluation> validated) {
    List<Epoch> longer = new ArrayList<>(epochs);
    List<Evaluation> held = new ArrayList<>(validation);
    longer.add(epoch);
    validated.ifPresent(held::add);
    return new History(longer, held);
  }

  /** The first so many epochs. */
  public History first(int count) {
    return new History(
        epochs.subList(0, count), validation.isEmpty() ? validation : validation.subList(0, count));
  }

  /** The last epoch. */
  public Epoch last() {
    return epochs.get(epochs.size() - 1);
  }

  /**
   * The epoch with the lowest loss on the samples held out of training, or on the test set where
   * none are; the first of equal ones.
   */
  public Epoch best() {
    int best = 0;
    for (int i = 1; i < epochs.size(); i++) {
      best = watched(i) < watched(best) ? i : best;
    }
    return epochs.get(best);
  }

  private double watched(int index) {
    return validation.isEmpty() ? epochs.get(index).testLoss : validation.get(index).loss();
  }

  /** One line per epoch under a header. */
  public String toCsv() {
    StringBuilder csv = new StringBuilder(validation.isEmpty() ? HEADER : VALIDATED).append('\n');
    for (int i = 0; i < epochs.size(); i++) {
      Epoch e = epochs.get(i);
      csv.append(e.epoch).append(',').append(e.rate).append(',');
      csv.append(e.trainLoss).append(',').append(e.trainAccuracy).append(',');
      csv.append(e.testLoss).append(',').append(e.testAccuracy);
      if (!validation.isEmpty()) {
        csv.append(',').append(validation.get(i).loss());
        csv.append(',').append(validation.get(i).accuracy());
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  /**
   * Reads what {@link #toCsv} wrote: epochs 1, 2, … without a gap, each with all its numbers.
   *
   * @param origin where the text came from, for messages
   * @throws BadInputException naming the line that is not the next epoch
   */
  static History fromCsv(String csv, String origin) {
    List<String> lines = csv.lines().toList();
    String header = !lines.isEmpty() && lines.get(0).equals(VALIDATED) ? VALIDATED : HEADER;
    if (lines.isEmpty() || !lines.get(0).equals(header)) {
      throw new BadInputException(origin + ": the training history does not begin with " + HEADER);
    }
    if (lines.size() == 1) {
      throw new BadInputException(
          origin + ": the training history has no epoch, expected at least one");
    }
    int numbers = header.split(",").length;
    History history = empty();
    for (int number = 1; number < lines.size(); number++) {
      String line = lines.get(number);
      String[] cells = EPOCH.matcher(line).matches() ? line.split(",") : new String[0];
      Epoch epoch = cells.length == numbers ? epoch(cells) : null;
      Optional<Evaluation> validated =
          epoch == null || header.equals(HEADER) ? Optional.empty() : Optional.of(validated(cells));
      if (epoch == null
          || !epoch.isPossible(number)
          || !validated.map(History::isPossible).orElse(true)) {
        throw new BadInputException(
            Text.format(
                "%s: training history, line '%s' is not epoch %d (%s)",
                origin, line.substring(0, Math.min(SHOWN, line.length())), number, header));
      }
      history = history.with(epoch, validated);
    }
    return history;
  }

  /** Of cells that look like numbers. */
  private static Epoch epoch(String[] cells) {
    return new Epoch(
        Integer.parseInt(cells[0]),
        Float.parseFloat(cells[1]),
        Double.parseDouble(cells[2]),
        Double.parseDouble(cells[3]),
        Double.parseDouble(cells[4]),
        Double.parseDouble(cells[5]));
  }

  private static Evaluation validated(String[] cells) {
    return new Evaluation(Double.parseDouble(cells[6]), Double.parseDouble(cells[7]));
  }

  private static boolean isPossible(Evaluation evaluation) {
    return isLoss(evaluation.loss()) && isShare(evaluation.accuracy());
  }

  private static boolean isLoss(double value) {
    return value > -ROUNDING && Double.isFinite(value);
  }

  private static boolean isShare(double value) {
    return value >= 0 && value <= 1;
  }
}
