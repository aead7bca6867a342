package dev.assay.study.translation;

import dev.assay.io.Text;
import dev.assay.nn.Classifier;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Picture;
import dev.assay.study.Plot;
import dev.assay.study.Samples;
import dev.assay.study.Subject;
import dev.assay.tensor.Shape;
import dev.assay.train.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Some images, moved, and what becomes of the network's answer. */
final class MovedPictures {
  private static final int IMAGES = 3;

  private final Classifier network;
  private final Samples images;
  private final TranslationConfig config;
  private final List<String> classes;

  MovedPictures(Subject subject, Samples images, TranslationConfig config, List<String> classes) {
    this.network = subject.input().above();
    this.images = images;
    this.config = config;
    this.classes = classes;
  }

  /** None where images have neither one channel nor three. */
  Optional<Figure> figure() {
    Shape shape = network.input();
    if (shape.channels() != 1 && shape.channels() != 3) {
      return Optional.empty();
    }
    int far = config.range();
    int half = (far + 1) / 2;
    List<Shift> shifts =
        List.of(
            Shift.NONE,
            new Shift(0, half),
            new Shift(0, far),
            new Shift(-half, 0),
            new Shift(-far, 0),
            new Shift(far, -far));
    Mover mover = new Mover(shape, config.boundary() == Boundary.CIRCULAR, config.interpolation());
    List<Plot.Cell> cells = new ArrayList<>();
    for (int image = 0; image < Math.min(IMAGES, images.count()); image++) {
      int own = -1;
      for (Shift shift : shifts) {
        float[] moved = new float[images.length()];
        float[] logits = new float[network.classes()];
        mover.write(images.points(), image * images.length(), shift, moved, 0);
        network.logits(moved, 1, logits);
        int given = Evaluation.argmax(logits, 0, logits.length);
        own = own < 0 ? given : own;
        Picture picture = Picture.of(moved, shape.channels(), shape.height(), shape.width(), 0, 1);
        cells.add(new Plot.Cell(picture, label(given, own, logits)));
      }
    }
    return Optional.of(
        new Figure(
            new Heading(
                "examples",
                "Images, moved",
                Text.format(
                    "In each row an image as it is, to the right by %d and %d pixels, up by as"
                        + " many, and %d down and to the left. Below each the class that the network"
                        + " gives it, and the logit of the class that it gives the first of the"
                        + " row.",
                    half, far, far)),
            new Plot.Gallery(shifts.size(), cells)));
  }

  private String label(int given, int own, float[] logits) {
    String number = Text.format("%.1f", logits[own]).replace('-', '−');
    return given == own
        ? classes.get(own) + ": " + number
        : Text.format("%s (%s: %s)", classes.get(given), classes.get(own), number);
  }
}
