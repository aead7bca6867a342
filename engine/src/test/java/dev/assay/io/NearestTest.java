package dev.assay.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> NAMES =
      List.of("mnist", "fashion-mnist", "cifar-10", "mlp", "cnn", "cnn-blur", "--rate", "kernel");

  @ParameterizedTest
  @CsvSource({
    "mnits, mnist",
    "MNIST, mnist",
    "mnst, mnist",
    "fashion, fashion-mnist",
    "cifar10, cifar-10",
    "cifar_10, cifar-10",
    "mlpp, mlp",
    "cn, cnn",
    "blur, cnn-blur",
    "--learning-rate, --rate",
    "--rat, --rate",
    "kernal, kernel"
  })
  void findsWhatWasMeant(String given, String meant) {
    assertThat(Nearest.to(given, NAMES)).contains(meant);
    assertThat(Nearest.hint(given, NAMES)).isEqualTo("; did you mean " + meant + "?");
  }

  @ParameterizedTest
  @CsvSource({"imagenet", "x", "resnet", "''", "--momentum"})
  void saysNothingWhereNothingIsNear(String given) {
    assertThat(Nearest.to(given, NAMES)).isEmpty();
    assertThat(Nearest.hint(given, NAMES)).isEmpty();
  }

  @Test
  void longTextIsNoName() {
    assertThat(Nearest.to("mnist".repeat(1_000_000), NAMES)).isEmpty();
    assertThat(Nearest.to("mnist", List.of("mnist".repeat(1_000_000)))).isEmpty();
  }
}
