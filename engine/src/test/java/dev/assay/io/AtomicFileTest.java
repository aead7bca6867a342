package dev.assay.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void createsAndReplaces() {
    Path file = folder.resolve("file");
    AtomicFile.write(file, out -> out.write(new byte[] {1}));
    AtomicFile.write(file, out -> out.write(new byte[] {2, 3}));
    assertThat(file).hasBinaryContent(new byte[] {2, 3});
    assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
  }

  @Test
  void aFailureLeavesTheEarlierFileAndNothingElse() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[] {1});
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IOException("disk full");
                    }))
        .withMessageContaining(file.toString())
        .withMessageContaining("disk full");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      throw new IllegalStateException();
                    }));
    assertThat(file).hasBinaryContent(new byte[] {1});
    assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
  }

  @Test
  void anUnwritableFolderIsOneClearError() {
    Path file = folder.resolve("absent").resolve("file");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> AtomicFile.write(file, out -> out.write(1)))
        .withMessageContaining(file.toString())
        .withMessageContaining("writable folder");
  }
}
