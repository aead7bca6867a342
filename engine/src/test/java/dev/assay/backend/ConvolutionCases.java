package dev.assay.backend;

import static dev.assay.backend.Fixture.sumOf;

import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

final class ConvolutionCases {
  private static final long LARGEST = 8_000_000;

  private static final List<Window> WINDOWS =
      List.of(
          Window.kernel(1),
          Window.kernel(1).stride(2),
          Window.kernel(2).stride(2),
          Window.kernel(3),
          Window.kernel(3).padding(1),
          Window.kernel(3).padding(1).stride(2),
          Window.kernel(3).stride(4),
          Window.kernel(4).padding(3),
          Window.kernel(5).padding(2),
          Window.kernel(5).padding(2).stride(2),
          Window.kernel(11).padding(5),
          Window.kernel(1).padding(2),
          new Window(7, 1, 1, 1, 3, 0),
          new Window(2, 3, 2, 1, 1, 1),
          new Window(3, 2, 1, 3, 0, 1));

  private ConvolutionCases() {}

  private record Setting(
      Window window, int samples, int inChannels, int[] plane, int outChannels, int number) {

    Shape input() {
      return Shape.image(inChannels, plane[0], plane[1]);
    }

    Shape output() {
      return Shape.image(outChannels, window.outputHeight(plane[0]), window.outputWidth(plane[1]));
    }

    Shape weights() {
      return Shape.of(outChannels, inChannels, window.kernelHeight(), window.kernelWidth());
    }

    long products() {
      return samples * output().size() * inChannels * window.area();
    }

    String text() {
      return "%s %s to %s".formatted(Extents.text(window), input(), output());
    }

    Tensor scratch(Fixture f) {
      return f.scratch(
          f.backend().conv2dScratchSize(window, inChannels, plane[0], plane[1], outChannels));
    }

    /** The weights, packed over those of another time. */
    Tensor packed(Fixture f, Direction direction) {
      Backend backend = f.backend();
      Tensor packed =
          f.packed(backend.conv2dPackedSize(window, inChannels, outChannels, direction));
      Tensor stale = f.given("stale weights", weights(), Values.SIGNED);
      backend.conv2dPack(window, stale, direction, packed);
      backend.conv2dPack(window, f.given("weights", weights(), Values.SIGNED), direction, packed);
      return packed;
    }

    /**
     * Tolerance of a sum of so many products. Winograd's forms, which 3 and 5 rows may take, err
     * more, mostly in short sums and in the corners of 5×5 gradients.
     */
    double tolerance(long length) {
      boolean winograd = window.kernelHeight() == 3 || window.kernelHeight() == 5;
      return winograd ? 2 * sumOf(Math.max(length, 200)) : sumOf(length);
    }

    boolean bias() {
      return number % 2 == 0;
    }

    boolean relu() {
      return number % 3 == 0;
    }
  }

  static List<OperationCase> all() {
    List<OperationCase> cases = new ArrayList<>();
    for (Setting setting : settings()) {
      cases.add(forward(setting));
      cases.add(backwardData(setting));
      cases.add(backwardWeights(setting));
    }
    return cases;
  }

  private static List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    for (Window window : WINDOWS) {
      for (int[] plane : Extents.PLANES) {
        if (Extents.fits(window, plane)) {
          settings.add(affordable(window, plane, settings.size()));
        }
      }
    }
    for (int in : Extents.CHANNELS) {
      for (int out : Extents.CHANNELS) {
        int number = settings.size();
        int samples = Extents.pick(Extents.BATCHES, number);
        Window window = Window.kernel(3).padding(1);
        settings.add(new Setting(window, samples, in, new int[] {7, 7}, out, number));
      }
    }
    for (Window window :
        List.of(Window.kernel(5).padding(2), Window.kernel(3).padding(1).stride(2))) {
      for (int[] plane : new int[][] {{16, 16}, {15, 31}}) {
        settings.add(new Setting(window, 3, 24, plane, 33, settings.size()));
      }
    }
    // many tiles of outputs, so that parts are bands of them
    settings.add(
        new Setting(Window.kernel(3).padding(1), 3, 24, new int[] {17, 19}, 40, settings.size()));
    return settings;
  }

  /** Mixes channels and batches over windows and planes, the largest that still run fast. */
  private static Setting affordable(Window window, int[] plane, int number) {
    int in = Extents.pick(Extents.CHANNELS, number);
    int out = Extents.pick(Extents.CHANNELS, number / 2 + 3);
    for (int batch = number % 3; batch >= 0; batch--) {
      Setting setting = new Setting(window, Extents.BATCHES[batch], in, plane, out, number);
      if (setting.products() <= LARGEST) {
        return setting;
      }
    }
    return new Setting(window, 1, 3, plane, 17, number);
  }

  private static OperationCase forward(Setting s) {
    String text = s.text() + (s.bias() ? ", bias" : "") + (s.relu() ? ", relu" : "");
    return new OperationCase(
        "conv2d",
        text,
        s.samples(),
        f ->
            f.backend()
                .conv2d(
                    s.window(),
                    f.givenBatch("x", s.input(), 1, Values.SIGNED),
                    s.packed(f, Direction.FORWARD),
                    s.bias() ? f.given("bias", Shape.vector(s.outChannels()), Values.SIGNED) : null,
                    s.relu(),
                    0,
                    1,
                    f.resultBatch(
                        "y", s.output(), 1, s.tolerance((long) s.inChannels() * s.window().area())),
                    s.scratch(f)));
  }

  private static OperationCase backwardData(Setting s) {
    return new OperationCase(
        "conv2dBackwardData",
        s.text(),
        s.samples(),
        f ->
            f.backend()
                .conv2dBackwardData(
                    s.window(),
                    f.givenBatch("dy", s.output(), 1, Values.SIGNED),
                    s.packed(f, Direction.BACKWARD),
                    0,
                    1,
                    f.resultBatch(
                        "dx",
                        s.input(),
                        1,
                        s.tolerance((long) s.outChannels() * s.window().area())),
                    s.scratch(f)));
  }

  private static OperationCase backwardWeights(Setting s) {
    Shape output = s.output();
    double tolerance = s.tolerance((long) s.samples() * output.height() * output.width());
    return new OperationCase(
        "conv2dBackwardWeights",
        s.text() + (s.bias() ? ", bias" : ""),
        s.samples(),
        f ->
            f.backend()
                .conv2dBackwardWeights(
                    s.window(),
                    f.givenBatch("x", s.input(), 1, Values.SIGNED),
                    f.givenBatch("dy", output, 1, Values.SIGNED),
                    0,
                    1,
                    f.result("dWeights", s.weights(), tolerance),
                    s.bias() ? f.result("dBias", Shape.vector(s.outChannels()), tolerance) : null,
                    s.scratch(f)));
  }
}
