package dev.assay.study.tree;

import dev.assay.geometry.Attribution.Rule;
import dev.assay.io.Text;
import dev.assay.study.Figure;
import dev.assay.study.Figure.Heading;
import dev.assay.study.Picture;
import dev.assay.study.Plot;
import dev.assay.study.tree.LayerTreesStudy.Layer;
import dev.assay.study.tree.NodeAttributions.Found;
import dev.assay.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/** What tested units look at, as images: red speaks for the unit, blue against it. */
final class AttributionPictures {
  /** Tests in a row, each with two pictures. */
  private static final int TESTS = 2;

  private AttributionPictures() {}

  /**
   * The pictures of a layer; none where inputs are no images or nothing was attributed.
   *
   * @param input shape of an input
   */
  static Optional<Figure> of(Layer layer, Shape input) {
    List<Found> exact =
        layer.attributions().stream().filter(f -> f.rule() == Rule.INTEGRATED_EXACT).toList();
    if (exact.isEmpty() || input.rank() != 3) {
      return Optional.empty();
    }
    List<Plot.Cell> cells =
        exact.stream()
            .map(
                found ->
                    new Plot.Cell(
                        picture(i -> found.inputs()[i], input),
                        Text.format("unit %d %s", found.unit(), found.on() ? "on" : "off")))
            .toList();
    return Optional.of(
        new Figure(
            new Heading(
                "attribution-" + layer.name(),
                "What the tested units of " + layer.name() + " look at",
                "Exact integrated gradients from the zero input to samples for which the unit is"
                    + " off, or on, on average, in the order of the tests, level by level. Red"
                    + " raises the unit, blue lowers it; each picture has a scale of its own."),
            new Plot.Gallery(2 * TESTS, cells)));
  }

  /**
   * What raises and what lowers something.
   *
   * @param inputs what each input accounts for
   */
  static Picture picture(IntToDoubleFunction inputs, Shape input) {
    int plane = input.intSize() / input.channels();
    double[] sums = new double[plane];
    double largest = 0;
    for (int p = 0; p < plane; p++) {
      for (int c = 0; c < input.channels(); c++) {
        sums[p] += inputs.applyAsDouble(c * plane + p);
      }
      largest = Math.max(largest, Math.abs(sums[p]));
    }
    int[] rgb = new int[plane];
    for (int p = 0; p < plane; p++) {
      double share = largest == 0 ? 0 : sums[p] / largest;
      int faded = (int) Math.round(255 * (1 - Math.abs(share)));
      rgb[p] = share >= 0 ? 0xFF0000 | faded << 8 | faded : faded << 16 | faded << 8 | 0xFF;
    }
    return new Picture(input.width(), input.height(), rgb);
  }
}
