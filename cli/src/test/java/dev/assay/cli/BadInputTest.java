package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.io.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything wrong ends in one line and an exit code, and leaves earlier results as they were. */
class BadInputTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          trian                                                    | train
          train                                                    | MODEL
          train mlp                                                | --data
          train mlp --data glyphs --epohcs 3                       | --epochs
          train mlp --data glyphs --epochs three                   | --epochs
          train mlp --data glyphs --epochs 0                       | epochs must be at least 1
          train mlp --data glyphs --batch -1                       | batch must be at least 1
          train mlp --data glyphs --optimizer lbfgs                | --optimizer
          train mlp --data glyphs --rate -1                        | learning rate must be positive
          train mlp --data glyphs --momentum 0.5                   | option of sgd
          train mlp --data glyphs --optimizer sgd --momentum 1     | momentum must be in [0, 1)
          train mlp --data glyphs --schedule linear                | step:EVERY:FACTOR
          train mlp --data glyphs --augment rotate:3               | shift:PIXELS
          train mlp --data glyphs --corrupt label:2                | from 0 to 1
          train mlp --data glyphs --train-samples 0                | --train-samples must be at least 1
          train mlp --data glyphs --canvas 0                       | --canvas must be at least 1
          train mlp --data glyphs --stop-accuracy 99               | --stop-accuracy must be above 0
          train mlp --data glyphs --stop-loss 0                    | --stop-loss must be a positive
          train mlp --data glyphs --stop-loss .1 --stop-accuracy 1 | give one of them
          train mlp --data glyphs --validation 1                   | --validation must be above 0
          train mlp --data glyphs --patience 3                     | as in --validation 0.1
          train mlp --data glyphs --validation .1 --patience 0     | at least 1 epoch
          train mlp --data glyphs --threads 0                      | --threads must be from 1
          train mlp --data glyphs --seed x                         | --seed
          margins                                                  | CHECKPOINT
          margins x --space everywhere                             | hidden:CUT
          margins x --solver newton                                | first-order, iterative
          margins x --samples 0                                    | at least 1 sample
          margins x --damping 1.5                                  | at most 1
          margins x --reference nobody                             | --reference
          model show cnn --input 28                                | 3x32x32
          model init resnet f.yaml                                 | no preset 'resnet'
          reproduce missing-margin --network rnn                   | mlp, cnn
          reproduce fragmentation --network rnn                    | mlp, cnn
          reproduce constrained-margins --network mlp,rnn          | mlp, cnn
          doctor --fast                                            | --fast
          """)
  void aWrongCommandLineIsTwoAndOneLine(String command, String says) {
    Shell shell = Shell.run(command.split(" "));

    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err().lines()).singleElement().asString().contains(says).contains("--help");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          train mlp --data glyphs --data-dir no  | not a folder
          model show cnn --input 1x3x3           | does not fit
          """)
  void workThatCannotBeDoneIsOneAndOneLine(String command, String says) {
    Shell shell = Shell.run((command + " --out " + folder.resolve("out")).split(" +"));

    assertThat(shell.exit()).isEqualTo(1);
    assertThat(shell.err().lines()).singleElement().asString().contains(says);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          train resnet --data glyphs              | neither a preset
          train mlpp --data glyphs                | did you mean mlp?
          train mlp --data imagenet               | data set 'imagenet' is unknown
          train mlp --data mnits                  | did you mean mnist?
          reproduce fragmentation --data fashion  | did you mean fashion-mnist?
          margins nowhere                         | no such file
          margins .                               | there is no model.safetensors
          model show nowhere.yaml                 | neither a preset
          train mlp --data glyphs --learning-rate 1 | did you mean --rate?
          train mlp --data glyphs --optimizer adan  | did you mean adam?
          train mlp --data glyphs --backend cup     | did you mean cpu?
          train mlp --data glyphs --schedule cosin  | did you mean cosine?
          margins x --solver nearst               | did you mean nearest?
          margins x --space imput                 | did you mean input?
          margins x --solver first-order --damping 2 | at most 1
          margins x --gap 7                       | expected less than 1
          fragmentation x --pairs same            | did you mean same-class?
          fragmentation x --method exakt          | did you mean exact?
          reproduce fragmentaton                  | did you mean fragmentation?
          model shwo cnn                          | did you mean show?
          model init cnnn f.yaml                  | did you mean cnn?
          margin                                  | did you mean margins?
          """)
  void anUnknownNameIsTwoAndTheOneThatWasMeant(String command, String says) {
    Shell shell = Shell.run(command.split(" +"));

    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.err().lines()).singleElement().asString().contains(says);
  }

  @Test
  void anUnknownRunNamesThoseThatThereAre() throws IOException {
    for (String run : new String[] {"mlp-mnist", "cnn-mnist"}) {
      Files.writeString(
          Files.createDirectories(folder.resolve("runs").resolve(run)).resolve("model.safetensors"),
          "");
    }
    Files.createDirectory(folder.resolve("runs/margins-mlp-mnist"));

    Shell missing = Shell.run("margins", folder.resolve("runs/mlp-mnits").toString());
    Shell above = Shell.run("fragmentation", folder.resolve("runs").toString());

    assertThat(missing.exit()).isEqualTo(2);
    assertThat(missing.errors())
        .singleElement()
        .asString()
        .endsWith(
            "runs in "
                + folder.resolve("runs")
                + ": cnn-mnist, mlp-mnist; did you mean mlp-mnist?");
    assertThat(above.exit()).isEqualTo(2);
    assertThat(above.errors()).singleElement().asString().contains("cnn-mnist, mlp-mnist");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          conv2d: {channels: 4, kernal: 3}      | did you mean it by 'kernal'?
          conv2d: {channels: 4, kernel: 3, paddin: 1} | did you mean padding?
          conv: {channels: 4, kernel: 3}        | did you mean conv2d?
          max_pool: 2                           | did you mean max-pool?
          """)
  void aMisspeltWordInAnArchitectureIsTwoAndTheOneThatWasMeant(String layer, String says)
      throws IOException {
    Path file = folder.resolve("net.yaml");
    Files.writeString(file, "input: [1, 28, 28]\nlayers:\n  - " + layer + "\n");

    Shell shell = Shell.run("model", "show", file.toString());

    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.errors())
        .singleElement()
        .asString()
        .startsWith("assay: " + file + ": layer 0 ")
        .contains(says);
  }

  @Test
  void aBatchLargerThanTheDataIsAnError() {
    Shell shell = Shell.run(TinyRun.into(folder.resolve("run"), "--batch", "61"));

    assertThat(shell.exit()).isEqualTo(2);
    shell =
        Shell.run(
            "train linear --data glyphs --backend reference --train-samples 60 --out "
                .concat(folder.resolve("run").toString())
                .split(" "));
    assertThat(shell.exit()).isEqualTo(2);
    assertThat(shell.errors()).singleElement().asString().contains("batch 128 is larger");
  }

  @Test
  void anArchitectureThatDoesNotFitNamesItsLayer() throws IOException {
    Path file = folder.resolve("net.yaml");
    Files.writeString(file, "input: [1, 28, 28]\nlayers:\n  - conv2d: {channels: 4, kernel: 30}\n");

    Shell shell = Shell.run("model", "show", file.toString());

    assertThat(shell.exit()).isEqualTo(1);
    assertThat(shell.errors())
        .singleElement()
        .asString()
        .contains(file.toString())
        .contains("layer 0 (conv2d)")
        .contains("larger than its padded input");
  }

  @Test
  void truncatedDataIsAnErrorThatNamesTheFile() throws IOException {
    Path mnist = Files.createDirectories(folder.resolve("data/mnist"));
    for (String name :
        new String[] {
          "train-images-idx3-ubyte", "train-labels-idx1-ubyte",
          "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"
        }) {
      byte kind = (byte) (name.contains("images") ? 3 : 1);
      Files.write(mnist.resolve(name), new byte[] {0, 0, 8, kind, 0, 0});
    }

    Shell shell =
        Shell.run(
            "train",
            "mlp",
            "--data",
            "mnist",
            "--data-dir",
            folder.resolve("data").toString(),
            "--out",
            folder.resolve("out").toString());

    assertThat(shell.exit()).isEqualTo(1);
    assertThat(shell.errors())
        .singleElement()
        .asString()
        .contains(mnist.resolve("train-").toString());
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void anUnwritableFolderIsAnErrorBeforeAnyWork() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "precious");

    for (Path out : new Path[] {file, file.resolve("below")}) {
      Shell shell = Shell.run(TinyRun.into(out));
      assertThat(shell.exit()).isEqualTo(1);
      assertThat(shell.err().lines()).singleElement().asString().contains(file.toString());
    }
    assertThat(file).hasContent("precious");
  }

  @Test
  void aFolderThatHoldsOtherThingsIsNotTouched() throws IOException {
    Path thesis = Files.writeString(folder.resolve("thesis.txt"), "precious");

    Shell shell = Shell.run(TinyRun.into(folder));

    assertThat(shell.exit()).isEqualTo(1);
    assertThat(shell.errors()).singleElement().asString().contains("thesis.txt");
    assertThat(thesis).hasContent("precious");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(thesis);
    }
  }

  /** As a terminal would take them: a cleared screen, a forged line, a name read backwards. */
  @ParameterizedTest
  @ValueSource(
      strings = {"\u001b[2J", "\u009b2J", "a\nassay: done", "a\rb", "\u202elmay", "\u2028"})
  void namesFromFilesDoNotSteerTheTerminal(String name) throws IOException {
    Path run = folder.resolve("run" + name);
    Path yaml = folder.resolve("net" + name + ".yaml");
    Files.writeString(
        yaml, "input: [1, 28, 28]\nlayers:\n  - \"" + Text.visible(name) + "\": {units: 4}\n");
    assertThat(Shell.run(TinyRun.into(run)).exit()).isZero();

    for (Shell shell :
        new Shell[] {
          Shell.run("margins", run.toString(), "--samples", "5", "--out", run + "-margins"),
          Shell.run("margins", run + "missing"),
          Shell.run("margins", run.toString(), "--space", "hidden:" + name),
          Shell.run("model", "show", yaml.toString()),
          Shell.run("train", name, "--data", name),
          Shell.run("train", "mlp", "--data", "glyphs", "--epochs", name),
          Shell.run(name)
        }) {
      assertThat(shell.out() + shell.err())
          .doesNotContain(name)
          .doesNotContain("\nassay: done")
          .contains(Text.visible(name))
          .matches(
              "(?s)[^\\p{Cc}\\p{Cf}\\u2028\\u2029]*(?:[\\n\\t][^\\p{Cc}\\p{Cf}\\u2028\\u2029]*)*");
    }
  }

  @Test
  void aTraceIsShownToThoseWhoAskOnly() {
    assertThat(Shell.run("margins", "nowhere").err()).doesNotContain("\tat ");
    assertThat(Shell.run("margins", "nowhere", "--debug").err()).contains("\tat ");
  }
}
