package dev.assay.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The libraries that JavaCPP has unpacked from one jar. JavaCPP takes a file for unpacked if size
 * and time are right; here it must hold, byte for byte, what the jar holds. As OpenBLAS alone is
 * 120 MB, a comparison is good until something changes: a seal beside the libraries lists inode,
 * size and time of status change of each, which nobody can set at will.
 */
final class Unpacked {
  private static final String LIBRARY = ".so";

  private final Path cache;
  private final JarFile jar;

  /** The libraries of the jar by their names. */
  private final Map<String, JarEntry> entries = new TreeMap<>();

  /** All of this jar's. */
  private final Path top;

  private final Path folder;

  private final Path seal;

  private Unpacked(Path cache, JarFile jar, String prefix) {
    this.cache = cache;
    this.jar = jar;
    this.top = cache.resolve(Path.of(jar.getName()).getFileName());
    this.folder = top.resolve(prefix);
    this.seal = top.resolve("seal");
    jar.stream()
        .filter(entry -> entry.getName().startsWith(prefix) && entry.getName().contains(LIBRARY))
        .forEach(entry -> entries.put(entry.getName().substring(prefix.length()), entry));
  }

  /**
   * @param library where the class path has a library of the jar; null if it has none
   * @return null if the library is not in a jar, so that JavaCPP unpacks nothing
   */
  static Unpacked of(Path cache, URL library) throws IOException {
    URLConnection connection = library == null ? null : library.openConnection();
    if (!(connection instanceof JarURLConnection)) {
      return null;
    }
    JarURLConnection found = (JarURLConnection) connection;
    String name = found.getEntryName();
    return new Unpacked(cache, found.getJarFile(), name.substring(0, name.lastIndexOf('/') + 1));
  }

  /** Where JavaCPP unpacks them. */
  Path folder() {
    return folder;
  }

  /**
   * Removes what is not as in the jar, for JavaCPP to unpack again.
   *
   * @throws IOException if that cannot be done; then nothing may be loaded
   */
  void verify() throws IOException {
    PrivateFolder.open(cache, top.getFileName().toString());
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS) || isSealed()) {
      return;
    }
    if (!folder.toRealPath().equals(folder)) {
      throw new IOException(folder + " leads through a link; remove it");
    }
    // JavaCPP's own locks, within this process and among all: nothing is being unpacked
    synchronized (Runtime.getRuntime()) {
      try (FileChannel channel =
          FileChannel.open(
              cache.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.lock();
        for (Path file : files()) {
          if (!isGenuine(file)) {
            Files.delete(file);
          }
        }
      }
    }
  }

  private boolean isSealed() throws IOException {
    try {
      return state().equals(sealed());
    } catch (NoSuchFileException e) {
      return false; // another process removes or unpacks something
    }
  }

  /**
   * Notes that all that lies here is genuine: it has been verified, or JavaCPP has unpacked it
   * since.
   */
  void seal() {
    try {
      String state = state();
      if (!state.equals(sealed())) {
        Files.writeString(seal, state);
      }
    } catch (IOException e) {
      // the next start compares again
    }
  }

  private String sealed() throws IOException {
    return Files.isRegularFile(seal, LinkOption.NOFOLLOW_LINKS)
        ? new String(Files.readAllBytes(seal), StandardCharsets.UTF_8)
        : "";
  }

  /** What the jar holds and what lies here. */
  private String state() throws IOException {
    StringBuilder state = new StringBuilder();
    entries.forEach(
        (name, entry) ->
            line(state, "jar", name, entry.getSize(), entry.getTime(), entry.getCrc()));
    for (Path file : files()) {
      Map<String, Object> seen =
          Files.readAttributes(file, "unix:ino,size,ctime", LinkOption.NOFOLLOW_LINKS);
      line(state, file.getFileName(), seen.get("ino"), seen.get("size"), seen.get("ctime"));
    }
    return state.toString();
  }

  private static void line(StringBuilder text, Object... words) {
    for (Object word : words) {
      text.append(word).append(' ');
    }
    text.append('\n');
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    }
  }

  /** Whether a file is a library of the jar, or a link to a neighbour. */
  private boolean isGenuine(Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      Path target = Files.readSymbolicLink(file);
      return !target.isAbsolute() && target.getNameCount() == 1;
    }
    if (!Files.isRegularFile(file) || !PrivateFolder.isOwn(file)) {
      return false;
    }
    JarEntry named = entries.get(file.getFileName().toString());
    if (named != null) {
      return equal(file, named);
    }
    // JavaCPP unpacks some libraries a second time under another name
    for (JarEntry entry : entries.values()) {
      if (equal(file, entry)) {
        return true;
      }
    }
    return false;
  }

  private boolean equal(Path file, JarEntry entry) throws IOException {
    if (Files.size(file) != entry.getSize()) {
      return false;
    }
    try (InputStream expected = jar.getInputStream(entry);
        InputStream actual = Files.newInputStream(file)) {
      byte[] left = new byte[1 << 16];
      byte[] right = new byte[1 << 16];
      int count;
      do {
        count = expected.readNBytes(left, 0, left.length);
        if (count != actual.readNBytes(right, 0, right.length)
            || !Arrays.equals(left, 0, count, right, 0, count)) {
          return false;
        }
      } while (count > 0);
      return true;
    }
  }
}
