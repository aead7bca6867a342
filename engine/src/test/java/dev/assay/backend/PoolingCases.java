package dev.assay.backend;

import static dev.assay.backend.Fixture.sumOf;

import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

final class PoolingCases {
  private static final double EXACT = 0;
  private static final Shape ONE = Shape.vector(1);

  /** Zeros and ones. */
  private static final Values BITS = Values.below(2);

  private static final List<Window> WINDOWS =
      List.of(
          Window.kernel(1),
          Window.kernel(2).stride(2),
          Window.kernel(2),
          Window.kernel(3).stride(2).padding(1),
          Window.kernel(3).padding(1),
          Window.kernel(3).stride(4),
          Window.kernel(5).padding(4),
          Window.kernel(7).stride(7),
          Window.kernel(8),
          new Window(2, 3, 1, 2, 1, 0),
          new Window(5, 1, 3, 1, 2, 0));

  private PoolingCases() {}

  static List<OperationCase> all() {
    List<OperationCase> cases = new ArrayList<>();
    for (Window window : WINDOWS) {
      for (int[] plane : Extents.PLANES) {
        if (Extents.fits(window, plane)) {
          int number = cases.size() / 4;
          int channels = Extents.pick(Extents.CHANNELS, number);
          int samples = Extents.pick(Extents.BATCHES, number);
          Shape input = Shape.image(channels, plane[0], plane[1]);
          Shape output =
              Shape.image(channels, window.outputHeight(plane[0]), window.outputWidth(plane[1]));
          String text = "%s %s to %s".formatted(Extents.text(window), input, output);
          cases.add(max(text, window, samples, input, output, number));
          cases.add(maxBackward(text, window, samples, input, output, number));
          cases.add(mean(text, window, samples, input, output));
          cases.add(meanBackward(text, window, samples, input, output));
        }
      }
    }
    int number = 0;
    for (Edge edge : Edge.values()) {
      for (int size : new int[] {1, 2, 3, 4, 5, 6, 7, 11, 40}) {
        for (int[] plane : Extents.PLANES) {
          Blur blur = new Blur(size, 1 + number % 3, 1 + number / 2 % 3, edge);
          boolean large = size > 7; // the reference takes long
          int samples = large ? 1 : Extents.pick(Extents.BATCHES, number);
          int channels = large ? 1 : Extents.pick(new int[] {1, 3, 17}, number / 5);
          cases.addAll(blur(blur, samples, Shape.image(channels, plane[0], plane[1]), number));
          number++;
        }
      }
    }
    for (int[] plane : Extents.PLANES) {
      for (int[] before : new int[][] {{0, 0}, {1, 1}, {9, 2}}) {
        for (int after : new int[] {0, 1, 20}) {
          int samples = Extents.pick(Extents.BATCHES, number);
          int channels = Extents.pick(new int[] {1, 3, 17}, number / 3);
          Shape input = Shape.image(channels, plane[0], plane[1]);
          Edge edge = Edge.values()[number % 4];
          cases.addAll(pad(edge, before[0], before[1], after, samples, input));
          cases.addAll(pad(Edge.CIRCULAR, before[0], before[1], after, samples, input));
          number++;
        }
      }
    }
    Map.of("any", Values.SIGNED, "coarse", Values.COARSE, "zeros", Values.constant(0), "bits", BITS)
        .forEach(
            (text, values) -> {
              cases.add(select(text, 1, 1, Shape.image(3, 1, 1), values));
              cases.add(select(text, 2, 2, Shape.image(1, 4, 4), values));
              cases.add(select(text, 2, 2, Shape.image(17, 8, 8), values));
              cases.add(select(text, 3, 2, Shape.image(2, 3, 4), values));
              cases.add(select(text, 2, 3, Shape.image(3, 4, 33), values));
              cases.add(select(text, 1, 5, Shape.image(2, 2, 35), values));
              cases.add(select(text, 4, 20, Shape.image(1, 4, 40), values));
              cases.add(select(text, 2, 1, Shape.image(33, 6, 1), values));
            });
    return cases;
  }

  private static List<OperationCase> pad(
      Edge edge, int top, int left, int after, int samples, Shape input) {
    int height = top + input.height() + after;
    int width = left + input.width() + after;
    Shape output = Shape.image(input.channels(), height, width);
    String text = "%s, %d, %d before %s to %s".formatted(edge, top, left, input, output);
    long copies = (long) height * width;
    return List.of(
        new OperationCase(
            "pad",
            text,
            samples,
            f ->
                f.backend()
                    .pad(
                        edge,
                        top,
                        left,
                        f.givenBatch("x", input, 1, Values.SIGNED),
                        f.resultBatch("y", output, 1, EXACT))),
        new OperationCase(
            "padBackward",
            text,
            samples,
            f ->
                f.backend()
                    .padBackward(
                        edge,
                        top,
                        left,
                        f.givenBatch("dy", output, 1, Values.SIGNED),
                        f.resultBatch("dx", input, 1, sumOf(copies)))));
  }

  private static OperationCase max(
      String text, Window window, int samples, Shape input, Shape output, int number) {
    boolean indices = number % 3 != 0;
    return new OperationCase(
        "maxPool",
        text + (indices ? ", argmax" : ""),
        samples,
        f ->
            f.backend()
                .maxPool(
                    window,
                    f.givenBatch("x", input, 1, number % 2 == 0 ? Values.COARSE : Values.SIGNED),
                    f.resultBatch("y", output, 1, EXACT),
                    indices ? f.resultBatch("argmax", output, 1, EXACT) : null));
  }

  private static OperationCase maxBackward(
      String text, Window window, int samples, Shape input, Shape output, int number) {
    int cotangents = Extents.pick(Extents.COTANGENTS, number);
    return new OperationCase(
        "maxPoolBackward",
        text + ", cotangents " + cotangents,
        samples,
        f -> {
          Tensor argmax = f.resultBatch("argmax", output, 1, EXACT);
          Tensor x = f.givenBatch("x", input, 1, Values.COARSE);
          f.backend().maxPool(window, x, f.resultBatch("y", output, 1, EXACT), argmax);
          f.backend()
              .maxPoolBackward(
                  window,
                  argmax,
                  f.givenBatch("dy", output, cotangents, Values.SIGNED),
                  f.resultBatch("dx", input, cotangents, sumOf(window.area())));
        });
  }

  private static OperationCase mean(
      String text, Window window, int samples, Shape input, Shape output) {
    return new OperationCase(
        "avgPool",
        text,
        samples,
        f ->
            f.backend()
                .avgPool(
                    window,
                    f.givenBatch("x", input, 1, Values.SIGNED),
                    f.resultBatch("y", output, 1, sumOf(1))));
  }

  private static OperationCase meanBackward(
      String text, Window window, int samples, Shape input, Shape output) {
    return new OperationCase(
        "avgPoolBackward",
        text,
        samples,
        f ->
            f.backend()
                .avgPoolBackward(
                    window,
                    f.givenBatch("dy", output, 1, Values.SIGNED),
                    f.resultBatch("dx", input, 1, sumOf(1))));
  }

  private static List<OperationCase> blur(Blur blur, int samples, Shape input, int number) {
    int phases = number % 2 * phases(blur, input);
    int cotangents = phases == 0 ? 1 : Extents.pick(Extents.COTANGENTS, number);
    Shape output =
        Shape.image(
            input.channels(), blur.outputHeight(input.height()), blur.outputWidth(input.width()));
    String text =
        "%s %d/%d×%d %s to %s, %d phases"
            .formatted(
                blur.edge(),
                blur.size(),
                blur.strideHeight(),
                blur.strideWidth(),
                input,
                output,
                phases);
    // one output takes size² inputs; reflected many times over, an input as many outputs
    long length = (long) blur.size() * blur.size();
    return List.of(
        new OperationCase(
            "blur",
            text,
            samples,
            f ->
                f.backend()
                    .blur(
                        blur,
                        phases == 0 ? null : f.givenBatch("phases", ONE, 1, Values.below(phases)),
                        f.givenBatch("x", input, 1, Values.SIGNED),
                        f.resultBatch("y", output, 1, sumOf(length)))),
        new OperationCase(
            "blurBackward",
            text,
            samples,
            f ->
                f.backend()
                    .blurBackward(
                        blur,
                        phases == 0 ? null : f.givenBatch("phases", ONE, 1, Values.below(phases)),
                        f.givenBatch("dy", output, cotangents, Values.SIGNED),
                        f.resultBatch("dx", input, cotangents, sumOf(length)))));
  }

  /** Where a filter can begin; 0 where its strides do not divide the image. */
  private static int phases(Blur blur, Shape input) {
    boolean whole =
        input.height() % blur.strideHeight() == 0 && input.width() % blur.strideWidth() == 0;
    return whole ? blur.strideHeight() * blur.strideWidth() : 0;
  }

  /** Coarse values tie, in all ways that there are. */
  private static OperationCase select(
      String text, int height, int width, Shape image, Values values) {
    return new OperationCase(
        "selectPhase",
        "%d×%d of %s, %s".formatted(height, width, image, text),
        17,
        f ->
            f.backend()
                .selectPhase(
                    height,
                    width,
                    f.givenBatch("x", image, 1, values),
                    f.resultBatch("phases", ONE, 1, EXACT)));
  }
}
