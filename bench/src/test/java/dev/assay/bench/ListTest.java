package dev.assay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@code bench/run -l} names what JMH knows, and does not build. */
class ListTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path folder;

  private List<String> run(String... arguments) throws IOException, InterruptedException {
    Path maven = folder.resolve("mvn");
    Files.writeString(maven, "#!/bin/sh\necho it builds\nexit 1\n");
    assertThat(maven.toFile().setExecutable(true)).isTrue();
    List<String> command = new java.util.ArrayList<>(List.of("bench/run"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true);
    builder.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.lines().toList();
  }

  @Test
  void namesAreThoseThatJmhKnows() throws IOException, InterruptedException {
    List<String> known =
        BenchmarkList.defaultList()
            .getAll(
                OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
            .stream()
            .map(entry -> entry.getUsername())
            .sorted()
            .toList();
    assertThat(known).hasSizeGreaterThan(10);
    assertThat(run("-l")).isEqualTo(known);
  }

  @Test
  void namesAreChosenByPattern() throws IOException, InterruptedException {
    assertThat(run("-l", "Network.*forward"))
        .containsExactly("dev.assay.bench.NetworkBenchmark.forward");
    assertThat(run("-l", "nosuch")).containsExactly("no benchmark has 'nosuch' in its name");
  }
}
