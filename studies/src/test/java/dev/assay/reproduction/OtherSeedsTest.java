package dev.assay.reproduction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtherSeedsTest {
  @Test
  void whatOneSeedPrefersIsChosenForTheOthersOnly() {
    Map<String, List<Double>> levels =
        Map.of("steady", List.of(2.0, 2.0, 2.0), "lucky", List.of(9.0, 0.0, 0.0));

    List<String> best =
        OtherSeeds.best(
            List.of(0L, 1L, 2L),
            List.of("steady", "lucky"),
            (name, seed) -> levels.get(name).get(seed.intValue()));

    assertThat(best).containsExactly("steady", "lucky", "lucky");
  }
}
