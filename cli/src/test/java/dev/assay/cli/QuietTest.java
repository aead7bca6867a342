package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In processes of their own, as the log takes its level when it starts. */
class QuietTest {

  private static String remarks(Path folder, String... more)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                "linear",
                "--data",
                "glyphs",
                "--train-samples",
                "128",
                "--epochs",
                "1",
                "--out",
                folder.resolve("out").toString()));
    command.addAll(List.of(more));
    Path errors = folder.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(errors.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("ASSAY_CUDA", "off");
    assertThat(builder.start().waitFor()).as(() -> read(errors)).isZero();
    return read(errors);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void thatThereIsNoGpuIsNotSaidAtEveryStart(@TempDir Path folder) throws Exception {
    assertThat(remarks(folder)).contains("epoch 1/1").doesNotContain("GPU");
  }

  @Test
  void quietMeansQuiet(@TempDir Path folder) throws Exception {
    assertThat(remarks(folder, "--quiet")).isEmpty();
  }
}
