package dev.assay.train;

import dev.assay.io.BadInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened in each epoch. Holds nothing that depends on the machine, so equal runs have equal
 * histories.
 */
public record History(List<Epoch> epochs) {
  private static final String HEADER =
      "epoch,rate,train_loss,train_accuracy,test_loss,test_accuracy";

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
      double testAccuracy) {}

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
   * Reads what {@link #toCsv} wrote.
   *
   * @param origin where the text came from, for messages
   */
  static History fromCsv(String csv, String origin) {
    List<String> lines = csv.lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
      throw new BadInputException(origin + ": the training history does not begin with " + HEADER);
    }
    List<Epoch> epochs = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      try {
        epochs.add(
            new Epoch(
                Integer.parseInt(cells[0]),
                Float.parseFloat(cells[1]),
                Double.parseDouble(cells[2]),
                Double.parseDouble(cells[3]),
                Double.parseDouble(cells[4]),
                Double.parseDouble(cells[5])));
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        throw new BadInputException(
            "%s: training history, line '%s' is not an epoch".formatted(origin, line), e);
      }
    }
    return new History(epochs);
  }
}
