package dev.assay.data;

import dev.assay.io.BadInputException;
import dev.assay.io.Sha256;
import dev.assay.io.Text;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A data set of one's own as images in folders, one for each class: {@code train/CLASS/FILE} and
 * {@code test/CLASS/FILE} ({@code val}, {@code valid} or {@code validation}, where there is no
 * {@code test}), or {@code CLASS/FILE} (see {@link DrawnTest}). Images are PNG and JPEG of one
 * size; a set in which any image has colours is read in colour. Other files are left alone and
 * counted.
 *
 * <p>Classes and files are taken in the order of the characters of their names, then samples are
 * put in random order, as the first of them would be of one class otherwise.
 *
 * @param path the folder
 * @param size that every image is brought to; null where all have one size
 */
record ImageFolder(String name, Path path, Resized size) implements DataSource {
  private static final String TRAIN = "train";
  private static final List<String> TESTS = List.of("test", "val", "valid", "validation");
  private static final long SEED = 0;

  /** Images of one split, with what was left alone. */
  private record Content(List<Path> images, List<Integer> labels, int strays) {}

  ImageFolder(String name, Path path) {
    this(name, path, null);
  }

  @Override
  public DataSource resized(Resized other) {
    return new ImageFolder(name, path, other);
  }

  /** Whether a folder holds images in folders. */
  static boolean isIn(Path folder) {
    return split(folder, List.of(TRAIN))
        .map(train -> !classes(train).isEmpty())
        .orElseGet(() -> !classes(folder).isEmpty());
  }

  @Override
  public Dataset train() {
    Optional<Path> train = split(path, List.of(TRAIN));
    if (train.isEmpty()) {
      return DrawnTest.without(read(path, TRAIN, classes(path)));
    }
    return mixed(read(train.get(), TRAIN, classes(train.get())));
  }

  @Override
  public Dataset test() {
    Optional<Path> train = split(path, List.of(TRAIN));
    if (train.isEmpty()) {
      return DrawnTest.of(read(path, TRAIN, classes(path)));
    }
    List<String> classes = classes(train.get());
    Path test =
        split(path, TESTS)
            .orElseThrow(
                () ->
                    new BadInputException(
                        path + ": has a folder 'train', but none of " + TESTS + " beside it"));
    for (String found : classes(test)) {
      if (!classes.contains(found)) {
        throw new BadInputException(
            test.resolve(found) + ": a class that no training sample is of");
      }
    }
    return mixed(read(test, "test", classes));
  }

  private static Dataset mixed(Dataset sorted) {
    int[] order = Streams.permutation(Streams.key(SEED, "order of files"), sorted.count());
    return sorted.gather(order, sorted.provenance());
  }

  private static Optional<Path> split(Path folder, List<String> names) {
    return names.stream().map(folder::resolve).filter(Files::isDirectory).findFirst();
  }

  /** The folders in which there are images. */
  private static List<String> classes(Path folder) {
    return Listing.of(folder).stream()
        .filter(
            inner -> Files.isDirectory(inner) && !inner.getFileName().toString().startsWith("."))
        .filter(inner -> Listing.of(inner).stream().anyMatch(ImageFile::isOne))
        .map(inner -> inner.getFileName().toString())
        .toList();
  }

  private Dataset read(Path folder, String split, List<String> classes) {
    Content content = content(folder, classes);
    if (content.images.isEmpty()) {
      throw new BadInputException(folder + ": holds no images, expected PNG or JPEG in folders");
    }
    List<ImageFile> images = images(content);
    boolean colour = images.stream().anyMatch(image -> image.sample().channels() == 3);
    Shape first = images.get(0).sample();
    Shape sample = Shape.image(colour ? 3 : 1, first.height(), first.width());
    Dataset.requireRoom(folder.toString(), images.size(), sample.size());
    float[] values = new float[images.size() * sample.intSize()];
    StringBuilder told = new StringBuilder();
    for (int i = 0; i < images.size(); i++) {
      ImageFile image = colour ? images.get(i).inColour() : images.get(i);
      System.arraycopy(image.values(), 0, values, i * sample.intSize(), sample.intSize());
      String place = classes.get(content.labels.get(i)) + "/" + content.images.get(i).getFileName();
      told.append(place).append('\n').append(image.digest()).append('\n');
    }
    Map<String, String> origin =
        Map.of(
            Text.format("%d images, %d other files", images.size(), content.strays),
            "sha256:" + Sha256.of(told.toString()));
    int[] labels = content.labels.stream().mapToInt(Integer::intValue).toArray();
    Provenance read = new Provenance(name, split, origin);
    return Dataset.of(
        sample, values, labels, classes, size == null ? read : read.then(size.text()));
  }

  private static Content content(Path folder, List<String> classes) {
    List<Path> images = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    int strays = (int) Listing.of(folder).stream().filter(Files::isRegularFile).count();
    for (int label = 0; label < classes.size(); label++) {
      Path inner = folder.resolve(classes.get(label));
      // a class may have no test sample
      for (Path file : Files.isDirectory(inner) ? Listing.of(inner) : List.<Path>of()) {
        if (ImageFile.isOne(file)) {
          images.add(file);
          labels.add(label);
        } else {
          strays++;
        }
      }
    }
    return new Content(images, labels, strays);
  }

  /**
   * All images, decoded by as many threads as there are cores; their order is that of the files.
   */
  private List<ImageFile> images(Content content) {
    List<ImageFile> images =
        IntStream.range(0, content.images.size())
            .parallel()
            .mapToObj(i -> ImageFile.read(content.images.get(i)).to(size))
            .toList();
    Shape first = images.get(0).sample();
    for (int i = 1; i < images.size(); i++) {
      Shape other = images.get(i).sample();
      if (other.height() != first.height() || other.width() != first.width()) {
        throw new BadInputException(
            Text.format(
                "%s: has %d × %d pixels, but %s has %d × %d; expected images of one size, or that"
                    + " --resize brings them to one",
                content.images.get(i),
                other.height(),
                other.width(),
                content.images.get(0),
                first.height(),
                first.width()));
      }
    }
    return images;
  }
}
