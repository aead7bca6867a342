package dev.assay.data;

import dev.assay.io.BadInputException;
import dev.assay.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A data set in the four files of MNIST. */
record IdxSet(String name, String description, List<String> classNames, List<String> subfolders)
    implements StoredSet {
  private static final Shape IMAGE = Shape.image(1, 28, 28);

  @Override
  public String expected() {
    return "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and"
        + " t10k-labels-idx1-ubyte, each as it is or with .gz";
  }

  @Override
  public Optional<Found> find(Path folder) {
    Optional<Path> trainImages = file(folder, "train-images", "idx3-ubyte");
    Optional<Path> trainLabels = file(folder, "train-labels", "idx1-ubyte");
    Optional<Path> testImages = file(folder, "t10k-images", "idx3-ubyte");
    Optional<Path> testLabels = file(folder, "t10k-labels", "idx1-ubyte");
    List<Path> files =
        Stream.of(trainImages, trainLabels, testImages, testLabels)
            .flatMap(Optional::stream)
            .toList();
    return files.size() == 4 ? Optional.of(new FourFiles(this, files)) : Optional.empty();
  }

  /** The original name, the name with a dot that unpacking tools leave, or either with .gz. */
  private static Optional<Path> file(Path folder, String stem, String format) {
    return Stream.of("-", ".")
        .flatMap(dash -> Stream.of("", ".gz").map(end -> stem + dash + format + end))
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** Training images and labels, test images and labels. */
  private record FourFiles(IdxSet set, List<Path> files) implements Found {

    @Override
    public long announcedTrain() {
      return Idx.announced(files.get(0));
    }

    @Override
    public long announcedTest() {
      return Idx.announced(files.get(2));
    }

    @Override
    public String name() {
      return set.name();
    }

    @Override
    public Dataset train() {
      return read(0, "train");
    }

    @Override
    public Dataset test() {
      return read(2, "test");
    }

    private Dataset read(int first, String split) {
      Path images = files.get(first);
      Dataset read = Idx.read(images, files.get(first + 1), set.classNames(), name(), split);
      if (!read.sample().equals(IMAGE)) {
        throw new BadInputException(
            images + ": images are " + read.sample() + ", expected " + IMAGE + " for " + name());
      }
      return read;
    }
  }
}
