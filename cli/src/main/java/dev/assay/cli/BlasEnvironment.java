package dev.assay.cli;

import dev.assay.io.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Environment variables that make OpenBLAS slower than this processor allows. */
final class BlasEnvironment {
  private static final Set<String> AVX512_CORES =
      Set.of("SKYLAKEX", "COOPERLAKE", "SAPPHIRERAPIDS", "ZEN4", "ZEN5");
  private static final Set<String> AVX2_CORES = Set.of("HASWELL", "ZEN", "EXCAVATOR");

  private BlasEnvironment() {}

  /**
   * @param core the processor family that OpenBLAS took
   */
  static List<String> warnings(Map<String, String> environment, String core, Processor processor) {
    List<String> warnings = new ArrayList<>();
    String forced = environment.getOrDefault("OPENBLAS_CORETYPE", "");
    if (!forced.isBlank()) {
      warnings.add(
          Text.format(
              "OPENBLAS_CORETYPE=%s chooses its kernels%s; unset it",
              forced,
              width(core) < width(processor)
                  ? ", and this processor can do better (" + best(processor) + ")"
                  : " instead of the processor"));
    } else if (width(core) < width(processor)) {
      warnings.add(
          Text.format(
              "OpenBLAS took %s kernels, and this processor has %s", core, best(processor)));
    }
    for (String name : List.of("OPENBLAS_L2_SIZE", "OPENBLAS_BLOCK_FACTOR")) {
      String value = environment.getOrDefault(name, "");
      if (!value.isBlank()) {
        warnings.add(Text.format("%s=%s changes its blocking; unset it", name, value));
      }
    }
    return warnings;
  }

  private static int width(String core) {
    String name = core.toUpperCase(Locale.ROOT);
    return AVX512_CORES.contains(name) ? 512 : AVX2_CORES.contains(name) ? 256 : 128;
  }

  private static int width(Processor processor) {
    Set<String> features = processor.features();
    return features.contains("avx512vl") && features.contains("avx512bw")
        ? 512
        : features.contains("avx2") && features.contains("fma") ? 256 : 128;
  }

  private static String best(Processor processor) {
    return width(processor) == 512 ? "AVX-512" : "AVX2";
  }
}
