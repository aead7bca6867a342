package dev.assay.data;

import dev.assay.io.BadInputException;
import dev.assay.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the binary version of CIFAR-10, raw or gzip: records of one label byte and 3 × 32 × 32
 * pixel bytes (red, green, blue plane). Format: Krizhevsky, "Learning multiple layers of features
 * from tiny images", 2009, and the data set's page.
 */
public final class Cifar {
  /** The classes of CIFAR-10 in the order of their labels. */
  public static final List<String> CLASS_NAMES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private static final Shape IMAGE = Shape.image(3, 32, 32);
  private static final int PIXELS = IMAGE.intSize();
  private static final int RECORD = 1 + PIXELS;

  /** The whole data set in one file; bounds what a compressed file may unfold to. */
  private static final int MOST_RECORDS = 60_000;

  private Cifar() {}

  /**
   * The batches of one split, one after the other: images as 3 × 32 × 32, pixels divided by 255.
   *
   * @param source name of the data, for the provenance
   * @param split name of the split, for the provenance
   * @throws BadInputException if a file is not made of whole records with labels 0 to 9
   */
  public static Dataset read(List<Path> batches, String source, String split) {
    Map<String, String> origin = new LinkedHashMap<>();
    List<byte[]> contents = records(batches, origin);
    int count = total(contents);
    float[] images = new float[count * PIXELS];
    int[] labels = new int[count];
    int at = 0;
    for (byte[] records : contents) {
      for (int from = 0; from < records.length; from += RECORD, at++) {
        labels[at] = records[from];
        for (int p = 0; p < PIXELS; p++) {
          images[at * PIXELS + p] = (records[from + 1 + p] & 0xff) / 255f;
        }
      }
    }
    return Dataset.of(IMAGE, images, labels, CLASS_NAMES, new Provenance(source, split, origin));
  }

  /** The number of records of some batches, all of them read and checked. */
  static int count(List<Path> batches) {
    return total(records(batches, new LinkedHashMap<>()));
  }

  private static int total(List<byte[]> contents) {
    return contents.stream().mapToInt(records -> records.length / RECORD).sum();
  }

  private static List<byte[]> records(List<Path> batches, Map<String, String> origin) {
    List<byte[]> contents = new ArrayList<>();
    long count = 0;
    for (Path batch : batches) {
      byte[] records = readRecords(batch, origin);
      contents.add(records);
      count += records.length / RECORD;
      Dataset.requireRoom(batch.toString(), count, PIXELS);
    }
    return contents;
  }

  private static byte[] readRecords(Path path, Map<String, String> origin) {
    try (DataFile file = DataFile.open(path)) {
      byte[] records = file.readRest(MOST_RECORDS * RECORD, "CIFAR-10 records");
      requireWhole(file, records.length);
      for (int at = 0; at < records.length; at += RECORD) {
        int label = records[at] & 0xff;
        if (label >= CLASS_NAMES.size()) {
          throw file.bad(
              at,
              "label "
                  + label
                  + " in record "
                  + at / RECORD
                  + ", expected 0 to 9; is this the binary version of CIFAR-10?");
        }
      }
      origin.put(path.getFileName().toString(), file.sha256());
      return records;
    }
  }

  private static void requireWhole(DataFile file, long bytes) {
    if (bytes == 0 || bytes % RECORD != 0) {
      throw file.bad(
          bytes,
          "the content ends, expected whole records of "
              + RECORD
              + " bytes (1 label, 3×32×32 pixels); "
              + bytes % RECORD
              + " bytes are left over");
    }
  }
}
