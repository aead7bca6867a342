package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeTest {
  @TempDir private Path folder;

  @BeforeEach
  void aModule() throws IOException {
    write(folder, "dev/assay/nn/Network.class", "network");
    write(folder, "dev/assay/kernels/linux/libjniKernels.so", "kernels");
    write(folder, "dev/assay/kernels/cuda/pool.cu", "pool");
  }

  private static void write(Path root, String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Map<String, String> parts() throws IOException {
    Map<String, String> parts = new TreeMap<>();
    Code.hash(folder, parts);
    return parts;
  }

  @Test
  void everyClassLibraryAndKernelCounts() throws IOException {
    Map<String, String> before = parts();
    assertThat(before).hasSize(3);
    for (String name : before.keySet()) {
      write(folder, name, "other");
      assertThat(parts().get(name)).isNotEqualTo(before.get(name));
    }
  }

  @Test
  void whatIsNotRunOrComesAfterwardsDoesNot() throws IOException {
    Map<String, String> before = parts();
    write(folder, "META-INF/MANIFEST.MF", "Created-By: somebody else");
    write(folder, "dev/assay/report/Html.class", "another page");

    assertThat(parts()).isEqualTo(before);
  }

  @Test
  void aJarIsTheSameAsItsFolder() throws IOException {
    Path jar = folder.resolveSibling(folder.getFileName() + ".jar");
    Map<String, String> packed = new TreeMap<>();
    try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
      for (String name : parts().keySet()) {
        write(zip.getPath("/"), name, Files.readString(folder.resolve(name)));
      }
      Code.hash(zip.getPath("/"), packed);
    } finally {
      Files.deleteIfExists(jar);
    }

    assertThat(packed).isEqualTo(parts());
  }

  @Test
  void measurementsDependOnMoreThanTraining() {
    assertThat(Code.ENGINE.hash()).hasSize(64).isEqualTo(Code.ENGINE.hash());
    assertThat(Code.STUDIES.hash()).hasSize(64).isNotEqualTo(Code.ENGINE.hash());
  }
}
