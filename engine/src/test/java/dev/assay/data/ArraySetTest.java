package dev.assay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.BadInputException;
import dev.assay.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArraySetTest {
  @TempDir private Path folder;

  private static byte[] npy(String type, String shape, byte... values) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    String header =
        "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }\n";
    file.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.writeBytes(new byte[] {(byte) header.length(), 0});
    file.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(values);
    return file.toByteArray();
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  /** Four training images of 1×2×1 and one for testing, of the classes 3 and 7. */
  private static Map<String, byte[]> plain() {
    Map<String, byte[]> arrays = new TreeMap<>();
    arrays.put("x_train", npy("|u1", "4, 2, 1", new byte[] {0, 51, 102, 1, 2, 3, 4, (byte) 255}));
    arrays.put("y_train", npy("|u1", "4,", new byte[] {7, 3, 3, 7}));
    arrays.put("x_test", npy("|u1", "1, 2, 1", new byte[] {51, 0}));
    arrays.put("y_test", npy("<i2", "1, 1", new byte[] {7, 0}));
    return arrays;
  }

  private Path npz(Map<String, byte[]> arrays) throws IOException {
    Path file = folder.resolve("some.npz");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(array.getValue());
      }
    }
    return file;
  }

  private DataSource open(Map<String, byte[]> arrays) throws IOException {
    return new ArraySet("some.npz", npz(arrays));
  }

  @Test
  void bytesAreUnitsAndClassesAreTheNumbersThereAre() throws IOException {
    DataSource some = open(plain());
    Dataset train = some.train();

    assertThat(train.sample()).isEqualTo(Shape.image(1, 2, 1));
    assertThat(train.images())
        .containsExactly(0, 0.2f, 0.4f, 1 / 255f, 2 / 255f, 3 / 255f, 4 / 255f, 1);
    assertThat(train.classNames()).containsExactly("3", "7");
    assertThat(train.labels()).containsExactly(1, 0, 0, 1);
    assertThat(some.test().labels()).containsExactly(1);
    assertThat(some.test().images()).containsExactly(0.2f, 0);
    assertThat(train.provenance().origin()).containsOnlyKeys("some.npz");
  }

  @Test
  void filesInAFolderAreTheSame() throws IOException {
    for (Map.Entry<String, byte[]> array : plain().entrySet()) {
      Files.write(folder.resolve(array.getKey() + ".npy"), array.getValue());
    }
    DataSource some = new ArraySet("folder", folder);

    assertThat(ArraySet.isIn(folder)).isTrue();
    assertThat(some.train().images()).isEqualTo(open(plain()).train().images());
    assertThat(some.train().provenance().origin()).containsOnlyKeys("x_train.npy", "y_train.npy");
  }

  @Test
  void channelsAreFoundAtEitherEnd() throws IOException {
    byte[] values = {0, 1, 2, 3, 4, 5};
    Map<String, byte[]> arrays = plain();
    arrays.put("y_train", npy("|u1", "1", new byte[] {7}));
    arrays.put("x_train", npy("|u1", "1, 3, 2, 1", values));
    assertThatThrownBy(() -> open(arrays).train()).hasMessageContaining("either end");

    byte[] wide = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    arrays.put("x_train", npy("|u1", "1, 2, 2, 3", wide));
    Dataset last = open(arrays).train();
    assertThat(last.sample()).isEqualTo(Shape.image(3, 2, 2));
    assertThat(last.images()).startsWith(0, 3 / 255f, 6 / 255f, 9 / 255f, 1 / 255f);

    arrays.put("x_train", npy("|u1", "1, 3, 2, 2", wide));
    Dataset first = open(arrays).train();
    assertThat(first.sample()).isEqualTo(Shape.image(3, 2, 2));
    assertThat(first.images()).startsWith(0, 1 / 255f, 2 / 255f);

    arrays.put("x_train", npy("|u1", "1, 2, 2, 2, 1, 1", new byte[8]));
    assertThatThrownBy(() -> open(arrays).train()).hasMessageContaining("6 axes");
    arrays.put("x_train", npy("|u1", "1, 2, 2, 2", new byte[8]));
    assertThatThrownBy(() -> open(arrays).train()).hasMessageContaining("neither end");
  }

  @Test
  void floatsAreTakenAsTheyAre() throws IOException {
    Map<String, byte[]> arrays = plain();
    arrays.put("x_train", npy("<f4", "4, 2", floats(-1.5f, 2, 300, 0, 1, 2, 3, 4)));
    Dataset vectors = open(arrays).train();

    assertThat(vectors.sample()).isEqualTo(Shape.vector(2));
    assertThat(vectors.images()).containsExactly(-1.5f, 2, 300, 0, 1, 2, 3, 4);
    arrays.put("x_train", npy("<f4", "4, 2", floats(0, 0, 0, Float.NaN, 1, 2, 3, 4)));
    assertThatThrownBy(() -> open(arrays).train())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("x_train: value 3 is NaN");
  }

  @Test
  void otherWholeNumbersMustBeBytes() throws IOException {
    Map<String, byte[]> arrays = plain();
    arrays.put("x_train", npy("<i2", "4, 1", new byte[] {0, 0, 51, 0, -1, 0, 0, 0}));
    assertThat(open(arrays).train().images()).containsExactly(0, 0.2f, 1, 0);
    arrays.put("x_train", npy("<i2", "4, 1", new byte[] {0, 0, 51, 0, 0, 1, 0, 0}));
    assertThatThrownBy(() -> open(arrays).train()).hasMessageContaining("value 2 is 256");
    arrays.put("x_train", npy("<u2", "4, 1", new byte[] {0, 0, -1, -1, 0, 1, 0, 0}));
    assertThat(open(arrays).train().images()).containsExactly(0, 1, 256 / 65535f, 0);
  }

  @Test
  void oneSplitAloneIsDivided() throws IOException {
    Map<String, byte[]> arrays = new TreeMap<>();
    byte[] values = new byte[20];
    byte[] labels = new byte[20];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) i;
      labels[i] = (byte) (i / 10);
    }
    arrays.put("images", npy("|u1", "20, 1", values));
    arrays.put("labels", npy("|u1", "20", labels));
    DataSource some = open(arrays);
    float[] all = new float[20];
    System.arraycopy(some.train().images(), 0, all, 0, 16);
    System.arraycopy(some.test().images(), 0, all, 16, 4);

    assertThat(some.test().provenance().split()).isEqualTo("test");
    assertThat(all).doesNotHaveDuplicates().hasSize(20);
    assertThat(some.train().labels()).contains(0, 1);
    assertThat(some.train().provenance().rebuild(some).images()).isEqualTo(some.train().images());
  }

  @Test
  void whatDoesNotFitIsOneClearError() throws IOException {
    Map<String, byte[]> arrays = plain();
    arrays.put("y_test", npy("|u1", "1", new byte[] {4}));
    assertRefused(arrays, "sample 0 is of class '4', which no training sample is of");
    arrays.put("y_test", npy("<f4", "1", floats(1)));
    assertRefused(arrays, "labels are float32");
    arrays.put("y_test", npy("|u1", "2", new byte[] {7, 3}));
    assertRefused(arrays, "1 images, but 2 labels");
    arrays.put("y_test", npy("|u1", "1", new byte[] {7}));
    arrays.put("x_test", npy("|u1", "1, 3, 1", new byte[] {1, 2, 3}));
    assertRefused(arrays, "images are 1×3×1, but those for training 1×2×1");
    arrays.remove("x_test");
    assertRefused(arrays, "expected x_train, y_train, x_test and y_test");
    Files.writeString(folder.resolve("some.npz"), "no zip");
    assertThatThrownBy(() -> new ArraySet("some.npz", folder.resolve("some.npz")).train())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cannot be read");
  }

  private void assertRefused(Map<String, byte[]> arrays, String problem) throws IOException {
    DataSource some = open(arrays);
    assertThatThrownBy(some::test)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("some.npz")
        .hasMessageContaining(problem);
  }

  @Test
  void whatUnfoldsToFillMemoryIsRefused() throws IOException {
    Map<String, byte[]> arrays = plain();
    arrays.put("x_train", npy("|u1", "30000000, 1", new byte[30_000_000]));
    assertThatThrownBy(() -> open(arrays).train())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("takes 30000000 bytes, there are at most");
  }
}
