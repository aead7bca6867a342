package dev.assay.train;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What happened in each epoch. Holds nothing that depends on the machine, so equal runs have equal
 * histories.
 */
public record History(List<Epoch> epochs) {
  private static final String HEADER =
      "epoch,rate,train_loss,train_accuracy,test_loss,test_accuracy";

  /** Six decimal numbers, the first of them whole and of a length that fits an int. */
  private static final Pattern EPOCH =
      Pattern.compile("[0-9]{1,9}(,-?[0-9]{1,30}(\\.[0-9]{1,30})?(E-?[0-9]{1,3})?){5}");

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

    private static boolean isLoss(double value) {
      return value > -ROUNDING && Double.isFinite(value);
    }

    private static boolean isShare(double value) {
      return value >= 0 && value <= 1;
    }
  }

  public History {
    epochs = List.copyOf(epochs);
  }

  /** A history without epochs. */
  public static History empty() {
    return new History(List.of());
  }

  /** This history with one more epoch. */
  public History with(Epoch epoch) {
    List<Epoch> longer = new ArrayList<>(epochs);
    longer.add(epoch);
    return new History(longer);
  }

  /** The last epoch. */
  public Epoch last() {
    return epochs.get(epochs.size() - 1);
  }

  /** The epoch with the lowest loss on the test set, the first of equal ones. */
  public Epoch best() {
    return Collections.min(epochs, Comparator.comparingDouble(Epoch::testLoss));
  }

  /** One line per epoch under a header. */
  public String toCsv() {
    StringBuilder csv = new StringBuilder(HEADER).append('\n');
    for (Epoch e : epochs) {
      csv.append(e.epoch).append(',').append(e.rate).append(',');
      csv.append(e.trainLoss).append(',').append(e.trainAccuracy).append(',');
      csv.append(e.testLoss).append(',').append(e.testAccuracy).append('\n');
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
    if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
      throw new BadInputException(origin + ": the training history does not begin with " + HEADER);
    }
    if (lines.size() == 1) {
      throw new BadInputException(
          origin + ": the training history has no epoch, expected at least one");
    }
    List<Epoch> epochs = new ArrayList<>();
    for (int number = 1; number < lines.size(); number++) {
      String line = lines.get(number);
      Epoch epoch = EPOCH.matcher(line).matches() ? epoch(line.split(",")) : null;
      if (epoch == null || !epoch.isPossible(number)) {
        throw new BadInputException(
            Text.format(
                "%s: training history, line '%s' is not epoch %d (%s)",
                origin, line.substring(0, Math.min(SHOWN, line.length())), number, HEADER));
      }
      epochs.add(epoch);
    }
    return new History(epochs);
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
}
