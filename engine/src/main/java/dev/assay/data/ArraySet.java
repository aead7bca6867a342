package dev.assay.data;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A data set of one's own as NumPy's arrays, in one NPZ file or as NPY files in one folder: {@code
 * x_train}, {@code y_train}, {@code x_test}, {@code y_test}; {@code train_images}, {@code
 * train_labels}, … are read, too, and {@code x}, {@code y} or {@code images}, {@code labels} where
 * there is one split alone (see {@link DrawnTest}).
 *
 * <p>Images are N×H×W, N×H×W×C or N×C×H×W with one or three channels, vectors N×D. Bytes are
 * divided by 255, words of 16 bits by 65,535, floats are taken as they are. Labels are whole
 * numbers; the classes are those among the training samples, in ascending order.
 *
 * @param path the file or the folder
 */
record ArraySet(String name, Path path) implements DataSource {
  private static final String END = ".npy";

  /** What images and labels of a split may be called. */
  private enum Names {
    KERAS("x_train", "y_train", "x_test", "y_test"),
    WORDS("train_images", "train_labels", "test_images", "test_labels"),
    ONE("x", "y", null, null),
    ONE_IN_WORDS("images", "labels", null, null);

    private final String images;
    private final String labels;
    private final String testImages;
    private final String testLabels;

    Names(String images, String labels, String testImages, String testLabels) {
      this.images = images;
      this.labels = labels;
      this.testImages = testImages;
      this.testLabels = testLabels;
    }

    boolean areIn(Set<String> arrays) {
      return arrays.contains(images)
          && arrays.contains(labels)
          && (testImages == null || arrays.contains(testImages) && arrays.contains(testLabels));
    }
  }

  /** Whether a folder holds arrays. */
  static boolean isIn(Path folder) {
    return !arraysIn(folder).isEmpty();
  }

  @Override
  public Dataset train() {
    Names names = names();
    Dataset all = read(names.images, names.labels, "train", List.of());
    return names.testImages == null ? DrawnTest.without(all) : all;
  }

  @Override
  public Dataset test() {
    Names names = names();
    if (names.testImages == null) {
      return DrawnTest.of(read(names.images, names.labels, "train", List.of()));
    }
    NpyArray trained = array(names.labels, new LinkedHashMap<>());
    Dataset test = read(names.testImages, names.testLabels, "test", Labels.names(trained));
    NpyArray images = array(names.images, new LinkedHashMap<>());
    if (!Pixels.sample(images).equals(test.sample())) {
      throw new BadInputException(
          Text.format(
              "%s: images are %s, but those for training %s; expected the same",
              path, test.sample(), Pixels.sample(images)));
    }
    return test;
  }

  private Dataset read(String images, String labels, String split, List<String> classes) {
    Map<String, String> origin = new LinkedHashMap<>();
    NpyArray pixels = array(images, origin);
    NpyArray labelled = array(labels, origin);
    Shape sample = Pixels.sample(pixels);
    if (pixels.extent(0) != labelled.extent(0)) {
      throw new BadInputException(
          Text.format("%s: %d images, but %d labels", path, pixels.extent(0), labelled.extent(0)));
    }
    List<String> names = classes.isEmpty() ? Labels.names(labelled) : classes;
    return Dataset.of(
        sample,
        Pixels.of(pixels),
        Labels.of(labelled, names),
        names,
        new Provenance(name, split, origin));
  }

  private Names names() {
    Set<String> arrays = Files.isDirectory(path) ? arraysIn(path) : arraysIn();
    for (Names names : Names.values()) {
      if (names.areIn(arrays)) {
        return names;
      }
    }
    throw new BadInputException(
        Text.format(
            "%s: holds the arrays %s; expected x_train, y_train, x_test and y_test, or train_images,"
                + " train_labels, test_images and test_labels, or x and y, or images and labels",
            path, arrays.stream().limit(10).toList()));
  }

  private static Set<String> arraysIn(Path folder) {
    Set<String> arrays = new TreeSet<>();
    for (Path file : Listing.of(folder)) {
      keep(file.getFileName().toString(), arrays);
    }
    return arrays;
  }

  private Set<String> arraysIn() {
    Set<String> arrays = new TreeSet<>();
    try (ZipFile zip = new ZipFile(path.toFile())) {
      zip.stream().map(ZipEntry::getName).forEach(entry -> keep(entry, arrays));
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(path.toString(), e);
    }
    return arrays;
  }

  private static void keep(String file, Set<String> arrays) {
    if (file.endsWith(END)) {
      arrays.add(file.substring(0, file.length() - END.length()));
    }
  }

  private NpyArray array(String array, Map<String, String> origin) {
    Path file = Files.isDirectory(path) ? path.resolve(array + END) : path;
    String where = file.equals(path) ? path + ", " + array : file.toString();
    NpyArray read;
    try {
      read = file.equals(path) ? packed(array, where) : plain(file, where);
      origin.put(file.getFileName().toString(), Checksum.of(file));
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(where, e);
    }
    return read;
  }

  private static NpyArray plain(Path file, String where) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      return NpyArray.read(content, where, Files.size(file));
    }
  }

  private NpyArray packed(String array, String where) throws IOException {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      ZipEntry entry = zip.getEntry(array + END);
      try (InputStream content = zip.getInputStream(entry)) {
        return NpyArray.read(content, where, DataFile.mostUnpacked(entry.getCompressedSize()));
      }
    }
  }

  private static BadInputException unreadable(String where, Exception e) {
    return new BadInputException(where + ": cannot be read: " + e.getMessage(), e);
  }
}
