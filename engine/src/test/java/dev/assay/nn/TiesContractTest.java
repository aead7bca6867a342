package dev.assay.nn;

import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.relu;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Backend;
import dev.assay.backend.Direction;
import dev.assay.backend.TestBackends;
import dev.assay.backend.Window;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import dev.assay.tensor.Tensor;
import dev.assay.tensor.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Images on a constant background, where a maximum over outputs of a convolution is a tie in exact
 * arithmetic: rounding must not decide who wins it.
 */
class TiesContractTest {
  private static final Offset<Float> CLOSE = within(1e-4f);

  /** A card may choose forms that do not round alike everywhere. */
  private static List<TestBackends.Candidate> exact() {
    return TestBackends.available().stream().filter(TestBackends.Candidate::exact).toList();
  }

  private record Case(Window window, int in, int out, int height, int width) {}

  /** Each takes another form of some backend: rows, flat, gathered, bands, both axes. */
  private static List<Case> cases() {
    return List.of(
        new Case(Window.kernel(3).padding(1), 1, 9, 28, 28),
        new Case(Window.kernel(3).padding(1), 3, 32, 32, 32),
        new Case(Window.kernel(5).padding(2), 3, 9, 13, 37),
        new Case(Window.kernel(5), 2, 7, 9, 21),
        new Case(Window.kernel(3).padding(1), 16, 33, 8, 8),
        new Case(Window.kernel(3).padding(1), 33, 20, 14, 13),
        new Case(Window.kernel(3).padding(1), 32, 64, 16, 16),
        new Case(Window.kernel(5).padding(2), 24, 32, 14, 17),
        new Case(Window.kernel(3).padding(1).stride(2), 24, 33, 31, 30),
        new Case(Window.kernel(3).padding(1).stride(2), 3, 17, 32, 32),
        new Case(Window.kernel(1), 17, 16, 7, 19),
        new Case(Window.kernel(2).stride(2), 5, 12, 16, 18),
        new Case(new Window(7, 1, 1, 1, 3, 0), 4, 9, 12, 20),
        new Case(new Window(2, 3, 2, 1, 1, 1), 6, 5, 11, 9));
  }

  static Stream<Arguments> convolutions() {
    return exact().stream()
        .flatMap(candidate -> cases().stream().map(one -> Arguments.of(candidate, one)));
  }

  /** Samples with a rectangle drawn somewhere on a background, one of which is zero. */
  private static float[] drawn(int samples, int channels, int height, int width) {
    long key = Streams.key(3, "drawn");
    float[] x = new float[samples * channels * height * width];
    for (int i = 0; i < x.length; i++) {
      int column = i % width;
      int row = i / width % height;
      int channel = i / width / height % channels;
      int sample = i / width / height / channels;
      int top = sample % 3 * height / 3;
      int left = sample % 5 * width / 8;
      boolean inside =
          row >= top && row < top + height / 3 && column >= left && column < left + width / 4;
      float background = sample == 1 ? 0 : Streams.uniform(key, channel);
      x[i] = inside ? 2 * Streams.uniform(key, 1000 + i) - 1 : background;
    }
    return x;
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void equalWindowsSideBySideHaveEqualOutputs(TestBackends.Candidate candidate, Case one) {
    int samples = 6;
    Window window = one.window();
    Shape weights = Shape.of(one.out(), one.in(), window.kernelHeight(), window.kernelWidth());
    Shape output =
        Shape.of(
            samples, one.out(), window.outputHeight(one.height()), window.outputWidth(one.width()));
    float[] x = drawn(samples, one.in(), one.height(), one.width());
    try (Backend backend = candidate.open(1);
        Workspace workspace = new Workspace(backend)) {
      Tensor packed =
          workspace.tensor(
              size(backend.conv2dPackedSize(window, one.in(), one.out(), Direction.FORWARD)));
      backend.conv2dPack(window, random(workspace, weights), Direction.FORWARD, packed);
      Tensor images = workspace.tensor(Shape.of(samples, one.in(), one.height(), one.width()));
      images.write(x);
      Tensor y = workspace.tensor(output);
      Tensor scratch =
          workspace.tensor(
              size(
                  backend.conv2dScratchSize(
                      window, one.in(), one.height(), one.width(), one.out())));
      backend.conv2d(
          window,
          images,
          packed,
          random(workspace, Shape.vector(one.out())),
          false,
          0,
          1,
          y,
          scratch);
      check(one, x, output, y.toArray());
    }
  }

  /** Drawn regions of any size and place on a background, up to all of the image. */
  private static float[] regions(Case one, int samples) {
    long key = Streams.key(5, "regions");
    float[] x = new float[samples * one.in() * one.height() * one.width()];
    for (int i = 0; i < x.length; i++) {
      int column = i % one.width();
      int row = i / one.width() % one.height();
      int sample = i / one.width() / one.height() / one.in();
      int left = sample % 3 == 0 ? 0 : Streams.integer(key, 4 * sample, one.width());
      int right = sample % 2 == 0 ? one.width() : Streams.integer(key, 4 * sample + 1, one.width());
      int top = sample % 4 < 2 ? 0 : Streams.integer(key, 4 * sample + 2, one.height());
      boolean inside = column >= left && column < right && row >= top;
      float background = sample % 5 == 0 ? 0.25f : 0;
      x[i] = inside ? 2 * Streams.uniform(key, 1000 + i) - 1 : background;
    }
    return x;
  }

  /** Whatever is left out because it is known, is written all the same, in any number of parts. */
  @ParameterizedTest
  @MethodSource("convolutions")
  void everyOutputIsWritten(TestBackends.Candidate candidate, Case one) {
    int samples = 30;
    float[] x = regions(one, samples);
    try (Backend backend = candidate.open(1);
        Backend reference = TestBackends.reference(1)) {
      float[] expected = convolved(reference, one, x, samples, 1);
      for (int parts : new int[] {1, 2, 3, 7}) {
        float[] found = convolved(backend, one, x, samples, parts);
        for (int i = 0; i < found.length; i++) {
          assertThat(found[i]).as("%d parts, output %d", parts, i).isCloseTo(expected[i], CLOSE);
        }
      }
    }
  }

  /** Where nothing was written, NaN is left; each image alone, as products in parts are. */
  private static float[] convolved(Backend backend, Case one, float[] x, int samples, int parts) {
    Window window = one.window();
    Shape weights = Shape.of(one.out(), one.in(), window.kernelHeight(), window.kernelWidth());
    Shape output =
        Shape.of(1, one.out(), window.outputHeight(one.height()), window.outputWidth(one.width()));
    float[] all = new float[samples * output.intSize()];
    try (Workspace workspace = new Workspace(backend)) {
      Tensor packed =
          workspace.tensor(
              size(backend.conv2dPackedSize(window, one.in(), one.out(), Direction.FORWARD)));
      backend.conv2dPack(window, random(workspace, weights), Direction.FORWARD, packed);
      Tensor bias = random(workspace, Shape.vector(one.out()));
      Tensor image = workspace.tensor(Shape.of(1, one.in(), one.height(), one.width()));
      Tensor y = workspace.tensor(output);
      Tensor scratch =
          workspace.tensor(
              size(
                  backend.conv2dScratchSize(
                      window, one.in(), one.height(), one.width(), one.out())));
      float[] unwritten = new float[output.intSize()];
      Arrays.fill(unwritten, Float.NaN);
      int length = one.in() * one.height() * one.width();
      for (int sample = 0; sample < samples; sample++) {
        image.write(Arrays.copyOfRange(x, sample * length, (sample + 1) * length));
        y.write(unwritten);
        for (int part = 0; part < parts; part++) {
          backend.conv2d(window, image, packed, bias, false, part, parts, y, scratch);
        }
        System.arraycopy(y.toArray(), 0, all, sample * unwritten.length, unwritten.length);
      }
    }
    return all;
  }

  private static Shape size(long floats) {
    return Shape.of(Math.max(1, Math.toIntExact(floats)));
  }

  private static Tensor random(Workspace workspace, Shape shape) {
    float[] values = new float[shape.intSize()];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * Streams.uniform(Streams.key(4, "weights"), i) - 1;
    }
    Tensor tensor = workspace.tensor(shape);
    tensor.write(values);
    return tensor;
  }

  private static void check(Case one, float[] x, Shape output, float[] y) {
    int rows = output.extent(2);
    int columns = output.extent(3);
    int twins = 0;
    for (int n = 0; n < output.extent(0); n++) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          for (int down = 0; down < 2; down++) {
            if (i + down < rows
                && j + 1 - down < columns
                && equal(one, x, n, i, j, down, 1 - down)) {
              twins++;
              for (int o = 0; o < output.extent(1); o++) {
                int at = ((n * output.extent(1) + o) * rows + i) * columns + j;
                assertThat(y[at])
                    .as("sample %d, output %d at %d, %d", n, o, i, j)
                    .isEqualTo(y[at + (down == 1 ? columns : 1)]);
              }
            }
          }
        }
      }
    }
    assertThat(twins).isGreaterThan(20);
  }

  private static boolean equal(Case one, float[] x, int n, int i, int j, int down, int across) {
    Window w = one.window();
    for (int c = 0; c < one.in(); c++) {
      for (int a = 0; a < w.kernelHeight(); a++) {
        for (int b = 0; b < w.kernelWidth(); b++) {
          int h = i * w.strideHeight() + a - w.paddingHeight();
          int v = j * w.strideWidth() + b - w.paddingWidth();
          int plane = n * one.in() + c;
          int h2 = h + down * w.strideHeight();
          int v2 = v + across * w.strideWidth();
          if (pixel(one, x, plane, h, v) != pixel(one, x, plane, h2, v2)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static float pixel(Case one, float[] x, int plane, int h, int v) {
    boolean inside = h >= 0 && h < one.height() && v >= 0 && v < one.width();
    return inside ? x[(plane * one.height() + h) * one.width() + v] : 0;
  }

  private static final Architecture CNN =
      Architecture.of(
          Shape.image(1, 28, 28),
          conv(32, kernel(3).padding(1)),
          relu(),
          maxPool(2),
          conv(64, kernel(3).padding(1)),
          relu(),
          maxPool(2),
          flatten(),
          dense(10));

  static List<TestBackends.Candidate> backends() {
    return exact();
  }

  /** The Jacobian is the reference's, whose maxima are those of exact arithmetic. */
  @ParameterizedTest
  @MethodSource("backends")
  void jacobiansOnAConstantBackgroundAreTheReferences(TestBackends.Candidate candidate) {
    int count = 6;
    float[] x = drawn(count, 1, 28, 28);
    float[] expected = jacobian(TestBackends.reference(2), x, count);
    float[] actual = jacobian(candidate.open(2), x, count);
    int row = x.length / count;
    List<Double> far = new ArrayList<>();
    for (int from = 0; from < expected.length; from += row) {
      double difference = 0;
      double squares = 0;
      for (int i = from; i < from + row; i++) {
        difference += Math.pow((double) expected[i] - actual[i], 2);
        squares += Math.pow(expected[i], 2);
      }
      far.add(Math.sqrt(difference / squares));
    }
    assertThat(far).allMatch(error -> error < 1e-5);
  }

  private static float[] jacobian(Backend opened, float[] x, int count) {
    try (Backend backend = opened;
        Network network = new Network(backend, CNN, 1)) {
      for (Parameters.Entry entry : network.parameters().entries()) {
        float[] values = entry.tensor().toArray();
        for (int i = 0; i < values.length; i++) {
          values[i] += 0.05f * (float) Streams.normal(Streams.key(5, entry.name()), i);
        }
        entry.tensor().write(values);
      }
      network.parameters().changed();
      float[] jacobian = new float[count * 10 * x.length / count];
      network.classifier().jacobian(x, count, new float[count * 10], jacobian);
      return jacobian;
    }
  }
}
