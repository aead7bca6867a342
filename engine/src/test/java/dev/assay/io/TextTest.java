package dev.assay.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

  @ParameterizedTest
  @ValueSource(strings = {"de-DE", "ar-EG-u-nu-arab", "th-TH-u-nu-thai", "tr-TR", "fr-CH"})
  void numbersAreWrittenAlikeUnderEveryLocale(String language) {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(language));
    try {
      assertThat(Text.format("%.2f %d %,d %e %S", 2.5, 42, 1234567, 1e-9, "title"))
          .isEqualTo("2.50 42 1,234,567 1.000000e-09 TITLE");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void whatCouldNotBeSeenIsShown() {
    shows("plain ünïcode ℓ₂ 数 😀 \\n", "plain ünïcode ℓ₂ 数 😀 \\n");
    shows("\33[2J\33]0;t\7", "\\u001b[2J\\u001b]0;t\\u0007");
    shows("a\nb\r\tc\0\177", "a\\nb\\r\\tc\\u0000\\u007f");
    shows("" + (char) 0x9b + "31m" + (char) 0x85, "\\u009b31m\\u0085");
    shows("" + (char) 0x202e + "gpj" + (char) 0x2066 + (char) 0x200f, "\\u202egpj\\u2066\\u200f");
    shows("" + (char) 0x2028 + (char) 0x2029 + (char) 0xfeff, "\\u2028\\u2029\\ufeff");
    shows(Character.toString(0xe0041), "\\udb40\\udc41");
    shows((char) 0xd83d + "x" + (char) 0xde00, "\\ud83dx\\ude00");
  }

  private static void shows(String text, String shown) {
    assertThat(Text.visible(text)).isEqualTo(shown);
  }
}
