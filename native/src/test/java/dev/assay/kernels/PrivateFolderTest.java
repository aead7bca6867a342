package dev.assay.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivateFolderTest {
  private static final int SOMEBODY = 12345;

  @TempDir private Path temporary;

  @BeforeEach
  void theTemporaryFolderItselfIsPrivate() throws IOException {
    temporary = temporary.toRealPath();
    PrivateFolder.check(temporary);
  }

  @Test
  void makesFoldersThatAreClosedToOthers() throws IOException {
    Path folder = temporary.resolve("a/b/c");
    PrivateFolder.open(folder);
    for (Path made = folder; !made.equals(temporary); made = made.getParent()) {
      assertThat(permissions(made)).isEqualTo("rwx------");
    }
    PrivateFolder.open(folder);
  }

  @Test
  void closesAFolderThatOthersCouldOnlyRead() throws IOException {
    Path folder = folder("a", "rwxr-xr-x");
    PrivateFolder.open(folder);
    assertThat(permissions(folder)).isEqualTo("rwx------");
  }

  @ParameterizedTest
  @CsvSource({"rwxrwx---", "rwx----w-", "rwxrwxrwx"})
  void refusesWhatOthersCanWrite(String permissions) throws IOException {
    refused(folder("open", permissions), "can be written by others");
    Path parent = temporary.resolve("open");
    Path inner = Files.createDirectory(parent.resolve("inner"));
    refused(inner, "lies in " + parent + ", which can be written by others");
    Path deep = Files.createDirectories(inner.resolve("very/deep"));
    refused(deep, "lies in " + parent + ", which can be written by others");
    // nobody else can rename what is ours there
    mode(parent, 01777);
    PrivateFolder.check(inner);
    PrivateFolder.check(deep);
    refused(parent, "can be written by others");
  }

  @Test
  void refusesLinksAndFiles() throws IOException {
    Path folder = folder("a", "rwx------");
    refused(Files.createSymbolicLink(temporary.resolve("link"), folder), "is a link");
    refused(Files.createSymbolicLink(temporary.resolve("dangling"), Path.of("x")), "is a link");
    refused(Files.createFile(temporary.resolve("file")), "is not a folder");
  }

  /** What counts is where a link leads, not where it lies. */
  @Test
  void looksAtParentsBehindLinks() throws IOException {
    Path open = folder("open", "rwxrwxrwx");
    Files.createDirectory(open.resolve("inner"));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), open);
    refused(link.resolve("inner"), "lies in " + open + ", which can be written by others");
  }

  @Test
  void refusesWhatBelongsToSomebodyElse() throws IOException {
    assumeTrue(PrivateFolder.user() == 0, "only root can give files away");
    Path folder = folder("a", "rwx------");
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Files.setAttribute(folder, "unix:uid", SOMEBODY);
    refused(folder, "belongs to user 12345, not to you, root");
    refused(inner, "lies in " + folder + ", which belongs to user 12345");
  }

  @Test
  void aFolderInsideIsNamedWithTheRemedy() throws IOException {
    Path inner = folder("a", "rwxrwxrwx");
    assertThatThrownBy(() -> PrivateFolder.open(temporary, "a"))
        .hasMessage(inner + " can be written by others; remove it");
    assertThat(PrivateFolder.open(temporary, "b")).isDirectory();
  }

  private static void refused(Path folder, String reason) {
    assertThatThrownBy(() -> PrivateFolder.check(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(reason);
    assertThatThrownBy(() -> PrivateFolder.open(folder)).hasMessage(reason);
  }

  private Path folder(String name, String permissions) throws IOException {
    Path folder = Files.createDirectory(temporary.resolve(name));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    return folder;
  }

  private static void mode(Path folder, int mode) throws IOException {
    Files.setAttribute(folder, "unix:mode", mode);
  }

  private static String permissions(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }
}
