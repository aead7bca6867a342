package dev.assay.reproduction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.data.Provenance;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layers;
import dev.assay.reproduction.Family.Hyperparameter;
import dev.assay.reproduction.Family.Member;
import dev.assay.store.TrainingSpec;
import dev.assay.tensor.Shape;
import dev.assay.train.Optimizer;
import dev.assay.train.TrainingConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A family along axes that no paper has. */
class FamilyTest {
  private static final Hyperparameter FILTERS =
      new Hyperparameter("filters", "channels", List.of(2, 3));
  private static final Hyperparameter RATE =
      new Hyperparameter("rate", "of steps", List.of(1e-3, 1e-2, 1e-1));

  private static final Family FAMILY =
      new Family(
          List.of(FILTERS, RATE),
          setting ->
              new TrainingSpec(
                  Architecture.of(
                      Shape.image(1, 4, 4),
                      Layers.conv(setting.integer("filters"), Layers.kernel(3)),
                      Layers.flatten(),
                      Layers.dense(2)),
                  new Provenance("some", "train", Map.of()),
                  new Provenance("some", "test", Map.of()),
                  TrainingConfig.of(Optimizer.sgd(setting.real("rate")), 1, setting.seed()),
                  List.of()));

  @Test
  void thereIsOneMemberForEachCombination() {
    List<Member> members = FAMILY.members(7);

    assertThat(members).hasSize(6);
    assertThat(members.stream().map(m -> m.setting().values().toString()))
        .startsWith("{filters=2, rate=0.001}", "{filters=2, rate=0.01}")
        .endsWith("{filters=3, rate=0.1}")
        .doesNotHaveDuplicates();
    assertThat(members.get(5).training().training().optimizer()).isEqualTo(Optimizer.sgd(0.1));
    assertThat(members).allMatch(m -> m.seed() == 7 && m.training().training().seed() == 7);
    assertThat(members.stream().map(Member::training)).doesNotHaveDuplicates();
  }

  @Test
  void membersThatDifferAlongOneAxisAreToldTogether() {
    List<Member> members = FAMILY.members(1);

    assertThat(members.stream().map(RATE::others).distinct()).hasSize(2);
    assertThat(members.stream().map(FILTERS::others).distinct()).hasSize(3);
  }

  @Test
  void aGridMayHaveGaps() {
    List<Member> members = FAMILY.members(1);

    assertThat(Family.grid(members).missing()).isEmpty();
    assertThat(Family.grid(members.subList(0, 5)).missing()).containsExactly(List.of(3, 0.1));
  }
}
