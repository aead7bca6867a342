package dev.assay.io;

import java.util.Locale;

/** Text that people read: the same under every locale of the machine. */
public final class Text {
  private Text() {}

  /**
   * A pattern of {@link java.util.Formatter} filled in, with a point before decimals, commas
   * between thousands and the digits 0 to 9 wherever the program runs. Nothing else in Assay
   * formats.
   */
  public static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /**
   * One line in which every character is seen: what would move the cursor, begin a new line, colour
   * or re-order the text of a terminal or a page, or not show at all, is written as in Java, {@code
   * \n} or <code>&#92;u001b</code>. Names come from files, and files from anywhere.
   */
  public static String visible(String text) {
    if (text.codePoints().noneMatch(Text::unseen)) {
      return text;
    }
    StringBuilder seen = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> seen.append("\\n");
                case '\r' -> seen.append("\\r");
                case '\t' -> seen.append("\\t");
                default -> {
                  if (unseen(c)) {
                    for (char half : Character.toChars(c)) {
                      seen.append(format("\\u%04x", (int) half));
                    }
                  } else {
                    seen.appendCodePoint(c);
                  }
                }
              }
            });
    return seen.toString();
  }

  /** Controls (C0, C1), formats such as re-ordering and joiners, line ends, halves of pairs. */
  private static boolean unseen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
