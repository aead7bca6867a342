package dev.assay.study.margin;

import dev.assay.data.Dataset;
import dev.assay.io.Text;
import dev.assay.nn.Network;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Picture;
import dev.assay.study.Plot.Cell;
import dev.assay.study.Plot.Gallery;
import dev.assay.study.Samples;
import dev.assay.subspace.Directions;
import dev.assay.train.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What margins look like as images: samples, what moves them to the boundary, where they arrive.
 */
public final class MarginPictures {
  private static final int COLUMNS = 6;

  private final Network network;
  private final Dataset data;
  private final int length;

  /**
   * @param data images of one channel or three
   */
  public MarginPictures(Network network, Dataset data) {
    this.network = network;
    this.data = data;
    this.length = data.sample().intSize();
  }

  /**
   * The first sample of each class that is classified correctly: itself, the perturbation on a
   * scale of its own with grey for no change, and the point on the boundary.
   *
   * @param most how many
   */
  public Optional<Figure> perturbations(String name, String title, int most) {
    int[] predicted = predicted();
    Samples all = Samples.of(data);
    int[] chosen =
        IntStream.range(0, data.classes())
            .flatMap(
                c ->
                    IntStream.range(0, data.count())
                        .filter(i -> data.label(i) == c && predicted[i] == c)
                        .limit(1))
            .limit(most)
            .toArray();
    MarginMeter meter =
        new MarginMeter(network.classifier(), Directions.all(length), Reference.PREDICTION);
    List<Cell> cells = new ArrayList<>();
    for (MarginMeter.Found found :
        meter.find(all.pick(chosen), MarginSolver.DeepFool.standard(), done -> {})) {
      if (found.place() != null && found.margin().reached() >= 0) {
        cells.addAll(triple(found));
      }
    }
    String caption =
        "In threes: a test sample; the smallest change found that takes it to the decision boundary,"
            + " grey where nothing changes and as contrasted as can be, with its length; the point on"
            + " the boundary, where both classes are equally likely.";
    return cells.isEmpty()
        ? Optional.empty()
        : Optional.of(new Figure(new Heading(name, title, caption), new Gallery(COLUMNS, cells)));
  }

  private List<Cell> triple(MarginMeter.Found found) {
    float[] image = image(found.margin().sample());
    double[] point = new double[length];
    Directions.all(length).lift(found.place(), point);
    float[] change = new float[length];
    float[] moved = new float[length];
    float largest = 0;
    for (int i = 0; i < length; i++) {
      change[i] = (float) point[i];
      moved[i] = image[i] + change[i];
      largest = Math.max(largest, Math.abs(change[i]));
    }
    String from = data.classNames().get(found.margin().predicted());
    String to = data.classNames().get(found.margin().reached());
    float contrast = largest == 0 ? 1 : largest;
    return List.of(
        new Cell(picture(image, 0, 1), from),
        new Cell(
            picture(change, -contrast, contrast),
            Text.format("length %.2f", found.margin().distance())),
        new Cell(picture(moved, 0, 1), from + " or " + to));
  }

  /**
   * Samples that are classified wrongly, with what they are and what they are taken for.
   *
   * @param most how many
   */
  public Optional<Figure> misclassified(String name, String title, int most) {
    int[] predicted = predicted();
    int[] wrong =
        IntStream.range(0, data.count()).filter(i -> predicted[i] != data.label(i)).toArray();
    List<Cell> cells =
        IntStream.of(wrong)
            .limit(most)
            .mapToObj(
                i ->
                    new Cell(
                        picture(image(i), 0, 1),
                        Text.format(
                            "%s as %s",
                            data.classNames().get(data.label(i)),
                            data.classNames().get(predicted[i]))))
            .toList();
    String caption =
        Text.format(
            "The first of the %d of %d test samples that are classified wrongly: label, and what"
                + " it is taken for.",
            wrong.length, data.count());
    return cells.isEmpty()
        ? Optional.empty()
        : Optional.of(new Figure(new Heading(name, title, caption), new Gallery(COLUMNS, cells)));
  }

  private int[] predicted() {
    int k = data.classes();
    float[] logits = new float[data.count() * k];
    network.classifier().logits(data.images(), data.count(), logits);
    return IntStream.range(0, data.count()).map(i -> Evaluation.argmax(logits, i * k, k)).toArray();
  }

  private float[] image(int sample) {
    float[] image = new float[length];
    data.copy(sample, image, 0);
    return image;
  }

  private Picture picture(float[] image, float low, float high) {
    return Picture.of(
        image, data.sample().channels(), data.sample().height(), data.sample().width(), low, high);
  }
}
