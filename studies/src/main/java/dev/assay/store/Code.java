package dev.assay.store;

import dev.assay.io.Sha256;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The part of this program that some work runs through, named by its content: the classes that can
 * be reached from the ones where it begins, and the native kernels below them. So nobody has to
 * remember to count a version up, and a change of what only judges, draws, writes or prints leaves
 * results valid. It is the same from classes, jars, and one jar of everything.
 */
public final class Code {
  private static final String OURS = "dev/assay/";
  private static final Pattern NAME = Pattern.compile("dev/assay/[\\w/$]+");

  /** Who reaches classes of the first runs files that lie in the second. */
  private static final Map<String, String> KERNELS =
      Map.of(
          "dev/assay/backend/cpu/", "dev/assay/kernels/",
          "dev/assay/backend/cuda/", "dev/assay/kernels/cuda/");

  private static final Pattern LIBRARY = Pattern.compile(".*\\.(so|dylib|dll)");
  private static final Pattern SOURCE = Pattern.compile(".*\\.cuh?");
  private static final Map<String, Part> PARTS = new ConcurrentHashMap<>();
  private static final Map<Set<String>, Code> KNOWN = new ConcurrentHashMap<>();

  /**
   * A class.
   *
   * @param hash of its file; null where there is no such class
   * @param names of classes that it may use
   */
  private record Part(String hash, Set<String> names) {}

  private final SortedMap<String, String> classes;
  private final SortedMap<String, String> packages;
  private final String hash;

  private Code(SortedMap<String, String> files) {
    classes = Collections.unmodifiableSortedMap(files);
    SortedMap<String, SortedMap<String, String>> grouped = new TreeMap<>();
    files.forEach(
        (file, sum) ->
            grouped
                .computeIfAbsent(
                    file.substring(0, file.lastIndexOf('/')).replace('/', '.'),
                    name -> new TreeMap<>())
                .put(file, sum));
    SortedMap<String, String> sums = new TreeMap<>();
    grouped.forEach((name, inside) -> sums.put(name, Sha256.of(Canonical.json(inside))));
    packages = Collections.unmodifiableSortedMap(sums);
    hash = Sha256.of(Canonical.json(sums));
  }

  /** What can be reached from some classes, and from those that come with some other code. */
  public static Code from(Class<?>... roots) {
    Set<String> names = new TreeSet<>();
    for (Class<?> root : roots) {
      names.add(root.getName().replace('.', '/'));
    }
    return KNOWN.computeIfAbsent(names, Code::reached);
  }

  /** SHA-256 of all of it. */
  public String hash() {
    return hash;
  }

  /** SHA-256 of the part in each package, by its name. */
  public SortedMap<String, String> packages() {
    return packages;
  }

  /** All files, by their path from the root. */
  SortedMap<String, String> files() {
    return classes;
  }

  private static Code reached(Set<String> roots) {
    SortedMap<String, String> files = new TreeMap<>();
    Deque<String> open = new ArrayDeque<>(roots);
    Set<String> seen = new TreeSet<>(roots);
    while (!open.isEmpty()) {
      String name = open.poll();
      Part part = PARTS.computeIfAbsent(name, Code::part);
      if (part.hash != null) {
        files.put(name + ".class", part.hash);
        part.names.stream().filter(seen::add).forEach(open::add);
      }
    }
    KERNELS.forEach(
        (users, folder) -> {
          if (files.keySet().stream().anyMatch(file -> file.startsWith(users))) {
            addKernels(folder, users.contains("cuda") ? SOURCE : LIBRARY, files);
          }
        });
    return new Code(files);
  }

  private static Part part(String name) {
    try (InputStream in = Code.class.getClassLoader().getResourceAsStream(name + ".class")) {
      if (in == null) {
        return new Part(null, Set.of());
      }
      byte[] bytes = in.readAllBytes();
      return new Part(Sha256.of(bytes), names(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Every name of ours in a class file's constant pool, be it of a class, in a descriptor or in a
   * signature (The Java Virtual Machine Specification, 4.4).
   */
  static Set<String> names(byte[] file) throws IOException {
    Set<String> names = new TreeSet<>();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(file));
    in.skipNBytes(8);
    int count = in.readUnsignedShort();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> {
          Matcher found = NAME.matcher(in.readUTF());
          while (found.find()) {
            names.add(found.group());
          }
        }
        case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++; // takes two places
        }
        default -> in.skipNBytes(4);
      }
    }
    return names;
  }

  /** Adds the files below a folder that are kernels. */
  private static void addKernels(String folder, Pattern kind, Map<String, String> files) {
    String anchor = "dev/assay/kernels/KernelLibrary.class";
    URL url = Objects.requireNonNull(Code.class.getClassLoader().getResource(anchor));
    String text = url.toString();
    try {
      if (text.startsWith("jar:")) {
        Path jar = Path.of(URI.create(text.substring("jar:".length(), text.indexOf("!/"))));
        try (FileSystem inside = FileSystems.newFileSystem(jar)) {
          hash(inside.getPath("/"), folder, kind, files);
        }
      } else {
        Path root = Path.of(URI.create(text.substring(0, text.length() - anchor.length())));
        hash(root, folder, kind, files);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void hash(Path root, String folder, Pattern kind, Map<String, String> files)
      throws IOException {
    Path start = root.resolve(folder);
    if (!Files.isDirectory(start)) {
      return;
    }
    try (Stream<Path> all = Files.walk(start)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        String name = root.relativize(file).toString().replace('\\', '/');
        if (kind.matcher(name).matches()) {
          files.put(name, Sha256.of(Files.readAllBytes(file)));
        }
      }
    }
  }
}
