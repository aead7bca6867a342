package dev.assay.cli;

import dev.assay.io.BadInputException;
import dev.assay.onnx.OnnxWriter;
import dev.assay.train.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes networks for other programs. */
@Command(
    name = "export",
    header = "Writes a network for other programs.",
    description = {
      "Writes the network of a training run as a model in the ONNX format, in evaluation mode: it"
          + " takes batches of any size and gives logits.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  assay export runs/cnn-mnist --onnx cnn.onnx",
      "  assay export runs/cnn-mnist/epochs/2.safetensors --onnx early.onnx"
    })
final class ExportCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RUN",
      description = "The folder of a training run, or a checkpoint of it.")
  private Path run;

  @Option(
      names = "--onnx",
      paramLabel = "FILE",
      required = true,
      description = "The file to write.")
  private Path file;

  @Option(names = "--force", description = "Replace the file if it exists.")
  private boolean force;

  @Mixin private StandardOptions standard;

  @Override
  public Integer call() {
    Checkpoint checkpoint = Models.open(Models.checkpoint(run));
    if (Files.exists(file) && !force) {
      throw new BadInputException(file + " exists; add --force to replace it");
    }
    OnnxWriter.write(checkpoint.architecture(), checkpoint.parameters(), Version.text(), file);
    standard.console().result("file", file, file.toString());
    return 0;
  }
}
