package dev.assay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.assay.io.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatalogTest {
  @TempDir Path home;
  @TempDir Path variable;
  @TempDir Path given;

  @Test
  void searchesTheGivenFolderThenTheVariableThenTheHome() throws IOException {
    Catalog catalog = catalog();
    assertThat(catalog.folders())
        .containsExactly(given, variable, home.resolve(".assay").resolve("data"));
    writeMnist(Files.createDirectories(home.resolve(".assay/data/mnist")), 1, 28);
    assertThat(catalog.open("mnist").train().count()).isEqualTo(1);
    writeMnist(Files.createDirectories(variable.resolve("mnist")), 2, 28);
    assertThat(catalog.open("mnist").train().count()).isEqualTo(2);
    writeMnist(given, 3, 28);
    assertThat(catalog.open("mnist").train().count()).isEqualTo(3);
    assertThat(catalog.open("mnist").test().count()).isEqualTo(4);
    assertThat(catalog.open("mnist").train().provenance().split()).isEqualTo("train");
  }

  @Test
  void passesOverIncompleteFolders() throws IOException {
    writeMnist(variable, 2, 28);
    writeMnist(given, 3, 28);
    Files.delete(given.resolve("t10k-labels-idx1-ubyte"));
    assertThat(catalog().open("mnist").train().count()).isEqualTo(2);
  }

  @Test
  void readsPackedFilesAndNamesWithADot() throws IOException {
    writeMnist(given, 3, 28);
    Path raw = given.resolve("train-images-idx3-ubyte");
    Files.write(given.resolve("train-images-idx3-ubyte.gz"), Packing.gzip(Files.readAllBytes(raw)));
    Files.delete(raw);
    Files.move(given.resolve("t10k-labels-idx1-ubyte"), given.resolve("t10k-labels.idx1-ubyte"));
    assertThat(catalog().open("mnist").train().count()).isEqualTo(3);
    assertThat(catalog().open("mnist").test().count()).isEqualTo(4);
  }

  @Test
  void readsCifarBatchesInOrderAndEachOnce() throws IOException {
    Path folder = Files.createDirectory(given.resolve("cifar-10-batches-bin"));
    for (int i : new int[] {1, 2, 10}) {
      Files.write(folder.resolve("data_batch_" + i + ".bin"), record(i % 10 + 3));
    }
    Files.write(folder.resolve("data_batch_2.bin.gz"), Packing.gzip(record(5)));
    Files.write(folder.resolve("test_batch_2000.bin.gz"), Packing.gzip(record(9)));
    Files.write(folder.resolve("readme.html"), new byte[1]);
    DataSource cifar = catalog().open("cifar-10");
    assertThat(cifar.train().labels()).containsExactly(4, 5, 3);
    assertThat(cifar.test().labels()).containsExactly(9);
    assertThat(entry("cifar-10").train()).hasValue(3);
    assertThat(entry("cifar-10").test()).hasValue(1);
  }

  @Test
  void listsWhatIsThereAndWhatIsNot() throws IOException {
    writeMnist(given, 3, 28);
    assertThat(catalog().list())
        .extracting(Catalog.Entry::name)
        .containsExactly("glyphs", "mnist", "fashion-mnist", "cifar-10");
    assertThat(entry("glyphs").present()).isTrue();
    assertThat(entry("mnist").present()).isTrue();
    assertThat(entry("mnist").train()).hasValue(3);
    assertThat(entry("mnist").test()).hasValue(4);
    assertThat(entry("mnist").files()).hasSize(4).allMatch(Files::exists);
    assertThat(entry("fashion-mnist").present()).isFalse();
    assertThat(entry("fashion-mnist").lookedIn()).isEqualTo(catalog().folders());
    assertThat(entry("fashion-mnist").train()).isEmpty();
  }

  @Test
  void listsDamagedFilesWithTheirProblem() throws IOException {
    writeMnist(given, 3, 28);
    Files.write(given.resolve("t10k-images-idx3-ubyte"), new byte[2]);
    assertThat(entry("mnist").present()).isFalse();
    assertThat(entry("mnist").problem()).get().asString().contains("t10k-images-idx3-ubyte");
    Path folder = Files.createDirectory(given.resolve("cifar-10"));
    Files.write(folder.resolve("data_batch_1.bin"), new byte[2]);
    Files.write(folder.resolve("test_batch.bin"), record(1));
    assertThat(entry("cifar-10").problem()).get().asString().contains("data_batch_1.bin");
  }

  /** The list gives the verdict that training gives, word for word, whatever is wrong. */
  @Test
  void listsTheVerdictOfTraining() throws IOException {
    byte[] images = Packing.join(Packing.words(0x803, 4, 28, 28), Packing.pattern(4 * 784));
    byte[] packed = Packing.gzip(images);
    byte[] wrongSum = packed.clone();
    wrongSum[packed.length - 6] ^= 1;
    Map<String, byte[]> damages =
        Map.of(
            "ends within the pixels", Packing.gzip(Arrays.copyOf(images, 2000)),
            "too short for that", Arrays.copyOf(images, 2000),
            "the gzip data is cut short", Arrays.copyOf(packed, packed.length / 2),
            "the content goes on", Packing.join(images, new byte[3]),
            "not gzip data where", Packing.join(packed, new byte[3]),
            "the checksum does not match", wrongSum,
            "too short for the IDX magic number", new byte[0],
            "found magic 0x00000801", Packing.words(0x801, 4));
    for (Map.Entry<String, byte[]> damage : damages.entrySet()) {
      writeMnist(given, 3, 28);
      Files.write(given.resolve("t10k-images-idx3-ubyte"), damage.getValue());
      assertVerdict("mnist", damage.getKey());
    }
    writeMnist(given, 3, 28);
    Files.delete(given.resolve("t10k-images-idx3-ubyte"));
    Files.createDirectory(given.resolve("t10k-images-idx3-ubyte"));
    assertVerdict("mnist", "t10k-images-idx3-ubyte: not a regular file");
    Files.write(given.resolve("t10k-images.idx3-ubyte"), images);
    assertThat(entry("mnist").test()).as("the file beside the folder").hasValue(4);

    Path folder = Files.createDirectory(given.resolve("cifar-10"));
    Files.write(folder.resolve("data_batch_1.bin"), record(1));
    Files.write(folder.resolve("test_batch.bin.gz"), Arrays.copyOf(Packing.gzip(record(1)), 30));
    assertVerdict("cifar-10", "the gzip data is cut short");
    Files.write(folder.resolve("test_batch.bin.gz"), Packing.gzip(record(10)));
    assertVerdict("cifar-10", "at byte 0 of the unpacked content: label 10");
  }

  private void assertVerdict(String name, String problem) {
    DataSource source = catalog().open(name);
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(source::test)
        .withMessageContaining(problem)
        .satisfies(e -> assertThat(entry(name).problem()).hasValue(e.getMessage()));
  }

  @Test
  void opensTheBuiltInSet() {
    assertThat(catalog().open("glyphs").name()).isEqualTo("glyphs");
  }

  @Test
  void saysWhichNamesItKnows() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> catalog().open("imagenet"))
        .withMessage(
            "data set 'imagenet' is unknown; expected glyphs, mnist, fashion-mnist, cifar-10, or the"
                + " path of "
                + OwnData.EXPECTED);
  }

  @Test
  void saysWhereItLookedAndForWhat() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> catalog().open("cifar-10"))
        .withMessageContaining(given.resolve("cifar-10").toString())
        .withMessageContaining(variable.resolve("cifar-10-subset").toString())
        .withMessageContaining(home.resolve(".assay").toString())
        .withMessageContaining("data_batch_*.bin")
        .withMessageContaining("ASSAY_DATA");
  }

  @Test
  void refusesAGivenFolderThatIsNone() {
    Path none = given.resolve("none");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> Catalog.of(Optional.of(none)))
        .withMessage(none + ": not a folder, expected the folder that holds the data sets");
  }

  @Test
  void refusesImagesOfAnotherSize() throws IOException {
    writeMnist(given, 3, 27);
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> catalog().open("mnist").test())
        .withMessageContaining("images are 1×27×28, expected 1×28×28 for mnist");
  }

  private Catalog.Entry entry(String name) {
    return catalog().list().stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
  }

  private Catalog catalog() {
    return Catalog.of(Optional.of(given), Map.of("ASSAY_DATA", variable.toString()), home);
  }

  /** {@code train} training images and one test image more. */
  private static void writeMnist(Path folder, int train, int rows) throws IOException {
    write(folder, "train", train, rows);
    write(folder, "t10k", train + 1, rows);
  }

  private static void write(Path folder, String split, int count, int rows) throws IOException {
    Files.write(
        folder.resolve(split + "-images-idx3-ubyte"),
        Packing.join(Packing.words(0x803, count, rows, 28), new byte[count * rows * 28]));
    Files.write(
        folder.resolve(split + "-labels-idx1-ubyte"),
        Packing.join(Packing.words(0x801, count), new byte[count]));
  }

  private static byte[] record(int label) {
    return Packing.join(Packing.bytes(label), new byte[3072]);
  }
}
