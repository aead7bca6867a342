package dev.assay.kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/**
 * A folder that nobody but this process's user (and root) can change: it belongs to the user,
 * others cannot write it, and nobody else can put another in its place. What lies in such a folder
 * may be run.
 */
final class PrivateFolder {
  private static final int OTHERS = 0077;
  private static final int OTHERS_WRITE = 0022;

  /** In a folder with this bit, only the owner of an entry can rename or remove it. */
  private static final int STICKY = 01000;

  private static final int ROOT = 0;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFolder() {}

  /**
   * Makes the folder, or takes the one that is there, and closes it to others.
   *
   * @throws IOException if it cannot be made or is not private; the message says what is wrong, to
   *     stand after the folder's name
   */
  static void open(Path folder) throws IOException {
    FileAttribute<Set<PosixFilePermission>> ownerOnly =
        PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(folder, ownerOnly);
    }
    check(folder);
    if ((mode(attributes(folder)) & OTHERS) != 0) {
      Files.setPosixFilePermissions(folder, OWNER_ONLY);
    }
  }

  /**
   * The same for a folder within a private one.
   *
   * @throws IOException whose message says which folder must be removed and why
   */
  static Path open(Path folder, String name) throws IOException {
    Path inner = folder.resolve(name);
    try {
      open(inner);
      return inner;
    } catch (IOException e) {
      throw new IOException(inner + " " + e.getMessage() + "; remove it", e);
    }
  }

  /**
   * Looks whether a folder is private as it is.
   *
   * @throws IOException as from {@link #open(Path)}
   */
  static void check(Path folder) throws IOException {
    if (Files.isSymbolicLink(folder)) {
      throw new IOException("is a link");
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException("is not a folder");
    }
    Path real = folder.toRealPath();
    Map<String, Object> own = attributes(real);
    if (owner(own) != User.ID) {
      throw new IOException("belongs to " + user(owner(own)) + ", not to you, " + user(User.ID));
    }
    if ((mode(own) & OTHERS_WRITE) != 0) {
      throw new IOException("can be written by others");
    }
    for (Path parent = real.getParent(); parent != null; parent = parent.getParent()) {
      Map<String, Object> its = attributes(parent);
      if (owner(its) != User.ID && owner(its) != ROOT) {
        throw new IOException("lies in " + parent + ", which belongs to " + user(owner(its)));
      }
      if ((mode(its) & OTHERS_WRITE) != 0 && (mode(its) & STICKY) == 0) {
        throw new IOException("lies in " + parent + ", which can be written by others");
      }
    }
  }

  /** Whether a file belongs to this process's user. */
  static boolean isOwn(Path file) throws IOException {
    return owner(attributes(file)) == User.ID;
  }

  /** The number of this process's effective user. */
  static int user() {
    return User.ID;
  }

  private static Map<String, Object> attributes(Path file) throws IOException {
    return Files.readAttributes(file, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
  }

  private static int owner(Map<String, Object> attributes) {
    return (Integer) attributes.get("uid");
  }

  private static int mode(Map<String, Object> attributes) {
    return (Integer) attributes.get("mode");
  }

  private static String user(int id) {
    return id == ROOT ? "root" : "user " + id;
  }

  /** Asked of the kernel: the property {@code user.name} is what anybody says it is. */
  private static final class User {
    static final int ID = read();

    private static int read() {
      try {
        // Uid: real, effective, saved, of the file system
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("Uid:"))
            .map(line -> Integer.parseUnsignedInt(line.split("\\s+")[2]))
            .findFirst()
            .orElse(-1);
      } catch (IOException e) {
        return -1; // nobody: nothing is private
      }
    }
  }
}
