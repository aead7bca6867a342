package dev.assay.io;

import dev.assay.random.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Damages YAML, JSON and CSV in ways that still look like it. */
public final class TextMutations {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z_-]+|-?[0-9]+|\\s+|.");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1",
          "2",
          "3",
          "7",
          "1024",
          "1025",
          "65536",
          "100000",
          "2147483647",
          "2147483648",
          "-2147483648",
          "9223372036854775807",
          "1e999",
          "1e-999",
          "0.5",
          "NaN",
          "Infinity",
          "1".repeat(400),
          "0x7f",
          "1_000",
          "1:30");

  private static final List<String> PIECES =
      List.of(
          "null",
          "true",
          "{}",
          "[]",
          "[",
          "{",
          "}",
          "]",
          ",",
          ":",
          "\"",
          "'",
          "&a ",
          "*a",
          "<<: *a",
          "!!binary ",
          "!x ",
          "---\n",
          "...\n",
          "# ",
          "\n",
          "\t",
          "\u0000",
          "\u202e",
          "\ud800",
          "? ",
          "| \n",
          "%YAML 9.9\n",
          "[".repeat(3000),
          "a".repeat(5000),
          "max-pool: {kernel: 2}");

  private TextMutations() {}

  /** A copy with one to three pieces removed, repeated, exchanged or made extreme. */
  public static String mutate(String original, long key) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(original);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    if (Streams.integer(key, 4, 3) == 0 && original.contains("\n")) {
      return lines(new ArrayList<>(List.of(original.split("\n", -1))), key);
    }
    int changes = 1 + Streams.integer(key, 0, 3);
    for (int c = 0; c < changes && !tokens.isEmpty(); c++) {
      change(tokens, Streams.key(key, 1 + c));
    }
    return String.join("", tokens);
  }

  /** One line removed, repeated, or moved elsewhere. */
  private static String lines(List<String> lines, long key) {
    int at = Streams.integer(key, 5, lines.size());
    int other = Streams.integer(key, 6, lines.size());
    switch (Streams.integer(key, 7, 3)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(other, lines.get(at));
      default -> lines.add(other, lines.remove(at));
    }
    return String.join("\n", lines);
  }

  private static void change(List<String> tokens, long key) {
    int at = Streams.integer(key, 0, tokens.size());
    int other = Streams.integer(key, 1, tokens.size());
    int end = Math.min(tokens.size(), at + 1 + Streams.integer(key, 2, 12));
    List<String> some = List.copyOf(tokens.subList(at, end));
    switch (Streams.integer(key, 3, 15)) {
      case 0 -> tokens.subList(at, end).clear();
      case 1 -> tokens.addAll(end, some);
      case 2 -> tokens.addAll(other, some);
      case 3 -> tokens.set(at, tokens.get(other));
      case 4 -> tokens.add(at, PIECES.get(Streams.integer(key, 4, PIECES.size())));
      default -> {
        String number = NUMBERS.get(Streams.integer(key, 4, NUMBERS.size()));
        tokens.set(numberFrom(tokens, at), number);
      }
    }
  }

  /** The next place with a number, from the front again after the end; {@code at} without one. */
  private static int numberFrom(List<String> tokens, int at) {
    for (int i = 0; i < tokens.size(); i++) {
      int place = (at + i) % tokens.size();
      if (Character.isDigit(tokens.get(place).charAt(tokens.get(place).length() - 1))) {
        return place;
      }
    }
    return at;
  }
}
