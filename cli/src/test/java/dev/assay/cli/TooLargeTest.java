package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What needs more than there is says so in one line, before anything is allocated. */
@Timeout(30)
class TooLargeTest {
  @TempDir private Path folder;

  private Path network(String... layers) throws IOException {
    return Files.writeString(
        folder.resolve("net.yaml"),
        "input: [1, 28, 28]\nlayers:\n  - " + String.join("\n  - ", layers) + "\n");
  }

  private static String[] train(Path network, String... more) {
    String[] tiny = TinyRun.into(network.resolveSibling("out"), more);
    tiny[1] = network.toString();
    return tiny;
  }

  private static void assertRefused(String says, String... command) {
    Shell shell = Shell.run(command);
    assertThat(shell.exit()).isEqualTo(1);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.errors()).singleElement().asString().contains(says);
  }

  @Test
  void anArchitectureThatNoArrayHolds() throws IOException {
    for (String[] refused :
        new String[][] {
          {
            "layer 2 (dense) is too large: 100000×100000 has 10000000000 elements",
            "flatten",
            "dense: {units: 100000}",
            "dense: {units: 100000}"
          },
          {
            "layer 0 (conv2d): stride must be at most 1024, got 2147483647",
            "conv2d: {channels: 1, kernel: 1, stride: 2147483647}"
          }
        }) {
      String file = network(java.util.Arrays.copyOfRange(refused, 1, refused.length)).toString();
      assertRefused(refused[0], "model", "show", file);
      assertRefused(refused[0], "model", "explain", file, "--backend", "reference");
      assertRefused(refused[0], train(Path.of(file)));
    }
  }

  @Test
  void aBatchThatNoArrayHolds() {
    for (String batch : new String[] {"2147483647", "5000000"}) {
      assertRefused(
          "training with batches of " + batch + " needs arrays of more than 2147483632 values",
          "model",
          "explain",
          "mlp",
          "--batch",
          batch,
          "--backend",
          "reference");
    }
  }

  @Test
  void aNetworkThatTheHeapCannotHold() throws IOException {
    String dense = "dense: {units: 40000}";
    Path file = network("flatten", dense, dense, "dense: {units: 10}");
    assertRefused("a checkpoint of 1631840010 parameters with the optimiser's state", train(file));
  }

  @Test
  void aBatchThatTheHeapCannotHold() throws IOException {
    String[] wide = new String[10];
    java.util.Arrays.fill(wide, "conv2d: {channels: 60, kernel: 1, padding: 60}");
    wide[8] = "global-avg-pool";
    wide[9] = "dense: {units: 10}";
    assertRefused("MB for batches of 25 and", train(network(wide)));
  }

  @Test
  void adviceTellsTheHeapFromTheMachinesMemory() {
    assertThat(exhausted("Java heap space")).contains("out of memory").contains("set ASSAY_JAVA");
    assertThat(exhausted("GC overhead limit exceeded")).contains("set ASSAY_JAVA_OPTS=-Xmx");
    for (String cause : new String[] {"unable to create native thread", "Metaspace", "mmap"}) {
      assertThat(exhausted(cause))
          .contains("native memory (" + cause)
          .contains("a larger -Xmx leaves less");
    }
  }

  private static String exhausted(String cause) {
    StringWriter err = new StringWriter();
    assertThat(Failures.exhausted(new PrintWriter(err, true), new OutOfMemoryError(cause)))
        .isEqualTo(1);
    return err.toString();
  }
}
