package dev.assay.backend.cuda;

import dev.assay.io.Text;
import java.util.Arrays;
import java.util.List;

/**
 * What the kernels are compiled for.
 *
 * @param capability compute capability times ten, for example 90
 * @param portable PTX, which the driver compiles for the card, instead of machine code
 */
record Target(int capability, boolean portable) {

  /**
   * Machine code where the compiler knows the card: a driver may be too old for the compiler's PTX.
   * For a card that is newer than the compiler, PTX for the newest that it knows.
   *
   * @param card capability of the card
   * @param known capabilities that the compiler knows
   * @throws IllegalStateException if the card is older than all of them
   */
  static Target of(int card, int[] known) {
    int newest = Arrays.stream(known).filter(one -> one <= card).max().orElse(0);
    if (newest == 0) {
      throw new IllegalStateException(
          Text.format(
              "NVRTC compiles for compute capabilities %s, this card has %d; install an older NVRTC",
              Arrays.toString(known), card));
    }
    return new Target(newest, newest < card);
  }

  /** Options of NVRTC and of nvcc. */
  List<String> options() {
    String architecture = portable ? "compute_" : "sm_";
    return List.of("--gpu-architecture=" + architecture + capability, "--std=c++17");
  }
}
