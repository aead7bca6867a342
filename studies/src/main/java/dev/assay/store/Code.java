package dev.assay.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The part of this program that makes a kind of cell, named by its content: the SHA-256 of its
 * classes, native libraries and kernels. So nobody has to remember to count a version up, and a
 * change of what only writes or prints leaves results valid.
 */
public enum Code {
  /** What training runs through: the engine with its kernels. */
  ENGINE("dev/assay/kernels/KernelLibrary.class", "dev/assay/nn/Network.class"),
  /** What a measurement of a network runs through: the engine and the studies. */
  STUDIES(
      "dev/assay/kernels/KernelLibrary.class",
      "dev/assay/nn/Network.class",
      "dev/assay/store/Store.class");

  /** They come after the measurement. */
  private static final List<String> WITHOUT =
      List.of("dev/assay/report/", "dev/assay/study/statistics/");

  private static final Set<String> ENDINGS = Set.of("class", "so", "dylib", "dll", "cu", "cuh");

  private final List<String> anchors;
  private String hash;

  /**
   * @param anchors a class of each module
   */
  Code(String... anchors) {
    this.anchors = List.of(anchors);
  }

  /** The same for the same code, be it packed in jars or not. */
  public synchronized String hash() {
    if (hash == null) {
      Map<String, String> files = new TreeMap<>();
      anchors.forEach(anchor -> add(anchor, files));
      hash = Canonical.hash(Canonical.json(files));
    }
    return hash;
  }

  private static void add(String anchor, Map<String, String> files) {
    URL url = Code.class.getClassLoader().getResource(anchor);
    String text = String.valueOf(url);
    try {
      if (text.startsWith("jar:")) {
        Path jar = Path.of(URI.create(text.substring("jar:".length(), text.indexOf("!/"))));
        try (FileSystem inside = FileSystems.newFileSystem(jar)) {
          hash(inside.getPath("/"), files);
        }
      } else {
        hash(Path.of(URI.create(text.substring(0, text.length() - anchor.length()))), files);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds the checksums of the files under a root that are code, by their path in it. */
  static void hash(Path root, Map<String, String> files) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString().replace('\\', '/');
        boolean code = ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
        if (code && WITHOUT.stream().noneMatch(name::startsWith)) {
          files.put(name, Canonical.hash(Files.readAllBytes(file)));
        }
      }
    }
  }
}
