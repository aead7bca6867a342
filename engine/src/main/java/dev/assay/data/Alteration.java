package dev.assay.data;

import dev.assay.backend.Blur;
import dev.assay.backend.Edge;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Images with neighbours that are more or less alike than they were: labels, and what tells images
 * from each other, stay as far as they can.
 */
public sealed interface Alteration
    permits Alteration.Blurred,
        Alteration.Noised,
        Alteration.Enlarged,
        Alteration.Permuted,
        Alteration.Moved,
        Normalised,
        Resized {

  /** In the words of a provenance. */
  String text();

  /** Whether samples must be images. */
  default boolean ofImages() {
    return true;
  }

  /** Shape of an altered sample. */
  default Shape shape(Shape sample) {
    return sample;
  }

  /**
   * Writes sample number {@code index} of the samples in {@code from} to its place among those in
   * {@code to}.
   */
  void apply(int index, Shape sample, float[] from, float[] to);

  /**
   * A binomial low-pass filter of so many taps along each axis, with reflected edges; see {@link
   * Blur}.
   */
  record Blurred(int taps) implements Alteration {
    public Blurred {
      require(taps >= 2 && taps <= Blur.MAX_SIZE, "blur", taps);
    }

    @Override
    public String text() {
      return "blurred by " + taps;
    }

    @Override
    public void apply(int index, Shape sample, float[] from, float[] to) {
      float[] weights = new Blur(taps, 1, Edge.REFLECT).taps();
      float[] rows = new float[sample.intSize()];
      int start = index * rows.length;
      for (int i = 0; i < rows.length; i++) {
        rows[i] = filtered(weights, from, start, i, sample.height(), sample.width());
      }
      for (int i = 0; i < rows.length; i++) {
        to[start + i] = filtered(weights, rows, 0, i, sample.width(), 1);
      }
    }

    /** Along the axis of so many places that are {@code step} apart. */
    private static float filtered(
        float[] weights, float[] x, int start, int i, int extent, int step) {
      Blur blur = new Blur(weights.length, 1, Edge.REFLECT);
      int place = i / step % extent;
      double sum = 0;
      for (int a = 0; a < weights.length; a++) {
        sum += weights[a] * x[start + i + (blur.source(place, a, extent) - place) * step];
      }
      return (float) sum;
    }
  }

  /** Gaussian noise of a deviation on every pixel, cut off below 0 and above 1. */
  record Noised(double deviation, long seed) implements Alteration {
    public Noised {
      require(deviation > 0 && deviation < 100, "noise", deviation);
    }

    @Override
    public String text() {
      return "noised by " + deviation + ", seed " + seed;
    }

    @Override
    public void apply(int index, Shape sample, float[] from, float[] to) {
      long key = Streams.key(Streams.key(seed, "noise"), index);
      int size = sample.intSize();
      for (int i = 0; i < size; i++) {
        double value = from[index * size + i] + deviation * Streams.normal(key, i);
        to[index * size + i] = (float) Math.max(0, Math.min(1, value));
      }
    }
  }

  /** Every pixel as a square of so many pixels' side. */
  record Enlarged(int factor) implements Alteration {
    public Enlarged {
      require(factor >= 2 && factor <= 100, "enlarging", factor);
    }

    @Override
    public String text() {
      return "enlarged by " + factor;
    }

    @Override
    public Shape shape(Shape sample) {
      return Shape.image(sample.channels(), factor * sample.height(), factor * sample.width());
    }

    @Override
    public void apply(int index, Shape sample, float[] from, float[] to) {
      Shape larger = shape(sample);
      for (int i = 0; i < larger.intSize(); i++) {
        int row = i / larger.width() / factor; // of all channels
        int column = i % larger.width() / factor;
        to[index * larger.intSize() + i] =
            from[index * sample.intSize() + row * sample.width() + column];
      }
    }
  }

  /** Pixels in another order, the same one for all images and channels. */
  record Permuted(long seed) implements Alteration {
    @Override
    public String text() {
      return "permuted, seed " + seed;
    }

    @Override
    public void apply(int index, Shape sample, float[] from, float[] to) {
      int plane = sample.height() * sample.width();
      int[] order = Streams.permutation(Streams.key(seed, "permuted"), plane);
      for (int c = 0; c < sample.channels(); c++) {
        int start = index * sample.intSize() + c * plane;
        for (int i = 0; i < plane; i++) {
          to[start + i] = from[start + order[i]];
        }
      }
    }
  }

  /** Each image moved by up to so many pixels along each axis, at random; black where it was. */
  record Moved(int range, long seed) implements Alteration {
    public Moved {
      require(range >= 1 && range <= 1000, "move", range);
    }

    @Override
    public String text() {
      return "moved by " + range + ", seed " + seed;
    }

    @Override
    public void apply(int index, Shape sample, float[] from, float[] to) {
      long key = Streams.key(Streams.key(seed, "moved"), index);
      int down = Streams.integer(key, 0, 2 * range + 1) - range;
      int right = Streams.integer(key, 1, 2 * range + 1) - range;
      int width = sample.width();
      int plane = sample.height() * width;
      int start = index * sample.intSize();
      for (int i = 0; i < sample.intSize(); i++) {
        int row = i % plane / width - down;
        int column = i % width - right;
        boolean seen = row >= 0 && row < sample.height() && column >= 0 && column < width;
        to[start + i] = seen ? from[start + i / plane * plane + row * width + column] : 0;
      }
    }
  }

  /** What {@link #text} told; null if it is nothing of this kind. */
  static Alteration parse(String text) {
    if (text.startsWith("resized ")) {
      return Resized.parse(text);
    } else if (text.startsWith("normalised ")) {
      return Normalised.parse(text);
    }
    Matcher words =
        Pattern.compile(
                "(blurred|noised|enlarged|moved|permuted)(?: by ([0-9.E-]+))?(?:, seed (-?\\d+))?")
            .matcher(text);
    if (!words.matches() || words.group(2) == null && !words.group(1).equals("permuted")) {
      return null;
    }
    String amount = words.group(2);
    long seed = words.group(3) == null ? 0 : Long.parseLong(words.group(3));
    Alteration read =
        switch (words.group(1)) {
          case "blurred" -> new Blurred(Integer.parseInt(amount));
          case "noised" -> new Noised(Double.parseDouble(amount), seed);
          case "enlarged" -> new Enlarged(Integer.parseInt(amount));
          case "moved" -> new Moved(Integer.parseInt(amount), seed);
          default -> new Permuted(seed);
        };
    return read.text().equals(text) ? read : null;
  }

  /** For what makes no sense. */
  static void require(boolean good, String what, Number amount) {
    if (!good) {
      throw new BadInputException(
          Text.format("images cannot be altered by a %s of %s", what, amount));
    }
  }
}
