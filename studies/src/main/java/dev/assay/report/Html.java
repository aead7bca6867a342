package dev.assay.report;

import dev.assay.io.Text;
import java.util.List;

/** Text of a page as it grows. */
final class Html {
  private final StringBuilder out = new StringBuilder(1 << 16);

  /** Adds a line. */
  Html line(String... parts) {
    for (String part : parts) {
      out.append(part);
    }
    out.append('\n');
    return this;
  }

  /** Adds a paragraph of text, of a style or of none. */
  Html paragraph(String style, String text) {
    String open = style.isEmpty() ? "<p>" : "<p class=\"" + style + "\">";
    return line(open, escape(text), "</p>");
  }

  /** Links to files of one name. */
  Html files(String path, List<Format> formats) {
    if (formats.isEmpty()) {
      return this;
    }
    out.append("<p class=\"files\">");
    for (Format format : formats) {
      String file = path + format.ending();
      out.append("<a href=\"").append(file).append("\">").append(format.words()).append("</a> ");
    }
    return line("</p>");
  }

  String text() {
    return out.toString();
  }

  /**
   * Text that is safe between tags and in quoted attributes, in HTML and in XML, and whose
   * characters are all seen: names come from files, and one that re-orders text, say, must not lie.
   */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    String seen = String.join("\n", text.lines().map(Text::visible).toList());
    seen.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(c == 0xfffe || c == 0xffff ? 0xfffd : c);
              }
            });
    return safe.toString();
  }
}
