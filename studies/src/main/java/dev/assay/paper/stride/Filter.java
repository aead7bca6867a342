package dev.assay.paper.stride;

import dev.assay.nn.AntiAlias;

/** What is between pooling and subsampling. */
enum Filter {
  NONE("no filter", 0),
  BLUR_2("blur of 2", 2),
  BLUR_3("blur of 3", 3),
  BLUR_5("blur of 5", 5),

  /** Adaptive polyphase sampling; then all windows are circular. */
  POLYPHASE("polyphase", 0);

  private final String words;
  private final int taps;

  Filter(String words, int taps) {
    this.words = words;
    this.taps = taps;
  }

  String words() {
    return words;
  }

  AntiAlias antiAlias() {
    return new AntiAlias(taps);
  }
}
