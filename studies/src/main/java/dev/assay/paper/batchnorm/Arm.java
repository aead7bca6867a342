package dev.assay.paper.batchnorm;

/** What twins differ in. */
enum Arm {
  PLAIN("without BatchNorm"),
  NORMALISED("with BatchNorm");

  private final String words;

  Arm(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
