package dev.assay.peers;

import org.bytedeco.openblas.global.openblas_full;

/** Which processor family's kernels OpenBLAS uses in this process. */
final class BlasCore {

  private BlasCore() {}

  static String describe() {
    return "OpenBLAS core " + openblas_full.openblas_get_corename().getString();
  }
}
