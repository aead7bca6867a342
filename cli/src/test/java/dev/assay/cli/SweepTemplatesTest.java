package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The templates of {@code docs/sweeps.md} do what they say. They run under schedulers that are not
 * there: the variables that a scheduler sets are set, {@code srun} runs what it is given, and
 * {@code assay} notes its arguments, with which it is run then.
 */
class SweepTemplatesTest {
  private static final Path PAGE = Path.of("..", "docs", "sweeps.md");
  private static final int CELLS = 6;

  @TempDir private Path folder;

  @BeforeEach
  void sweep() throws IOException {
    Files.writeString(
        folder.resolve("widths.yaml"),
        """
        model: linear
        data: %s
        batch: 20
        epochs: 2
        axes:
          rate: [0.001, 0.01]
          seed: [0, 1, 2]
        measures: [frobenius]
        """
            .formatted(TinyData.into(folder, 100)));
    script("srun", "exec \"$@\"");
    script("assay", "printf '%s\\n' \"$@\" > \"$NOTED\"");
  }

  private void script(String name, String line) throws IOException {
    Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The indented block below a heading, with this test's folders for the shared ones. */
  private String template(String heading) throws IOException {
    String page = Files.readString(PAGE);
    Matcher block = Pattern.compile("## " + heading + "\n\n((?:(?: {4}.*)?\n)+)").matcher(page);
    assertThat(block.find()).as(heading).isTrue();
    return block
        .group(1)
        .replaceAll("(?m)^ {4}", "")
        .replace("/shared/", folder + "/")
        .replace("widths.yaml", folder.resolve("widths.yaml").toString());
  }

  /** What {@code assay} was asked to do. */
  private List<String> noted(Map<String, String> variables, String... command) throws Exception {
    Path noted = folder.resolve("noted");
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(variables);
    builder.environment().put("NOTED", noted.toString());
    builder
        .environment()
        .merge("PATH", folder.resolve("bin").toString(), (old, own) -> own + ":" + old);
    assertThat(builder.start().waitFor()).isZero();
    return Files.readAllLines(noted);
  }

  private List<String> element(String script, int index, int count) throws Exception {
    return noted(
        Map.of(
            "SLURM_ARRAY_TASK_ID", Integer.toString(index),
            "SLURM_ARRAY_TASK_COUNT", Integer.toString(count),
            "SLURM_CPUS_PER_TASK", "2"),
        "bash",
        "-c",
        script);
  }

  private Shell assay(List<String> arguments) {
    return Shell.run(arguments.toArray(String[]::new));
  }

  private Shell sweep(String part, String name) {
    return assay(
        List.of(
            "sweep",
            part,
            folder.resolve("widths.yaml").toString(),
            "--folder",
            folder.resolve(name).toString()));
  }

  private String table(String name) throws IOException {
    assertThat(sweep("collect", name).exit()).isZero();
    return Files.readString(folder.resolve(name).resolve("networks.csv"));
  }

  /** Made by one process, in a folder and a store of its own. */
  private String whole() throws IOException {
    sweep("plan", "whole");
    List<String> run =
        List.of(
            "sweep",
            "run",
            folder.resolve("widths.yaml").toString(),
            "--folder",
            folder.resolve("whole").toString(),
            "--store",
            folder.resolve("store-whole").toString());
    assertThat(assay(run).exit()).isZero();
    return table("whole");
  }

  @Test
  void elementsOfASlurmArrayMakeAllOfIt() throws Exception {
    String script = template("Slurm");
    assertThat(script).contains("#SBATCH --array=1-16", "#SBATCH --requeue");
    sweep("plan", "widths");
    for (int index = 4; index >= 1; index--) {
      Shell run = assay(element(script, index, 4));
      assertThat(run.exit()).as(run.err()).isZero();
    }

    assertThat(table("widths")).isEqualTo(whole());
  }

  /** Slurm asks a job that is preempted to end (SIGTERM), and starts it again with its index. */
  @Test
  void anElementThatIsRequeuedGoesOnFromItsNewestState() throws Exception {
    assumeTrue(Boolean.getBoolean("assay.sweep"), "trains for long: with -Psweep alone");
    Files.writeString(
        folder.resolve("widths.yaml"),
        """
        model: mlp
        data: glyphs
        epochs: 60
        axes: {seed: [0, 1]}
        measures: [frobenius]
        """);
    sweep("plan", "widths");
    Path errors = folder.resolve("errors");
    ProcessBuilder builder =
        Shell.process(element(template("Slurm"), 1, 2)).redirectError(errors.toFile());

    Process preempted = builder.start();
    while (preempted.isAlive() && !hasState()) {
      Thread.sleep(100);
    }
    preempted.destroy();
    assertThat(preempted.waitFor()).isEqualTo(143);
    assertThat(builder.start().waitFor()).isZero();

    assertThat(Files.readString(errors)).contains("training goes on after epoch");
    assay(element(template("Slurm"), 2, 2));
    assertThat(table("widths")).isEqualTo(whole());
  }

  private boolean hasState() throws IOException {
    Path work = folder.resolve("store").resolve("work");
    if (!Files.isDirectory(work)) {
      return false;
    }
    try (var found = Files.find(work, 2, (file, any) -> file.endsWith("unfinished.safetensors"))) {
      return found.findAny().isPresent();
    }
  }

  @Test
  void aKubernetesJobHasAShardForEachIndex() throws Exception {
    JsonNode job = new YAMLMapper().readTree(template("Kubernetes"));
    int completions = job.at("/spec/completions").asInt();
    assertThat(job.at("/spec/completionMode").asText()).isEqualTo("Indexed");
    JsonNode container = job.at("/spec/template/spec/containers/0");
    List<String> command = new ArrayList<>();
    container.get("command").forEach(word -> command.add(word.asText()));
    container.get("args").forEach(word -> command.add(word.asText()));
    List<List<String>> shards = new ArrayList<>();
    for (int index : IntStream.range(0, completions).toArray()) {
      shards.add(
          noted(
              Map.of("JOB_COMPLETION_INDEX", Integer.toString(index)),
              command.toArray(String[]::new)));
    }

    assertThat(shards.get(completions - 1)).containsSequence("--shard", "16/16");
    sweep("plan", "widths");
    for (List<String> shard : shards.subList(0, CELLS)) { // the others have none
      Shell run = assay(shard);
      assertThat(run.exit()).as(run.err()).isZero();
    }
    assertThat(table("widths")).isEqualTo(whole());
  }
}
