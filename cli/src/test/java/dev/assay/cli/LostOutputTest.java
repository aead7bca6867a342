package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results that nobody received are a failure. Runs real processes. */
class LostOutputTest {
  private record Ended(int exit, String err) {}

  @BeforeAll
  static void needsAShellAndAFullDevice() {
    assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full");
  }

  /** Runs a line of bash in which {@code assay} is this program. */
  private static Ended bash(String line) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "bash",
            "-c",
            "set -o pipefail; assay() { \"$JAVA\" -XX:TieredStopAtLevel=1 -cp \"$CLASSES\" dev.assay.cli.Main \"$@\"; }; "
                + line);
    builder
        .environment()
        .put("JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    builder.environment().put("CLASSES", System.getProperty("java.class.path"));
    Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), err);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "help train", "model show linear", "completion"})
  void aFullDiskIsOneLineAndOne(String command) throws Exception {
    assertLost("assay " + command + " > /dev/full");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "model show linear"})
  void aClosedOutputIsOneLineAndOne(String command) throws Exception {
    assertLost("assay " + command + " >&-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"completion", "--help"})
  void aReaderWhoHasSeenEnoughIsNoReasonForWords(String command) throws Exception {
    Ended ended = bash("assay " + command + " | true");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.exit()).isEqualTo(141);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such-command", "model show /dev/null"})
  void anErrorKeepsItsCode(String command) throws Exception {
    Ended ended = bash("assay " + command + " > /dev/full");

    assertThat(ended.err().lines()).hasSize(1);
    assertThat(ended.exit()).isEqualTo(command.startsWith("model") ? 1 : 2);
  }

  private static void assertLost(String line) throws Exception {
    Ended ended = bash(line);
    assertThat(ended.err().lines())
        .singleElement()
        .asString()
        .startsWith("assay: standard output cannot be written (");
    assertThat(ended.exit()).isEqualTo(1);
  }
}
