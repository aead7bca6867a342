package dev.assay.reproduction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.study.Claim;
import dev.assay.study.Claim.Verdict;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.Report.Section;
import dev.assay.study.Table;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SideBySideTest {
  private static final Quantity EFFECT = Quantity.of("effect", 5, "%").within(4, 6, 0.95);

  /** A paper that found something else on each kind of networks. */
  private static final class Found implements Paper {
    @Override
    public String name() {
      return "found";
    }

    @Override
    public Citation citation() {
      return new Citation("Title", "Authors", "2022", "1");
    }

    @Override
    public Report reproduce(Laboratory laboratory, Scale scale, NetworkKind kind) {
      boolean mlp = kind == NetworkKind.MLP;
      Claim first =
          new Claim(
                  "X1",
                  "It is large.",
                  mlp ? Verdict.HOLDS : Verdict.UNDECIDED,
                  "Seen.",
                  List.of(EFFECT, Quantity.of("other", 7)),
                  List.of())
              .openFor(List.of(EFFECT.saying("it takes 9 seeds"), Quantity.of("width", 3)));
      Claim second =
          new Claim("X2", "It is there.", Verdict.NOT_TESTED, "Not.", List.of(), List.of());
      return Report.titled("Found")
          .summary("The paper.")
          .summary("On " + kind.networks() + ".")
          .claim(first)
          .claim(second)
          .note("Intervals.")
          .note(mlp ? "Mine." : "Its.")
          .section(new Section("Differences", List.of("data", kind.networks())))
          .section(new Section("Settings", List.of("unknown")))
          .build();
    }
  }

  private static Report of(NetworkKind... kinds) {
    return SideBySide.of(new Found(), null, Paper.Scale.QUICK, List.of(kinds));
  }

  @Test
  void oneKindIsItsReport() {
    assertThat(of(NetworkKind.CNN).summary())
        .containsExactly("The paper.", "On convolutional networks.");
    assertThat(of(NetworkKind.CNN).claims()).extracting(Claim::id).containsExactly("X1", "X2");
    assertThat(of(NetworkKind.CNN).tables()).isEmpty();
  }

  @Test
  void eachStatementOnEachKind() {
    Table verdicts = of(NetworkKind.MLP, NetworkKind.CNN).tables().get(0);

    assertThat(verdicts.name()).isEqualTo("verdicts");
    assertThat(verdicts.rows())
        .containsExactly(
            List.of("X1", "perceptrons", "holds", 5.0, 4.0, 6.0, "%", "effect", "", "It is large."),
            List.of(
                "X1",
                "convolutional networks",
                "undecided at this scale",
                5.0,
                4.0,
                6.0,
                "%",
                "effect",
                "effect: it takes 9 seeds; width",
                "It is large."),
            nothing("perceptrons"),
            nothing("convolutional networks"));
  }

  private static List<Object> nothing(String networks) {
    return Arrays.asList(
        "X2", networks, "not tested", null, null, null, null, null, "", "It is there.");
  }

  @Test
  void whatBothSayIsSaidOnce() {
    Report both = of(NetworkKind.MLP, NetworkKind.CNN);

    assertThat(both.title()).isEqualTo("Found: perceptrons and convolutional networks");
    assertThat(both.summary())
        .containsExactly(
            "The paper.",
            "The same verdict on all kinds of networks: X2 (not tested).",
            "Not the same: X1 (perceptrons: holds, convolutional networks: undecided at this"
                + " scale).",
            "On perceptrons.",
            "On convolutional networks.");
    assertThat(both.notes())
        .containsExactly("Intervals.", "perceptrons: Mine.", "convolutional networks: Its.");
    assertThat(both.sections())
        .containsExactlyInAnyOrder(
            new Section("Differences", List.of("data")),
            new Section("Settings", List.of("unknown")),
            new Section("perceptrons: Differences", List.of("perceptrons")),
            new Section("convolutional networks: Differences", List.of("convolutional networks")));
    assertThat(both.claims())
        .extracting(Claim::id)
        .containsExactly("mlp-X1", "mlp-X2", "cnn-X1", "cnn-X2");
  }
}
