package dev.assay.paper.missing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.data.Dataset;
import dev.assay.data.Provenance;
import dev.assay.io.BadInputException;
import dev.assay.reproduction.Laboratory;
import dev.assay.reproduction.NetworkKind;
import dev.assay.reproduction.Paper;
import dev.assay.reproduction.PaperCase;
import dev.assay.reproduction.SideBySide;
import dev.assay.study.Claim;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.tensor.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExperimentTest extends PaperCase {
  private static Size small(NetworkKind networks) {
    List<Integer> sizes = networks == NetworkKind.MLP ? List.of(8, 24) : List.of(4, 12);
    return new Size(2, 100, 60, sizes, 0.2, 15, 20, 15, sizes.get(0), List.of(0.4));
  }

  private static Report on(NetworkKind networks, Laboratory laboratory) {
    return new Experiment(laboratory, small(networks), networks).run();
  }

  @ParameterizedTest
  @EnumSource(NetworkKind.class)
  void missingMargin(NetworkKind networks) throws IOException {
    Report report =
        reproduced(
            laboratory -> on(networks, laboratory), "C1", "C2", "C3", "C4", "C5", "C6", "C7");

    assertThat(table(report, "networks").rows()).hasSize(2 * 3 * 2);
    assertThat(table(report, "noise").rows()).hasSize(2 * 3);
    // a random label makes a near sample an enemy, noise instead of an image is far from all
    for (List<Object> row : table(report, "neighbours").rows()) {
      if (row.get(1).equals("Gaussian inputs") && row.get(2).equals("corrupted")) {
        assertThat((Double) row.get(4)).isGreaterThan(6);
      }
    }
    assertThat(report.provenance()).containsEntry("network", networks.name());
  }

  /** The paper at a size for tests. */
  private static final class Small implements Paper {
    @Override
    public String name() {
      return "small";
    }

    @Override
    public Citation citation() {
      return new MissingMargin().citation();
    }

    @Override
    public Report reproduce(Laboratory laboratory, Scale scale, NetworkKind network) {
      return on(network, laboratory);
    }
  }

  /** Two kinds in one report, each with the numbers that it has alone. */
  @Test
  void bothKindsSideBySide() {
    Report mlp = on(NetworkKind.MLP, laboratory("first"));

    Report both =
        SideBySide.of(
            new Small(),
            laboratory("first"),
            Paper.Scale.QUICK,
            List.of(NetworkKind.MLP, NetworkKind.CNN));

    assertThat(both.title()).endsWith(": perceptrons and convolutional networks");
    assertThat(both.claims().stream().map(Claim::id))
        .startsWith("mlp-C1", "mlp-C2")
        .endsWith("cnn-C6", "cnn-C7")
        .hasSize(14);
    assertThat(both.claims().get(0).numbers()).isEqualTo(mlp.claims().get(0).numbers());
    List<List<Object>> verdicts = table(both, "verdicts").rows();
    assertThat(verdicts).hasSize(14);
    for (int i = 0; i < verdicts.size(); i++) {
      Claim claim = both.claims().get(i % 2 * 7 + i / 2);
      assertThat(verdicts.get(i))
          .startsWith(
              claim.id().substring(4),
              i % 2 == 0 ? "perceptrons" : "convolutional networks",
              claim.verdict().words())
          .endsWith(claim.statement());
      assertThat(verdicts.get(i).subList(3, 8)).isEqualTo(first(claim.numbers()));
      assertThat((String) verdicts.get(i).get(8)).matches(claim.open().isEmpty() ? "" : ".+");
      assertThat(String.join("\n", both.summary())).contains(claim.id().substring(4) + " (");
    }
    assertThat(both.notes()).doesNotHaveDuplicates();
    assertThat(points(both, "What differs from the paper"))
        .hasSize(4)
        .anyMatch(point -> point.contains("which DeepFool is the first"));
    assertThat(points(both, "perceptrons: What differs from the paper"))
        .singleElement()
        .asString()
        .contains("perceptrons with one hidden layer");
    assertThat(points(both, "convolutional networks: What differs from the paper")).hasSize(1);
    assertThat(both.summary()).doesNotHaveDuplicates();
    assertThat(both.summary().stream().filter(text -> text.startsWith("The paper: "))).hasSize(1);
    assertThat(both.notes())
        .filteredOn(note -> note.contains("bootstrap intervals"))
        .singleElement()
        .asString()
        .doesNotStartWith("perceptrons");
    assertThat(table(both, "cnn-networks").title()).isEqualTo("convolutional networks: Networks");
  }

  /** A number as the table of verdicts has it; nothing where there is none. */
  private static List<Object> first(List<Quantity> numbers) {
    if (numbers.isEmpty()) {
      return Arrays.asList(null, null, null, null, null);
    }
    Quantity first = numbers.get(0);
    Quantity.Interval interval = first.interval();
    return Arrays.asList(
        first.value(),
        interval == null ? null : interval.low(),
        interval == null ? null : interval.high(),
        first.unit(),
        first.label());
  }

  private static List<String> points(Report report, String title) {
    return report.sections().stream()
        .filter(section -> section.title().equals(title))
        .flatMap(section -> section.points().stream())
        .toList();
  }

  /** Labels of which nothing can be learned in one step. */
  @Test
  void groupsThatTheLargestNetworksDoNotFitAreNamed() {
    Size hardly = new Size(2, 100, 60, List.of(1, 2), 0.05, 1, 100, 2, 1, List.of());

    assertThatThrownBy(() -> new Experiment(laboratory("first"), hardly, NetworkKind.CNN).run())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("data set glyphs")
        .hasMessageContaining("corrupted samples, trained with wrong labels, 2 channels: 0 of 2");
  }

  @Test
  void imagesThatAreTooSmallAreAnErrorBeforeAnyWork() {
    Dataset tiny =
        Dataset.of(
            Shape.image(1, 3, 3),
            new float[100 * 9],
            IntStream.range(0, 100).map(i -> i % 2).toArray(),
            List.of("a", "b"),
            new Provenance("tiny", "train", Map.of()));

    assertThatThrownBy(() -> on(NetworkKind.CNN, laboratory("a", new Some(tiny, tiny))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("images of 3×3 pixels are too small")
        .hasMessageContaining("4×4");
    assertThat(folder.resolve("a/cells")).isEmptyDirectory();
  }
}
