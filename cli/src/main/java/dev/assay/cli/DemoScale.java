package dev.assay.cli;

import dev.assay.backend.Backend;
import dev.assay.io.Text;

/**
 * How much the demo does, so that it ends within two minutes on two cores.
 *
 * @param train training glyphs
 * @param epochs of each network
 * @param samples whose margins are measured
 */
record DemoScale(int train, int epochs, int samples) {
  private static final DemoScale WHOLE = new DemoScale(10_000, 5, 400);
  private static final DemoScale REDUCED = new DemoScale(600, 3, 10);

  static DemoScale of(Backend backend) {
    return backend.name().equals("reference") ? REDUCED : WHOLE;
  }

  boolean reduced() {
    return this != WHOLE;
  }

  /** What is going to happen. */
  String remark(Backend backend) {
    return reduced()
        ? Text.format(
            "%s; it is slow, so the demo is scaled down: %,d glyphs, %d epochs, %d margins",
            backend.description(), train, epochs, samples)
        : Text.format(
            "%s; two networks on %,d glyphs, %d epochs each, then %d margins in three spaces: about a minute",
            backend.description(), train, epochs, samples);
  }
}
