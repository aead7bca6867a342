package dev.assay.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** CIFAR-10 in its binary version: any number of training batches, whole or a part of them. */
final class CifarSet implements StoredSet {
  private static final String TRAIN = "data_batch_";
  private static final String TEST = "test_batch";

  @Override
  public String name() {
    return "cifar-10";
  }

  @Override
  public String description() {
    return "photographs of animals and vehicles, 3×32×32";
  }

  @Override
  public List<String> subfolders() {
    return List.of("cifar-10", "cifar-10-batches-bin", "cifar-10-subset");
  }

  @Override
  public String expected() {
    return TRAIN + "*.bin and " + TEST + "*.bin, each as it is or with .gz";
  }

  @Override
  public Optional<Found> find(Path folder) {
    List<Path> train = batches(folder, TRAIN);
    List<Path> test = batches(folder, TEST);
    return train.isEmpty() || test.isEmpty()
        ? Optional.empty()
        : Optional.of(new Batches(name(), train, test));
  }

  /** By name, shorter names first (so 2 before 10), each once even where it lies raw and packed. */
  private static List<Path> batches(Path folder, String prefix) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    Map<String, Path> found =
        new TreeMap<>(
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
    for (Path file : Listing.of(folder)) {
      String name = file.getFileName().toString();
      String raw = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
      if (raw.startsWith(prefix) && raw.endsWith(".bin")) {
        found.putIfAbsent(raw, file);
      }
    }
    return new ArrayList<>(found.values());
  }

  private record Batches(String name, List<Path> trainFiles, List<Path> testFiles)
      implements Found {

    @Override
    public List<Path> files() {
      return Stream.concat(trainFiles.stream(), testFiles.stream()).toList();
    }

    @Override
    public int countTrain() {
      return Cifar.count(trainFiles);
    }

    @Override
    public int countTest() {
      return Cifar.count(testFiles);
    }

    @Override
    public Dataset train() {
      return Cifar.read(trainFiles, name, "train");
    }

    @Override
    public Dataset test() {
      return Cifar.read(testFiles, name, "test");
    }
  }
}
