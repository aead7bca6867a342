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
}
