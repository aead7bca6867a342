package dev.assay.kernels;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The mounted file systems, as Linux lists them. */
final class Mounts {
  private static final int POINT = 4;
  private static final int OPTIONS = 5;

  private final List<String> lines;

  /**
   * @param lines in the format of {@code /proc/self/mountinfo}
   */
  Mounts(List<String> lines) {
    this.lines = lines;
  }

  static Mounts here() {
    try {
      // names of mount points may be in any encoding
      return new Mounts(
          Files.readAllLines(Path.of("/proc/self/mountinfo"), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return new Mounts(List.of());
    }
  }

  /**
   * The mount point of the folder's file system if nothing there may be run (mounted {@code
   * noexec}), else null.
   *
   * @param folder without links
   */
  String forbidding(Path folder) {
    String path =
        new String(folder.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    String found = null;
    boolean forbids = false;
    for (String line : lines) {
      String[] fields = line.split(" ");
      if (fields.length <= OPTIONS) {
        continue;
      }
      String point = unescaped(fields[POINT]);
      // of several mounted at one place, the last is seen
      if (isWithin(path, point) && (found == null || point.length() >= found.length())) {
        found = point;
        forbids = List.of(fields[OPTIONS].split(",")).contains("noexec");
      }
    }
    return forbids ? found : null;
  }

  private static boolean isWithin(String path, String point) {
    return point.equals("/")
        || path.startsWith(point)
            && (path.length() == point.length() || path.charAt(point.length()) == '/');
  }

  /** Blanks and backslashes are written as a backslash and three octal digits. */
  private static String unescaped(String field) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) == '\\' && i + 3 < field.length()) {
        text.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        text.append(field.charAt(i));
      }
    }
    return text.toString();
  }
}
