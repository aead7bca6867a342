package dev.assay.io;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The known name that someone most likely meant by one that is not known. */
public final class Nearest {
  private static final int LONGEST = 64;

  private Nearest() {}

  /**
   * The nearest of some names, or nothing if none is near: at most a third of the letters are
   * changed, added, missing or swapped with their neighbour, or one name is a part of the other, as
   * {@code rate} is of {@code learning-rate}. Capital letters do not count.
   */
  public static Optional<String> to(String given, Collection<String> known) {
    record Candidate(String name, int distance) {}
    if (given.length() > LONGEST) {
      return Optional.empty();
    }
    String wanted = bare(given);
    return known.stream()
        .filter(name -> name.length() <= LONGEST)
        .map(name -> new Candidate(name, distance(wanted, bare(name))))
        .filter(
            c ->
                3 * c.distance() <= Math.max(3, Math.max(wanted.length(), bare(c.name()).length())))
        .min(Comparator.comparingInt(Candidate::distance))
        .map(Candidate::name);
  }

  /** {@code "; did you mean NAME?"}, or nothing. */
  public static String hint(String given, Collection<String> known) {
    return to(given, known).map(name -> "; did you mean " + name + "?").orElse("");
  }

  /** Without the dashes of options. */
  private static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceFirst("^-+", "");
  }

  private static int distance(String a, String b) {
    return isPart(a, b) || isPart(b, a) ? 1 : edits(a, b);
  }

  private static boolean isPart(String part, String whole) {
    List<String> parts = Arrays.asList(whole.split("[-_ :.]"));
    return parts.size() > 1 && parts.contains(part);
  }

  /** Changed, added, missing and swapped letters (optimal string alignment). */
  private static int edits(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
