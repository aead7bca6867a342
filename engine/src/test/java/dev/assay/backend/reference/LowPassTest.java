package dev.assay.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.backend.Blur;
import dev.assay.backend.Edge;
import dev.assay.backend.Window;
import dev.assay.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LowPassTest {
  private static final int[][] PASCAL = {
    {1},
    {1, 1},
    {1, 2, 1},
    {1, 3, 3, 1},
    {1, 4, 6, 4, 1},
    {1, 5, 10, 10, 5, 1},
    {1, 6, 15, 20, 15, 6, 1},
    {1, 7, 21, 35, 35, 21, 7, 1},
    {1, 8, 28, 56, 70, 56, 28, 8, 1}
  };
  private static final int PLANES = 4;

  private final Lab lab = new Lab();

  static List<Blur> blurs() {
    List<Blur> blurs = new ArrayList<>();
    for (Edge edge : Edge.values()) {
      for (int size = 1; size <= PASCAL.length; size++) {
        for (int stride = 1; stride <= 3; stride++) {
          blurs.add(new Blur(size, stride, 1 + (stride + size) % 3, edge));
        }
      }
    }
    return blurs;
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void goldenValues() {
    float[] row = {4, 8, 16, 32};
    // (1 2 1) / 4 along the row; across, the only pixel is its own mirror image
    assertThat(blur(new Blur(3, 1, Edge.REFLECT), row)).containsExactly(6, 9, 18, 24);
    assertThat(blur(new Blur(3, 1, Edge.REPLICATE), row)).containsExactly(5, 9, 18, 28);
    // across, a pixel keeps 2/4 of itself
    assertThat(blur(new Blur(3, 1, Edge.ZERO), row)).containsExactly(2, 4.5f, 9, 10);
    assertThat(blur(new Blur(3, 2, Edge.REFLECT), row)).containsExactly(6, 18);
    // (1 1) / 2 looks ahead
    assertThat(blur(new Blur(2, 1, Edge.REPLICATE), row)).containsExactly(6, 12, 24, 32);
    assertThat(blur(new Blur(2, 1, Edge.REFLECT), row)).containsExactly(6, 12, 24, 24);
    assertThat(blur(new Blur(1, 3, Edge.ZERO), row)).containsExactly(4, 32);
  }

  /** {@code ((6i + j) · 7) mod 11} on 6 × 6; values as NumPy gives them. */
  @Test
  void goldenImage() {
    float[] image = new float[36];
    for (int i = 0; i < 36; i++) {
      image[i] = i * 7 % 11;
    }
    assertImage(image, new Blur(2, 2, Edge.REFLECT), 5.25, 5.5, 3, 4, 7, 4.5, 5.5, 3, 6);
    assertImage(
        image, new Blur(3, 2, Edge.REFLECT), 5.25, 4.75, 5, 5, 5.875, 4.0625, 5.125, 5.3125, 4.875);
    assertImage(
        image,
        new Blur(4, 2, Edge.REFLECT),
        5.125,
        5.515625,
        4.015625,
        4.890625,
        5.453125,
        4.296875,
        5.6875,
        4.53125,
        5.4375);
    assertImage(
        image,
        new Blur(5, 2, Edge.REFLECT),
        5.125,
        5.195312,
        4.742188,
        5.03125,
        5.445312,
        4.476562,
        5.40625,
        5.175781,
        4.808594);
    assertImage(
        image,
        new Blur(3, 2, Edge.ZERO),
        2.3125,
        3.8125,
        4,
        4.25,
        5.875,
        4.0625,
        3.3125,
        5.3125,
        4.875);

    assertThat(pooled(image, 6, 6, Window.kernel(2).stride(2)))
        .containsExactly(9, 10, 6, 7, 10, 9, 10, 6, 9);
    float[] dense = pooled(image, 6, 6, Window.kernel(2));
    assertImage(
        dense, new Blur(3, 2, Edge.REFLECT), 8.75, 9.375, 8.25, 9.125, 9.0625, 8.125, 10, 8.25, 9);
  }

  private void assertImage(float[] image, Blur blur, double... expected) {
    int side = (int) Math.sqrt(image.length);
    Tensor y = lab.empty(1, 1, blur.outputHeight(side), blur.outputWidth(side));
    lab.backend.blur(blur, null, lab.of(image, 1, 1, side, side), y);
    Lab.assertClose(y.toArray(), expected, 5e-7);
  }

  private float[] pooled(float[] image, int height, int width, Window window) {
    Tensor x = lab.of(image, 1, 1, height, width);
    int[] extents = {1, 1, window.outputHeight(height), window.outputWidth(width)};
    Tensor y = lab.empty(extents);
    lab.backend.maxPool(window, x, y, null);
    return y.toArray();
  }

  /** A square wave, and moved by one: what lies in the middle of a long one is as on a circle. */
  @Test
  void filteringBeforeSubsamplingHidesAShift() {
    assertWave(new Blur(1, 2, Edge.ZERO), new float[] {0, 1, 0, 1}, new float[] {1, 1, 1, 1});
    float flat = 0.75f;
    assertWave(
        new Blur(3, 2, Edge.REFLECT),
        new float[] {0.5f, 1, 0.5f, 1},
        new float[] {flat, flat, flat, flat});
    assertWave(
        new Blur(5, 2, Edge.REFLECT),
        new float[] {0.625f, 0.875f, 0.625f, 0.875f},
        new float[] {flat, flat, flat, flat});
    assertWave(
        new Blur(2, 2, Edge.REFLECT),
        new float[] {0.5f, 1, 0.5f, 1},
        new float[] {1, 0.5f, 1, 0.5f});
  }

  /** The same on a circle: {@code 0 0 1 1 0 0 1 1}, whose dense maximum of two is filtered. */
  @Test
  void filteringOnACircleHidesAShift() {
    float[] dense = {0, 1, 1, 1, 0, 1, 1, 1};
    float[] moved = {1, 0, 1, 1, 1, 0, 1, 1};
    assertCircle(new Blur(1, 2, Edge.CIRCULAR), dense, 0, 1, 0, 1);
    assertCircle(new Blur(1, 2, Edge.CIRCULAR), moved, 1, 1, 1, 1);
    assertCircle(new Blur(3, 2, Edge.CIRCULAR), dense, 0.5f, 1, 0.5f, 1);
    assertCircle(new Blur(3, 2, Edge.CIRCULAR), moved, 0.75f, 0.75f, 0.75f, 0.75f);
    assertCircle(new Blur(5, 2, Edge.CIRCULAR), dense, 0.625f, 0.875f, 0.625f, 0.875f);
    assertCircle(new Blur(5, 2, Edge.CIRCULAR), moved, 0.75f, 0.75f, 0.75f, 0.75f);
    assertCircle(new Blur(2, 2, Edge.CIRCULAR), dense, 0.5f, 1, 0.5f, 1);
    float[] other = {1, 1, 1, 0, 1, 1, 1, 0}; // shifted to the left
    assertCircle(new Blur(2, 2, Edge.CIRCULAR), other, 1, 0.5f, 1, 0.5f);
  }

  private void assertCircle(Blur blur, float[] row, float... expected) {
    assertThat(blur(blur, row)).containsExactly(expected);
  }

  private void assertWave(Blur blur, float[] still, float[] moved) {
    for (int shift = 0; shift < 2; shift++) {
      float[] wave = new float[25];
      for (int i = 0; i < wave.length; i++) {
        wave[i] = (i + shift) % 4 / 2;
      }
      float[] found = blur(blur, pooled(wave, 1, 25, new Window(1, 2, 1, 1, 0, 0)));
      assertThat(Arrays.copyOfRange(found, 4, 8)).containsExactly(shift == 0 ? still : moved);
    }
  }

  private float[] blur(Blur blur, float[] row) {
    Tensor y = lab.empty(1, 1, 1, blur.outputWidth(row.length));
    lab.backend.blur(blur, null, lab.of(row, 1, 1, 1, row.length), y);
    return y.toArray();
  }

  /** Extends the image by walking, filters densely with integers, then subsamples. */
  @ParameterizedTest
  @MethodSource("blurs")
  void filtersTheExtendedImage(Blur blur) {
    for (int[] extents : new int[][] {{6, 5}, {1, 1}, {2, 3}}) {
      int height = extents[0];
      int width = extents[1];
      Tensor x = lab.random("x", 2, 2, height, width);
      Tensor y = output(blur, height, width);
      lab.backend.blur(blur, null, x, y);
      Lab.assertClose(y.toArray(), expected(blur, x.toArray(), height, width), 1e-6);
    }
  }

  private Tensor output(Blur blur, int height, int width) {
    return lab.empty(2, 2, blur.outputHeight(height), blur.outputWidth(width));
  }

  private static double[] expected(Blur blur, float[] x, int height, int width) {
    int[] taps = PASCAL[blur.size() - 1];
    int[] rows = extended(blur, height);
    int[] columns = extended(blur, width);
    List<Double> values = new ArrayList<>();
    for (int p = 0; p < PLANES; p++) {
      for (int i = 0; i < height; i += blur.strideHeight()) {
        for (int j = 0; j < width; j += blur.strideWidth()) {
          double sum = 0;
          for (int a = 0; a < taps.length; a++) {
            for (int b = 0; b < taps.length; b++) {
              if (rows[i + a] >= 0 && columns[j + b] >= 0) {
                int pixel = (p * height + rows[i + a]) * width + columns[j + b];
                sum += (double) taps[a] * taps[b] * x[pixel];
              }
            }
          }
          values.add(sum / Math.pow(4, blur.size() - 1));
        }
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Which pixel stands at each place of the extended axis; −1 for zero. */
  private static int[] extended(Blur blur, int extent) {
    int before = (blur.size() - 1) / 2;
    int[] axis = new int[extent + blur.size() - 1];
    for (int k = 0; k < axis.length; k++) {
      axis[k] = walk(blur.edge(), k - before, extent);
    }
    return axis;
  }

  /** Steps from pixel 0 towards the position, turning round or stopping at the border. */
  private static int walk(Edge edge, int position, int extent) {
    int pixel = 0;
    int heading = Integer.signum(position);
    for (int step = 0; step < Math.abs(position); step++) {
      boolean inside = pixel + heading >= 0 && pixel + heading < extent;
      if (!inside && edge == Edge.ZERO) {
        return -1;
      }
      if (!inside && edge == Edge.REFLECT) {
        heading = -heading;
        inside = pixel + heading >= 0 && pixel + heading < extent;
      }
      if (!inside && edge == Edge.CIRCULAR) {
        pixel = heading > 0 ? -1 : extent;
        inside = true;
      }
      pixel += inside ? heading : 0;
    }
    return pixel;
  }

  @ParameterizedTest
  @MethodSource("blurs")
  void backwardIsTheAdjointAndTheDifference(Blur blur) {
    for (int[] extents : new int[][] {{6, 5}, {1, 1}, {2, 3}}) {
      Tensor x = lab.random("x", 2, 2, extents[0], extents[1]);
      Tensor y = output(blur, extents[0], extents[1]);
      Tensor dy = output(blur, extents[0], extents[1]);
      dy.write(Lab.uniform("dy", dy.shape().intSize()));
      Tensor dx = lab.empty(x.shape().toArray());
      lab.backend.blur(blur, null, x, y);
      lab.backend.blurBackward(blur, null, dy, dx);
      assertThat(Lab.dot(x, dx)).isCloseTo(Lab.dot(y, dy), within(1e-5));
      double[] expected =
          Lab.differences(
              moved -> {
                x.write(moved);
                lab.backend.blur(blur, null, x, y);
                return Lab.dot(y, dy);
              },
              x.toArray(),
              1);
      Lab.assertClose(dx.toArray(), expected, 1e-5);
    }
  }
}
