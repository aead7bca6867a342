package dev.assay.data;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the IDX files of the MNIST family, raw or gzip: images ({@code idx3-ubyte}: magic 0x803,
 * count, rows, columns, then one byte per pixel) and labels ({@code idx1-ubyte}: magic 0x801,
 * count, then one byte per label), all header numbers big-endian. Format: LeCun, Cortes and Burges,
 * "The MNIST database of handwritten digits".
 */
public final class Idx {
  private static final long IMAGES = 0x803;
  private static final long LABELS = 0x801;
  private static final int WORD = 4;

  private Idx() {}

  /**
   * One split: images as 1 × rows × columns, pixels divided by 255.
   *
   * @param source name of the data, for the provenance
   * @param split name of the split, for the provenance
   * @throws BadInputException if a file is not what its header says or the two do not match
   */
  public static Dataset read(
      Path images, Path labels, List<String> classNames, String source, String split) {
    return Split.read(images, labels, classNames.size()).dataset(classNames, source, split);
  }

  /**
   * The bytes of one split, all of them checked.
   *
   * @param sample shape of an image
   * @param origin checksums by file
   */
  record Split(Shape sample, byte[] pixels, byte[] labels, Map<String, String> origin) {

    /** Reads the two files to their ends. */
    static Split read(Path images, Path labels, int classes) {
      Map<String, String> origin = new LinkedHashMap<>();
      byte[] labelled = readLabels(labels, classes, origin);
      Split split = readImages(images, labelled, origin);
      if (split.pixels.length / split.sample.intSize() != labelled.length) {
        throw new BadInputException(
            images
                + " has "
                + split.pixels.length / split.sample.intSize()
                + " images but "
                + labels
                + " has "
                + labelled.length
                + " labels; expected the two files of the same split");
      }
      return split;
    }

    Dataset dataset(List<String> classNames, String source, String split) {
      return Dataset.of(
          sample, unit(pixels), widen(labels), classNames, new Provenance(source, split, origin));
    }
  }

  private static Split readImages(Path path, byte[] labels, Map<String, String> origin) {
    try (DataFile file = DataFile.open(path)) {
      expectMagic(file, IMAGES);
      long count = extent(file, "the number of images");
      long rows = extent(file, "the number of rows");
      long columns = extent(file, "the number of columns");
      // the rows and columns are below 2³¹ each, so their product fits a long
      long size = rows * columns;
      if (size > file.mostLeft() / count) {
        throw tooShort(file, count + " images of " + rows + "×" + columns);
      }
      Dataset.requireRoom(path.toString(), count, size);
      byte[] pixels = file.read((int) (count * size), "the pixels");
      file.expectEnd(count + " images of " + rows + "×" + columns);
      origin.put(path.getFileName().toString(), file.sha256());
      return new Split(Shape.image(1, (int) rows, (int) columns), pixels, labels, origin);
    }
  }

  private static byte[] readLabels(Path path, int classes, Map<String, String> origin) {
    try (DataFile file = DataFile.open(path)) {
      expectMagic(file, LABELS);
      long count = extent(file, "the number of labels");
      if (count > file.mostLeft()) {
        throw tooShort(file, count + " labels");
      }
      Dataset.requireRoom(path.toString(), count, 1);
      long start = file.position();
      byte[] labels = file.read((int) count, "the labels");
      for (int i = 0; i < labels.length; i++) {
        int label = labels[i] & 0xff;
        if (label >= classes) {
          throw file.bad(start + i, "label " + label + ", expected 0 to " + (classes - 1));
        }
      }
      file.expectEnd(count + " labels");
      origin.put(path.getFileName().toString(), file.sha256());
      return labels;
    }
  }

  private static void expectMagic(DataFile file, long expected) {
    long magic = file.readWord("the IDX magic number");
    if (magic != expected) {
      throw file.bad(
          0, "found " + describe(magic) + ", expected " + describe(expected) + " (MNIST format)");
    }
  }

  private static String describe(long magic) {
    String number = Text.format("magic 0x%08x", magic);
    if (magic == IMAGES) {
      return number + " of an IDX image file";
    }
    return magic == LABELS ? number + " of an IDX label file" : number;
  }

  private static long extent(DataFile file, String what) {
    long value = file.readWord(what);
    if (value < 1 || value > Integer.MAX_VALUE) {
      throw file.bad(
          file.position() - WORD, what + " is " + value + ", expected 1 to " + Integer.MAX_VALUE);
    }
    return value;
  }

  private static BadInputException tooShort(DataFile file, String announced) {
    return file.bad(
        file.position(),
        "the header announces " + announced + ", the file is too short for that" + file.remedy());
  }

  /** Bytes 0 … 255 to floats 0 … 1. */
  static float[] unit(byte[] bytes) {
    float[] values = new float[bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (bytes[i] & 0xff) / 255f;
    }
    return values;
  }

  private static int[] widen(byte[] labels) {
    int[] wide = new int[labels.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = labels[i] & 0xff;
    }
    return wide;
  }
}
