package dev.assay.cli;

import dev.assay.random.Streams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Data that take no time to be made or read: grey images of 8 × 8 pixels, ten classes. */
final class TinyData {
  private TinyData() {}

  /** A file of so many, of which a fifth is kept for testing. */
  static Path into(Path folder, int samples) throws IOException {
    long shades = Streams.key(3, "shades");
    StringBuilder rows = new StringBuilder();
    for (int sample = 0; sample < samples; sample++) {
      rows.append(sample % 10);
      for (int pixel = 0; pixel < 64; pixel++) {
        int lit = pixel / 6 == sample % 10 ? 128 : 0;
        int shade = (int) (127 * Streams.uniform(shades, 64L * sample + pixel));
        rows.append(',').append(lit + shade);
      }
      rows.append('\n');
    }
    return Files.writeString(folder.resolve("tiny.csv"), rows);
  }
}
