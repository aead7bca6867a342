package dev.assay.data;

import dev.assay.io.BadInputException;
import dev.assay.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
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
        .filter(Files::exists)
        // a folder of that name, as some tools unpack, is taken only where there is no file
        .min(Comparator.comparing(path -> !Files.isRegularFile(path)));
  }

  /** Training images and labels, test images and labels. */
  private record FourFiles(IdxSet set, List<Path> files) implements Found {

    @Override
    public int countTrain() {
      return split(0).labels().length;
    }

    @Override
    public int countTest() {
      return split(2).labels().length;
    }

    @Override
    public String name() {
      return set.name();
    }

    @Override
    public Dataset train() {
      return split(0).dataset(set.classNames(), name(), "train");
    }

    @Override
    public Dataset test() {
      return split(2).dataset(set.classNames(), name(), "test");
    }

    private Idx.Split split(int first) {
      Path images = files.get(first);
      Idx.Split read = Idx.Split.read(images, files.get(first + 1), set.classNames().size());
      if (!read.sample().equals(IMAGE)) {
        throw new BadInputException(
            images + ": images are " + read.sample() + ", expected " + IMAGE + " for " + name());
      }
      return read;
    }
  }
}
