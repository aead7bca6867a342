package dev.assay.data;

import dev.assay.tensor.Shape;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Images brought to another size, the whole of them, whatever becomes of their proportions:
 * bilinear, and anti-aliased where they become smaller. Along an axis of n pixels that becomes one
 * of m, with s = n/m, pixel i is the mean of the pixels j with weights {@code max(0, 1 − |j + ½ −
 * (i + ½) s| / max(1, s))}, first along rows, then along columns; sums are in double precision, and
 * what the first pass leaves is rounded to single precision. This is what Pillow's {@code resize}
 * with {@code BILINEAR} does to images of floats, and torchvision's with {@code antialias=True}; on
 * images of bytes Pillow rounds each pass to whole levels besides.
 */
public record Resized(int height, int width) implements Alteration {
  private static final int MOST_SIDE = 4096;
  private static final Pattern WORDS = Pattern.compile("resized to (\\d{1,4})×(\\d{1,4})");

  /** The pixels that one pixel is made of. */
  private record Taps(int first, double[] weights) {}

  public Resized {
    Alteration.require(
        height >= 1 && height <= MOST_SIDE && width >= 1 && width <= MOST_SIDE,
        "size",
        height < 1 || height > MOST_SIDE ? height : width);
  }

  @Override
  public String text() {
    return "resized to " + height + "×" + width;
  }

  static Alteration parse(String text) {
    Matcher words = WORDS.matcher(text);
    return words.matches()
        ? new Resized(Integer.parseInt(words.group(1)), Integer.parseInt(words.group(2)))
        : null;
  }

  @Override
  public Shape shape(Shape sample) {
    return Shape.image(sample.channels(), height, width);
  }

  @Override
  public void apply(int index, Shape sample, float[] from, float[] to) {
    int size = height * width;
    Taps[] across = taps(sample.width(), width);
    Taps[] down = taps(sample.height(), height);
    float[] rows = new float[sample.height() * width];
    for (int c = 0; c < sample.channels(); c++) {
      int start = (index * sample.channels() + c) * sample.height() * sample.width();
      for (int i = 0; i < rows.length; i++) {
        rows[i] = mean(across[i % width], from, start + i / width * sample.width(), 1);
      }
      int at = (index * sample.channels() + c) * size;
      for (int i = 0; i < size; i++) {
        to[at + i] = mean(down[i / width], rows, i % width, width);
      }
    }
  }

  private static float mean(Taps taps, float[] x, int start, int step) {
    double sum = 0;
    for (int t = 0; t < taps.weights.length; t++) {
      sum += x[start + (taps.first + t) * step] * taps.weights[t];
    }
    return (float) sum;
  }

  private static Taps[] taps(int from, int to) {
    double scale = (double) from / to;
    double reach = Math.max(1, scale);
    Taps[] taps = new Taps[to];
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * scale;
      int first = Math.max(0, (int) (centre - reach + 0.5));
      int end = Math.min(from, (int) (centre + reach + 0.5));
      double[] weights = new double[end - first];
      double total = 0;
      for (int t = 0; t < weights.length; t++) {
        weights[t] = Math.max(0, 1 - Math.abs(first + t + 0.5 - centre) / reach);
        total += weights[t];
      }
      for (int t = 0; t < weights.length; t++) {
        weights[t] /= total;
      }
      taps[i] = new Taps(first, weights);
    }
    return taps;
  }
}
