package dev.assay.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryFoldersTest {
  @TempDir private Path root;

  private Path library(String folder, String name) throws IOException {
    Path place = Files.createDirectories(root.resolve(folder));
    Files.writeString(place.resolve(name), "");
    return place;
  }

  private List<Path> find(Map<String, String> environment) {
    return new LibraryFolders(root, root.resolve("home/me"), environment).find();
  }

  @Test
  void nothingIsThere() {
    assertThat(find(Map.of())).isEmpty();
    assertThat(find(Map.of("PATH", "", "VIRTUAL_ENV", " "))).isEmpty();
  }

  @Test
  void bothLayoutsOfPythonPackages() throws IOException {
    String packages = "env/lib/python3.12/site-packages/nvidia/";
    Path cuda = library(packages + "cu13/lib", "libcudart.so.13");
    Path cudnn = library(packages + "cudnn/lib", "libcudnn.so.9");
    Path cublas = library(packages + "cublas/lib", "libcublas.so.13");
    Files.createDirectories(root.resolve(packages + "empty/lib"));
    Files.createDirectories(root.resolve(packages + "headers/include"));
    assertThat(find(Map.of("VIRTUAL_ENV", root.resolve("env").toString())))
        .containsExactly(cuda, cublas, cudnn);
  }

  @Test
  void aPythonOnThePathNeedsNoVariable() throws IOException {
    library("venv/bin", "python3");
    Path cuda = library("venv/lib/python3.11/site-packages/nvidia/cu13/lib", "libcudart.so.13");
    String path = root.resolve("other/bin") + ":" + root.resolve("venv/bin");
    assertThat(find(Map.of("PATH", path))).containsExactly(cuda);
  }

  @Test
  void theOrderIsPackagesThenMountsThenToolkit() throws IOException {
    Path toolkit = library("usr/local/cuda/lib64", "libcudart.so.13");
    Path mounted = library("usr/local/nvidia/lib64", "libcuda.so.1");
    Path system = library("usr/lib/python3/dist-packages/nvidia/cu13/lib", "libcudart.so.13");
    Path user =
        library("home/me/.local/lib/python3.12/site-packages/nvidia/cu13/lib", "libcudart.so.13");
    List<Path> folders = find(Map.of());
    assertThat(folders).containsExactly(user, system, mounted, toolkit);
    assertThat(LibraryFolders.containing(folders, "libcuda.so.1")).isEqualTo(mounted);
    assertThat(LibraryFolders.containing(folders, "libcublas.so.13")).isNull();
    assertThat(LibraryFolders.file(folders, "libcudart.so.*"))
        .isEqualTo(user.resolve("libcudart.so.13"));
    assertThat(LibraryFolders.file(folders, "libnvrtc-builtins.so.13*")).isNull();
  }
}
