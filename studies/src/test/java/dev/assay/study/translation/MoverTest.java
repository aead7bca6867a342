package dev.assay.study.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoverTest {
  private static final Shape IMAGE = Shape.image(2, 5, 7);

  static float[] noise(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = Streams.uniform(Streams.key(1, "pixels"), i);
    }
    return values;
  }

  private static float[] moved(
      float[] image, Shape shape, boolean wraps, Interpolation how, double down, double right) {
    float[] target = new float[shape.intSize() + 2];
    Arrays.fill(target, -9);
    new Mover(shape, wraps, how).write(image, 0, new Shift(down, right), target, 1);
    assertThat(target[0]).isEqualTo(-9);
    assertThat(target[target.length - 1]).isEqualTo(-9);
    return Arrays.copyOfRange(target, 1, target.length - 1);
  }

  /** A pixel of the moved image, by the definition. */
  private static float pixel(float[] image, boolean wraps, int c, int i, int j) {
    if (wraps) {
      return image[(c * 5 + Math.floorMod(i, 5)) * 7 + Math.floorMod(j, 7)];
    }
    return i >= 0 && i < 5 && j >= 0 && j < 7 ? image[(c * 5 + i) * 7 + j] : 0;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void wholePixelsAreThoseOfTheDefinition(boolean wraps) {
    float[] image = noise(70);
    for (int down = -8; down <= 8; down++) {
      for (int right = -8; right <= 8; right++) {
        float[] found = moved(image, IMAGE, wraps, Interpolation.BILINEAR, down, right);
        for (int p = 0; p < 70; p++) {
          assertThat(found[p])
              .isEqualTo(pixel(image, wraps, p / 35, p / 7 % 5 - down, p % 7 - right));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"false, 0.25, -1.5", "true, -2.75, 0.5", "false, 0, 1.5", "true, 0.5, -3"})
  void partsOfPixelsLieBetweenNeighbours(boolean wraps, double down, double right) {
    float[] image = noise(70);
    float[] found = moved(image, IMAGE, wraps, Interpolation.BILINEAR, down, right);
    int up = (int) Math.floor(down);
    int left = (int) Math.floor(right);
    double v = down - up;
    double h = right - left;
    for (int p = 0; p < 70; p++) {
      int c = p / 35;
      int i = p / 7 % 5 - up;
      int j = p % 7 - left;
      double expected =
          (1 - v) * (1 - h) * pixel(image, wraps, c, i, j)
              + v * (1 - h) * pixel(image, wraps, c, i - 1, j)
              + (1 - v) * h * pixel(image, wraps, c, i, j - 1)
              + v * h * pixel(image, wraps, c, i - 1, j - 1);
      assertThat((double) found[p]).isCloseTo(expected, within(1e-6));
    }
  }

  /** A wave moved by any part of a pixel is the wave there. */
  @ParameterizedTest
  @CsvSource({"0.5, -1.25", "-3.3, 0.1", "2, 0.75"})
  void fourierMovesWavesExactly(double down, double right) {
    int high = 9;
    int wide = 8;
    float[] image = new float[high * wide];
    double[] expected = new double[high * wide];
    for (int p = 0; p < image.length; p++) {
      image[p] = (float) wave(p / wide, p % wide);
      expected[p] = wave(p / wide - down, p % wide - right);
    }
    float[] found =
        moved(image, Shape.image(1, high, wide), true, Interpolation.FOURIER, down, right);
    for (int p = 0; p < image.length; p++) {
      assertThat((double) found[p]).isCloseTo(expected[p], within(1e-5));
    }
  }

  /** All frequencies below half of the pixels. */
  private static double wave(double i, double j) {
    return 1
        + Math.cos(2 * Math.PI * 4 * i / 9 + 0.3) * Math.sin(2 * Math.PI * 3 * j / 8 + 1)
        + 0.5 * Math.sin(2 * Math.PI * i / 9);
  }

  @Test
  void thereAndBackIsWhereItWas() {
    Shape odd = Shape.image(1, 5, 7);
    float[] image = noise(35);
    float[] there = moved(image, odd, true, Interpolation.FOURIER, 1.3, -0.6);
    float[] back = moved(there, odd, true, Interpolation.FOURIER, -1.3, 0.6);
    assertThat(back).containsExactly(image, within(1e-5f));
  }
}
