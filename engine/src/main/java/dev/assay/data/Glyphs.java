package dev.assay.data;

import dev.assay.io.BadInputException;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The built-in data set: drawn digits, 1 × 28 × 28, ten classes. Every glyph is a style of its
 * class as curved strokes, jittered, bent by a smooth random field, rotated, sheared, scaled and
 * moved, inked with a pen of random width, blurred, and covered with noise. Glyph {@code i} of a
 * split is a function of seed and {@code i} alone, the same bits on every machine; any ten glyphs
 * from a multiple of ten on hold each class once.
 */
public final class Glyphs {
  /** Changes whenever the same seed gives other pixels. */
  static final String VERSION = "1";

  static final String NAME = "glyphs";
  static final int TRAIN_COUNT = 10_000;
  static final int TEST_COUNT = 2_000;
  private static final int CLASSES = 10;
  private static final Shape IMAGE = Shape.image(1, GlyphPainter.SIZE, GlyphPainter.SIZE);
  static final List<String> CLASS_NAMES =
      IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();

  private Glyphs() {}

  /** The set with 10,000 training and 2,000 test glyphs, drawn from seed 0. */
  public static DataSource standard() {
    return new DataSource() {
      @Override
      public String name() {
        return NAME;
      }

      @Override
      public Dataset train() {
        return Glyphs.train(TRAIN_COUNT, 0);
      }

      @Override
      public Dataset test() {
        return Glyphs.test(TEST_COUNT, 0);
      }
    };
  }

  /** The first {@code count} training glyphs of a seed. */
  public static Dataset train(int count, long seed) {
    return draw("train", count, seed);
  }

  /** The first {@code count} test glyphs of a seed; none is a training glyph. */
  public static Dataset test(int count, long seed) {
    return draw("test", count, seed);
  }

  private static Dataset draw(String split, int count, long seed) {
    if (count < 1) {
      throw new BadInputException(NAME + ": count is " + count + ", expected at least 1");
    }
    int size = IMAGE.intSize();
    Dataset.requireRoom(NAME, count, size);
    long key = Streams.key(seed, NAME + "/" + split);
    float[] images = new float[count * size];
    int[] labels = new int[count];
    GlyphPainter painter = new GlyphPainter();
    for (int i = 0; i < count; i++) {
      labels[i] = label(key, i);
      painter.draw(labels[i], Streams.key(key, i), images, i * size);
    }
    Map<String, String> origin = new LinkedHashMap<>();
    origin.put("generator", NAME + " version " + VERSION);
    origin.put("seed", Long.toString(seed));
    origin.put("count", Integer.toString(count));
    return Dataset.of(IMAGE, images, labels, CLASS_NAMES, new Provenance(NAME, split, origin));
  }

  private static int label(long key, int index) {
    long block = Streams.key(Streams.key(key, -1), index / CLASSES);
    return Streams.permutation(block, CLASSES)[index % CLASSES];
  }
}
