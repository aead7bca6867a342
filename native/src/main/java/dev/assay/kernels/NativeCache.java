package dev.assay.kernels;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/**
 * Where native libraries are unpacked from their jars, and what may be loaded from there. JavaCPP
 * by itself goes as far as a folder under the temporary one that anybody could have made and
 * filled, and looks at size and time alone. Here the folder is private ({@link PrivateFolder}) and
 * on a file system from which libraries can be run, and files are as in the jar ({@link Unpacked});
 * else nothing is loaded.
 *
 * <p>The folder is the one that the system property {@code org.bytedeco.javacpp.cachedir} names,
 * and no other; without it the first that will do of the one that the launcher offers ({@code
 * assay.natives}), {@code ~/.assay/native}, and {@code assay-native-UID} in the temporary folder.
 */
public final class NativeCache {
  private static final String NAMED = "org.bytedeco.javacpp.cachedir";
  private static final String NAMED_TOO = "org.bytedeco.javacpp.cacheDir";
  private static final String OFFERED = "assay.natives";

  private static final String REMEDY =
      "name a folder that only you can write with -D"
          + NAMED
          + "=FOLDER (./assay: in"
          + " ASSAY_JAVA_OPTS)";

  private static final NativeCache HERE = choose();

  private final Path folder;
  private final List<String> objections;

  private NativeCache(Path folder, List<String> objections) {
    this.folder = folder;
    this.objections = objections;
  }

  /** The folder, without links; null if there is none. */
  public static Path folder() {
    return HERE.folder;
  }

  /** Why there is no folder, or why it is not one that comes earlier, in one line; else null. */
  public static String reason() {
    return HERE.objections.isEmpty() ? null : String.join(", ", HERE.objections) + "; " + REMEDY;
  }

  /**
   * A private folder within {@link #folder()}, which must be there, for other things that are run.
   *
   * @throws IOException with the reason in one line if it is not private
   */
  public static Path folder(String name) throws IOException {
    return PrivateFolder.open(folder(), name);
  }

  /**
   * Runs what loads libraries, once it is certain that those which JavaCPP finds unpacked are as in
   * their jar.
   *
   * @param path where the jar has them, for example {@code org/bytedeco/openblas}
   * @param name the file name of any of them
   * @throws UnsatisfiedLinkError if they cannot be loaded safely, with the reason in one line
   */
  public static void load(String path, String name, Runnable loading) {
    if (folder() == null) {
      throw new UnsatisfiedLinkError(reason());
    }
    List<Unpacked> jars = new ArrayList<>();
    try {
      add(jars, path, name);
      add(jars, "org/bytedeco/javacpp", "libjnijavacpp.so");
      for (Unpacked jar : jars) {
        jar.verify();
      }
    } catch (IOException e) {
      throw new UnsatisfiedLinkError(e.getMessage());
    }
    loading.run();
    jars.forEach(Unpacked::seal);
  }

  private static void add(List<Unpacked> jars, String path, String name) throws IOException {
    String library = path + "/" + Loader.getPlatform() + "/" + name;
    Unpacked jar = Unpacked.of(folder(), NativeCache.class.getClassLoader().getResource(library));
    if (jar != null) {
      jars.add(jar);
    }
  }

  /**
   * What lies at the bottom of a failure to load, in one line: the messages above it are of later
   * attempts elsewhere.
   */
  public static String cause(Throwable problem) {
    Throwable root = problem;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage()).lines().findFirst().orElse(root.toString());
    // the linker's words where execution is forbidden, by rules that the mounts do not tell
    return message.contains("failed to map segment") || message.contains("not permitted")
        ? message + " (may libraries be run from there?); " + REMEDY
        : message;
  }

  private static NativeCache choose() {
    String named = System.getProperty(NAMED, System.getProperty(NAMED_TOO));
    List<String> objections = new ArrayList<>();
    for (Path candidate : named == null ? candidates() : List.of(Path.of(named))) {
      try {
        allowsExecution(candidate);
        PrivateFolder.open(named == null ? candidate : withoutLinks(candidate));
        return new NativeCache(settle(candidate.toRealPath()), objections);
      } catch (IOException e) {
        objections.add(candidate + " " + text(e));
      }
    }
    return new NativeCache(null, objections);
  }

  private static List<Path> candidates() {
    List<Path> candidates = new ArrayList<>();
    String offered = System.getProperty(OFFERED);
    if (offered != null) {
      candidates.add(Path.of(offered));
    }
    Path home = Path.of(System.getProperty("user.home"));
    if (home.isAbsolute()) { // it is "?" for a user without one
      candidates.add(home.resolve(".assay").resolve("native"));
    }
    candidates.add(
        Path.of(System.getProperty("java.io.tmpdir"), "assay-native-" + PrivateFolder.user()));
    return candidates;
  }

  /** Asked before the folder is made. */
  private static void allowsExecution(Path folder) throws IOException {
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    String mount = Mounts.here().forbidding(existing.toRealPath());
    if (mount != null) {
      throw new IOException(
          "is on a file system from which nothing can be run (" + mount + " is mounted noexec)");
    }
  }

  /** A folder that the user names may be a link. */
  private static Path withoutLinks(Path folder) throws IOException {
    return Files.exists(folder) ? folder.toRealPath() : folder;
  }

  /**
   * Holds JavaCPP to the folder; it may have chosen one before, for another part of the program.
   */
  private static Path settle(Path folder) throws IOException {
    if (!Files.isWritable(folder)) {
      throw new AccessDeniedException(folder.toString());
    }
    System.setProperty(NAMED, folder.toString());
    Path actual = Loader.getCacheDir().toPath();
    if (!actual.equals(folder)) {
      try {
        PrivateFolder.check(actual);
      } catch (IOException e) {
        throw new IOException(
            "is not used: JavaCPP already uses " + actual + ", which " + e.getMessage(), e);
      }
    }
    return actual;
  }

  private static String text(IOException problem) {
    if (problem instanceof AccessDeniedException) {
      return "cannot be written";
    }
    return problem instanceof FileSystemException system
        ? "cannot be made (" + system.getReason() + ")"
        : problem.getMessage();
  }
}
