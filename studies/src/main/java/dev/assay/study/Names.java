package dev.assay.study;

import dev.assay.io.Text;
import java.util.regex.Pattern;

/** Names that become file names: short, lower case, the same on every file system. */
final class Names {
  private static final Pattern FILE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,79}");

  private Names() {}

  static String file(String name, String of) {
    if (!FILE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          Text.format(
              "%s named \"%s\": expected 1 to 80 of a-z, 0-9, - and _, starting with a letter or digit",
              of, name));
    }
    return name;
  }

  static String text(String text, String of) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(of + " must not be blank");
    }
    return text;
  }
}
