package dev.assay.paper.generalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.io.BadInputException;
import dev.assay.predictor.Predictor;
import dev.assay.predictor.Predictors;
import dev.assay.reproduction.ConvolutionalNetworks;
import dev.assay.reproduction.Family;
import dev.assay.reproduction.Paper;
import dev.assay.reproduction.PaperCase;
import dev.assay.study.Claim;
import dev.assay.study.Report;
import dev.assay.study.Table;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExperimentTest extends PaperCase {

  /** Four networks, of which two have twins. */
  private static Size small(double loss) {
    return new Size(
        new ConvolutionalNetworks(
            60,
            100,
            4,
            List.of(2, 4),
            List.of(0.0),
            List.of(1),
            List.of(1, 2),
            List.of(0.0),
            List.of(10),
            1e-2,
            60,
            loss),
        0.05,
        12);
  }

  /** Some predictors, and one that applies to none of the networks. */
  private static List<Predictor> some() {
    Set<String> names = Set.of("output-margin", "constrained-margin");
    return Stream.concat(
            Predictors.all().stream()
                .filter(
                    each -> names.contains(each.name()) || Hidden.MARGINS.contains(each.name())),
            Stream.of(
                new Predictor(
                    "endless",
                    "",
                    "",
                    Predictor.Cost.SEARCH,
                    trained -> {
                      throw new BadInputException("would take for ever");
                    })))
        .toList();
  }

  @Test
  void generalization() throws IOException {
    Report report =
        reproduced(
            bars(90, 100),
            laboratory -> new Experiment(laboratory, small(0.6), some()).run(),
            "A1",
            "A2",
            "A3",
            "A4",
            "A5",
            "A6",
            "A7",
            "B5",
            "F1",
            "G1",
            "G2",
            "G3",
            "H1");

    assertThat(table(report, "family").rows()).hasSize(2 * 4 + 2 * 2);
    Table repeated = table(report, "repeated");
    assertThat(repeated.rows()).hasSize(6);
    assertThat(table(report, "undefined").rows().toString())
        .contains("endless", "would take for ever");
    assertThat(repeated.columns())
        .extracting(Table.Column::name)
        .startsWith("rank", "measure", "tau", "low", "high", "tau_again");
    assertThat(report.figures())
        .extracting(figure -> figure.heading().name())
        .contains(
            "tau", "tau-by-axis", "repeated", "gap-by-axis-constrained-margin", "hidden-margins");
    assertThat(report.notes().toString()).contains("simultaneous", "shifted test set");
    assertThat(report.claims().get(5).verdict()).isEqualTo(Claim.Verdict.HOLDS);
  }

  @Test
  void networksThatMissTheCriterionLeaveNothingToOrder() {
    assertThatThrownBy(() -> new Experiment(laboratory("a"), small(1e-9), some()).run())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("of 4 networks of seed 5 only 0 were trained until");
  }

  @Test
  void otherNetworksAreAnErrorBeforeAnyWork() {
    refusesPerceptrons(new Generalization());
  }

  /** As many as the competition's first task has, and enough at the quick scale. */
  @Test
  void scales() {
    Size quick = Size.of(Paper.Scale.QUICK);
    Size full = Size.of(Paper.Scale.FULL);

    assertThat(quick.family().size()).isEqualTo(32);
    assertThat(full.family().size()).isEqualTo(96);
    assertThat(audited(quick)).isEqualTo(16);
    assertThat(audited(full)).isEqualTo(24);
  }

  private long audited(Size size) {
    List<Family.Member> members = size.family().family(laboratory("a")).members(1);
    return members.stream().filter(size::isAudited).count();
  }
}
