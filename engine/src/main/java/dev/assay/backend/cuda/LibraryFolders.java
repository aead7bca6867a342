package dev.assay.backend.cuda;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where NVIDIA's libraries may lie: in Python packages, in what container runtimes mount, in the
 * toolkit. Python is not run: an environment is recognised by its folders.
 */
final class LibraryFolders {
  private static final List<String> MOUNTED =
      List.of("usr/local/nvidia/lib64", "usr/local/nvidia/lib", "usr/lib/wsl/lib");

  private static final String TOOLKIT = "usr/local/cuda/lib64";

  private final Path root;
  private final Path home;
  private final Map<String, String> environment;

  /**
   * @param root of the file system
   */
  LibraryFolders(Path root, Path home, Map<String, String> environment) {
    this.root = root;
    this.home = home;
    this.environment = environment;
  }

  static LibraryFolders here() {
    return new LibraryFolders(
        Path.of("/"), Path.of(System.getProperty("user.home")), System.getenv());
  }

  /** Existing folders that hold a shared library, most specific first. */
  List<Path> find() {
    Set<Path> folders = new LinkedHashSet<>();
    for (Path packages : packageFolders()) {
      // CUDA 13 has one folder for most libraries, and cuDNN one of its own
      for (Path product : list(packages.resolve("nvidia"), "*")) {
        addLibraries(product.resolve("lib"), folders);
      }
    }
    MOUNTED.forEach(folder -> addLibraries(root.resolve(folder), folders));
    addLibraries(root.resolve(TOOLKIT), folders);
    return List.copyOf(folders);
  }

  /** The folder of {@link #find} with a file of that name. */
  static Path containing(List<Path> folders, String file) {
    return folders.stream().filter(f -> Files.exists(f.resolve(file))).findFirst().orElse(null);
  }

  /** The first file of these folders whose name fits, or null. */
  static Path file(List<Path> folders, String glob) {
    return folders.stream().flatMap(f -> list(f, glob).stream()).findFirst().orElse(null);
  }

  /** Folders of Python packages: active environments, pythons on the path, the user's, all's. */
  private List<Path> packageFolders() {
    Set<Path> prefixes = new LinkedHashSet<>();
    for (String variable : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
      String value = environment.getOrDefault(variable, "");
      if (!value.isBlank()) {
        prefixes.add(Path.of(value));
      }
    }
    for (String entry : environment.getOrDefault("PATH", "").split(":")) {
      Path folder = Path.of(entry);
      if (!entry.isBlank()
          && Files.exists(folder.resolve("python3"))
          && folder.getParent() != null) {
        prefixes.add(folder.getParent());
      }
    }
    prefixes.add(home.resolve(".local"));
    prefixes.add(root.resolve("usr/local"));
    prefixes.add(root.resolve("usr"));
    List<Path> folders = new ArrayList<>();
    for (Path prefix : prefixes) {
      for (Path python : list(prefix.resolve("lib"), "python3*")) {
        folders.add(python.resolve("site-packages"));
        folders.add(python.resolve("dist-packages"));
      }
    }
    return folders;
  }

  private static void addLibraries(Path folder, Set<Path> folders) {
    if (!list(folder, "*.so*").isEmpty()) {
      folders.add(folder);
    }
  }

  /** Sorted, so that the choice is the same every time; empty where there is no such folder. */
  private static List<Path> list(Path folder, String glob) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
      stream.forEach(found::add);
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return List.of();
    }
    found.sort(null);
    return found;
  }
}
