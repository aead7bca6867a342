package dev.assay.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TargetTest {
  private static final int[] KNOWN = {75, 80, 90, 100, 120};

  @Test
  void aKnownCardGetsMachineCode() {
    assertThat(Target.of(90, KNOWN)).isEqualTo(new Target(90, false));
    assertThat(Target.of(90, KNOWN).options()).contains("--gpu-architecture=sm_90");
  }

  @Test
  void anUnknownCardGetsPtxForTheNewestBeforeIt() {
    assertThat(Target.of(130, KNOWN)).isEqualTo(new Target(120, true));
    assertThat(Target.of(89, KNOWN)).isEqualTo(new Target(80, true));
    assertThat(Target.of(89, KNOWN).options()).contains("--gpu-architecture=compute_80");
  }

  @Test
  void anOlderCardIsAnError() {
    assertThatThrownBy(() -> Target.of(70, KNOWN))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[75, 80, 90, 100, 120]")
        .hasMessageContaining("70");
  }
}
