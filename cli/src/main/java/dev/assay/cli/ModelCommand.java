package dev.assay.cli;

import dev.assay.backend.Backend;
import dev.assay.io.AtomicFile;
import dev.assay.io.BadInputException;
import dev.assay.io.Nearest;
import dev.assay.io.Text;
import dev.assay.nn.Architecture;
import dev.assay.nn.ArchitectureFormat;
import dev.assay.nn.Explanation;
import dev.assay.report.ReportWriter;
import dev.assay.report.RunLog;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows and makes architectures. */
@Command(
    name = "model",
    header = "Shows and makes architectures.",
    description = {"An architecture is an input shape and a list of layers, in YAML or JSON.", ""},
    subcommands = {ModelCommand.Show.class, ModelCommand.Explain.class, ModelCommand.Init.class},
    footer = {"", "Examples:", "  assay model show cnn", "  assay model init cnn my-network.yaml"})
final class ModelCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StandardOptions standard;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return CommandLine.ExitCode.USAGE;
  }

  /** A table of layers. */
  @Command(
      name = "show",
      header = "Prints the layers of a network.",
      description = {
        "Prints a table of layers, output shapes and parameter counts; places between layers are"
            + " named as --space hidden:CUT takes them.",
        ""
      },
      footer = {
        "",
        "Examples:",
        "  assay model show cnn",
        "  assay model show cnn --input 3x32x32",
        "  assay model show my-network.yaml",
        "  assay model show runs/mlp-mnist"
      })
  static final class Show implements Callable<Integer> {
    @Parameters(
        index = "0",
        paramLabel = "MODEL",
        completionCandidates = Candidates.Presets.class,
        description =
            "A preset (${COMPLETION-CANDIDATES}), an architecture file, a checkpoint or the folder"
                + " of a training run.")
    private String model;

    @Option(
        names = "--input",
        paramLabel = "CxHxW",
        converter = Texts.OfShape.class,
        completionCandidates = Candidates.Shapes.class,
        description = "Show it for inputs of this shape, for example 3x32x32.")
    private Shape input;

    @Mixin private OptionalOutput output;
    @Mixin private StandardOptions standard;

    @Override
    public Integer call() {
      Console console = standard.console();
      RunLog log = RunLog.start(1);
      Architecture architecture = fitted(Models.anyArchitecture(model));
      Optional<ReportWriter> writer =
          output.writer(
              Map.of("name", Models.shortName(model), "architecture", architecture.toString()));
      console.text(
          "architecture",
          Answer.tree(ArchitectureFormat.toJson(architecture)),
          architecture.table().stripTrailing());
      writer.ifPresent(w -> console.say("report: " + w.write(report(architecture), log)));
      return 0;
    }

    private Architecture fitted(Architecture architecture) {
      try {
        return input == null ? architecture : Architecture.of(input, architecture.layers());
      } catch (IllegalArgumentException e) {
        throw new BadInputException(
            Text.format("%s does not fit inputs of %s: %s", model, input, e.getMessage()), e);
      }
    }

    private Report report(Architecture architecture) {
      return Report.titled("Architecture " + Models.shortName(model))
          .key(Quantity.of("parameters", architecture.parameterCount()))
          .key(Quantity.of("layers", architecture.depth()))
          .table(TrainingReport.layers(architecture))
          .provenance("architecture", architecture.toString())
          .provenance("version", Version.text())
          .build();
    }
  }

  /** The plans of a network. */
  @Command(
      name = "explain",
      header = "Prints how a network would run.",
      description = {
        "Prints the steps of evaluation, of the Jacobian and of training: what is fused, the form"
            + " of each product (convolutions: forward, backward data, backward weights), samples"
            + " per call, arithmetic and memory. Nothing is run.",
        ""
      },
      footer = {
        "",
        "Examples:",
        "  assay model explain cnn",
        "  assay model explain my-network.yaml --batch 256 --threads 1"
      })
  static final class Explain implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
        index = "0",
        paramLabel = "MODEL",
        completionCandidates = Candidates.Presets.class,
        description =
            "A preset (${COMPLETION-CANDIDATES}), an architecture file, a checkpoint or the folder"
                + " of a training run.")
    private String model;

    @Option(
        names = "--batch",
        paramLabel = "N",
        defaultValue = "128",
        description = "Samples of a training batch (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Mixin private ComputeOptions compute;
    @Mixin private StandardOptions standard;

    @Override
    public Integer call() {
      if (batch < 1) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "--batch must be at least 1, got " + batch);
      }
      Architecture architecture = Models.anyArchitecture(model);
      try (Backend backend = compute.open()) {
        String text = new Explanation(architecture, backend).text(batch).stripTrailing();
        standard.console().text("explanation", text, text);
      }
      return 0;
    }
  }

  /** A file to begin with. */
  @Command(
      name = "init",
      header = "Writes an architecture file to begin with.",
      description = {"Writes the architecture file of a preset, to be changed and trained.", ""},
      footer = {
        "",
        "Examples:",
        "  assay model init cnn my-network.yaml",
        "  assay train my-network.yaml --data mnist"
      })
  static final class Init implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
        index = "0",
        paramLabel = "PRESET",
        completionCandidates = Candidates.Presets.class,
        description = "One of ${COMPLETION-CANDIDATES}.")
    private String preset;

    @Parameters(index = "1", paramLabel = "FILE", description = "The file to write.")
    private Path file;

    @Option(names = "--force", description = "Replace the file if it exists.")
    private boolean force;

    @Mixin private StandardOptions standard;

    @Override
    public Integer call() {
      if (!Models.isPreset(preset)) {
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            Text.format(
                "no preset '%s'; expected one of %s%s",
                preset, String.join(", ", Models.PRESETS), Nearest.hint(preset, Models.PRESETS)));
      }
      if (Files.exists(file) && !force) {
        throw new BadInputException(file + " exists; add --force to replace it");
      }
      String text = Models.presetText(preset);
      ArchitectureFormat.parse(text, preset);
      AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
      standard.console().result("file", file, file.toString());
      return 0;
    }
  }
}
