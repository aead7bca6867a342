package dev.assay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Reads the real files where they are: the folder that {@code ASSAY_DATA} names, or {@code
 * shared/data} beside the repository.
 */
final class RealDataTest {

  @Test
  void readsMnist() {
    DataSource mnist = open("mnist");
    Dataset train = mnist.train();
    assertThat(train.count()).isEqualTo(60_000);
    assertThat(train.sample()).isEqualTo(Shape.image(1, 28, 28));
    assertThat(Arrays.copyOf(train.labels(), 10)).containsExactly(5, 0, 4, 1, 9, 2, 1, 3, 1, 4);
    // the mean and standard deviation that everybody normalises MNIST with
    assertThat(train.mean()).isCloseTo(0.1307, within(5e-5));
    assertThat(train.standardDeviation()).isCloseTo(0.3081, within(5e-5));
    assertThat(histogram(train))
        .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);

    Dataset test = mnist.test();
    assertThat(test.count()).isEqualTo(10_000);
    assertThat(Arrays.copyOf(test.labels(), 10)).containsExactly(7, 2, 1, 0, 4, 1, 4, 9, 5, 9);
    assertThat(histogram(test))
        .containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
  }

  @Test
  void knowsTheChecksumsOfMnist() {
    DataSource mnist = open("mnist");
    assumeTrue(
        mnist.test().provenance().origin().containsKey("t10k-images-idx3-ubyte.gz"),
        "MNIST is here, but not as the original .gz files");
    assertThat(mnist.train().provenance().origin())
        .containsEntry(
            "train-images-idx3-ubyte.gz",
            "sha256:440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609")
        .containsEntry(
            "train-labels-idx1-ubyte.gz",
            "sha256:3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c");
    assertThat(mnist.test().provenance().origin())
        .containsEntry(
            "t10k-images-idx3-ubyte.gz",
            "sha256:8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6")
        .containsEntry(
            "t10k-labels-idx1-ubyte.gz",
            "sha256:f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6");
  }

  @Test
  void readsCifar() {
    DataSource cifar = open("cifar-10");
    Dataset train = cifar.train();
    assertThat(train.sample()).isEqualTo(Shape.image(3, 32, 32));
    assertThat(train.count()).isPositive().matches(count -> count % 10_000 == 0);
    assertThat(Arrays.copyOf(train.labels(), 10)).containsExactly(6, 9, 9, 4, 1, 1, 2, 7, 8, 3);
    // the first red values of the first image, a frog
    assertThat(Arrays.copyOf(train.images(), 3)).containsExactly(59 / 255f, 43 / 255f, 50 / 255f);
    assertThat(train.mean()).isCloseTo(0.473, within(0.005));
    assertThat(train.standardDeviation()).isCloseTo(0.25, within(0.005));
    Dataset test = cifar.test();
    assertThat(Arrays.copyOf(test.labels(), 10)).containsExactly(3, 8, 8, 0, 6, 6, 1, 6, 3, 1);
    int[] histogram = histogram(test);
    assertThat(histogram).containsOnly(test.count() / 10);
  }

  @Test
  void announcesWhatItReads() {
    DataSource mnist = open("mnist");
    Catalog.Entry entry =
        Catalog.of(folder()).list().stream()
            .filter(e -> e.name().equals("mnist"))
            .findFirst()
            .orElseThrow();
    assertThat(entry.train()).hasValue(mnist.train().count());
    assertThat(entry.test()).hasValue(mnist.test().count());
  }

  private static DataSource open(String name) {
    Optional<Path> folder = folder();
    assumeTrue(folder.isPresent(), "no real data: ASSAY_DATA is not set");
    Catalog catalog = Catalog.of(folder);
    assumeTrue(
        catalog.list().stream().anyMatch(e -> e.name().equals(name) && e.present()),
        () -> name + " is not in " + catalog.folders());
    return catalog.open(name);
  }

  private static Optional<Path> folder() {
    String variable = System.getenv("ASSAY_DATA");
    if (variable != null) {
      return Optional.of(Path.of(variable));
    }
    Path start = Path.of(System.getProperty("user.dir")).toAbsolutePath();
    return Stream.iterate(start, path -> path != null, Path::getParent)
        .map(path -> path.resolve("shared").resolve("data"))
        .filter(Files::isDirectory)
        .findFirst();
  }

  private static int[] histogram(Dataset dataset) {
    int[] counts = new int[dataset.classes()];
    for (int label : dataset.labels()) {
      counts[label]++;
    }
    return counts;
  }
}
