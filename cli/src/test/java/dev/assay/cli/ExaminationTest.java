package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExaminationTest {
  private static final Processor WIDE =
      new Processor("wide", Set.of("avx2", "fma", "avx512f", "avx512bw", "avx512vl"));
  private static final Processor NARROW = new Processor("narrow", Set.of("avx2", "fma"));

  @Test
  void warnsWhereTheEnvironmentHoldsBlasBelowTheProcessor() {
    Map<String, String> forced = Map.of("OPENBLAS_CORETYPE", "Haswell");

    assertThat(BlasEnvironment.warnings(forced, "Haswell", WIDE))
        .singleElement()
        .asString()
        .contains("OPENBLAS_CORETYPE=Haswell")
        .contains("AVX-512")
        .contains("unset");
    assertThat(BlasEnvironment.warnings(Map.of(), "Cooperlake", WIDE)).isEmpty();
    assertThat(BlasEnvironment.warnings(Map.of(), "Haswell", NARROW)).isEmpty();
  }

  @Test
  void warnsOfForcedBlocking() {
    assertThat(BlasEnvironment.warnings(Map.of("OPENBLAS_L2_SIZE", "512"), "Cooperlake", WIDE))
        .singleElement()
        .asString()
        .contains("OPENBLAS_L2_SIZE=512");
  }

  @Test
  void readsTheProcessorFromLinux() {
    Processor processor =
        Processor.of(
            List.of("model name\t: Big Chip 9", "flags\t\t: fpu avx512f fma avx2 nonsense"));

    assertThat(processor.model()).isEqualTo("Big Chip 9");
    assertThat(processor.features()).containsExactly("fma", "avx2", "avx512f");
  }
}
