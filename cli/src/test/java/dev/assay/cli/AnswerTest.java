package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results for scripts: one document on standard output, and nothing beside it. */
class AnswerTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  @TempDir private static Path folder;

  private static JsonNode answer(String... args) throws IOException {
    String[] all = new String[args.length + 1];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--json";
    Shell shell = Shell.run(all);
    assertThat(shell.err()).doesNotContain("assay: ");
    assertThat(shell.exit()).isZero();
    return JSON.readTree(shell.out());
  }

  @Test
  void aRunAndItsMeasures() throws IOException {
    String run = folder.resolve("run").toString();
    JsonNode trained =
        answer("train", "linear", "--data=glyphs", "--epochs=1", "--train-samples=128", "-o", run);
    assertThat(trained.path("command").asText()).isEqualTo("assay train");
    assertThat(trained.path("test_accuracy").isDouble()).isTrue();
    assertThat(Path.of(trained.path("report").asText())).isRegularFile();

    String report = folder.resolve("margins").toString();
    JsonNode margins = answer("margins", run, "--samples=20", "--space=input,pca:2", "-o", report);
    assertThat(margins.path("numbers").get(0).path("label").asText())
        .isEqualTo("median margin, input");
    assertThat(margins.path("numbers").get(0).path("value").asDouble()).isPositive();
    assertThat(margins.path("report").asText()).isEqualTo(report + "/report.html");

    JsonNode measured =
        answer("measure", run, "--measure=parameters", "--store=" + folder.resolve("store"));
    assertThat(measured.path("numbers").get(0).path("value").isNumber()).isTrue();

    JsonNode runs = answer("runs", folder.toString());
    assertThat(runs.path("runs")).hasSize(2);
    JsonNode compared = answer("compare", run, report);
    assertThat(compared.path("key_numbers").get(0).path("values")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "doctor",
        "data",
        "data glyphs",
        "model show cnn",
        "model explain linear",
        "measure list",
        "completion"
      })
  void whateverIsPrintedIsADocument(String command) throws IOException {
    JsonNode answer = answer(command.split(" "));
    assertThat(answer.size()).isGreaterThan(1);
  }

  @Test
  void aFailureLeavesStandardOutputEmpty() {
    Shell shell = Shell.run("margins", "nowhere", "--json");
    assertThat(shell.exit()).isNotZero();
    assertThat(shell.out()).isEmpty();
    assertThat(shell.errors()).hasSize(1);
  }
}
