package dev.assay.cli;

import dev.assay.backend.Backend;
import dev.assay.data.Dataset;
import dev.assay.data.Preprocessing;
import dev.assay.data.Resized;
import dev.assay.foreign.ForeignNetwork;
import dev.assay.foreign.WeightsReader;
import dev.assay.io.BadInputException;
import dev.assay.io.Sha256;
import dev.assay.io.Text;
import dev.assay.keras.KerasReader;
import dev.assay.nn.Network;
import dev.assay.onnx.OnnxReader;
import dev.assay.report.ReportWriter;
import dev.assay.report.RunLog;
import dev.assay.study.Quantity;
import dev.assay.study.Report;
import dev.assay.study.tree.ExactTreeConfig.Range;
import dev.assay.tensor.Shape;
import dev.assay.train.Checkpoint;
import dev.assay.train.Evaluation;
import dev.assay.train.History;
import dev.assay.train.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a checkpoint of another program's network. */
@Command(
    name = "import",
    header = "Brings in a network that another program trained.",
    description = {
      "Reads a model in the ONNX format, one that Keras saved in HDF5, or the weights of PyTorch as"
          + " safetensors, and writes a"
          + " checkpoint, which every study takes like that of a training run; then tells how well"
          + " the network does on the data. A network that was trained on normalised images gets"
          + " their mean and deviation as its first layer, so that distances are in units of"
          + " pixels.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  assay import model.onnx --data mnist --mean 0.1307 --deviation 0.3081",
      "  assay import model.onnx --data pictures/flowers --out runs/flowers",
      "  assay import model.h5 --data mnist",
      "  assay import net.safetensors --architecture net.yaml --data mnist"
    })
final class ImportCommand implements Callable<Integer>, Checked {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL",
      description = "The file: a model (.onnx; of Keras: .h5), or weights (.safetensors).")
  private Path model;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      completionCandidates = Candidates.DataSets.class,
      description = "What it was trained on: a data set that assay data lists, or a path.")
  private String data;

  @Option(
      names = "--architecture",
      paramLabel = "FILE",
      description = "The layers that weights go into (YAML), as assay model init writes them.")
  private String architecture;

  @Option(
      names = "--modules",
      paramLabel = "NAME,...",
      split = ",",
      description =
          "Which weights belong to the layers that have some, in their order: conv1,bn1,fc"
              + " (default: as they are numbered).")
  private List<String> modules = List.of();

  @Option(
      names = "--mean",
      paramLabel = "M,...",
      split = ",",
      description =
          "What was subtracted from pixels from 0 to 1, one for all channels or for each.")
  private List<Float> mean = List.of();

  @Option(
      names = "--deviation",
      paramLabel = "D,...",
      split = ",",
      description = "What they were divided by then, likewise.")
  private List<Float> deviation = List.of();

  @Option(
      names = "--range",
      paramLabel = "LOW:HIGH",
      converter = Texts.OfRange.class,
      description = "What black and white were, before that: 0:255, say (default: 0:1).")
  private Range range;

  @Option(
      names = "--bgr",
      description =
          "It was trained on images with blue first and red last, as OpenCV reads them; --mean and"
              + " --deviation are in that order, too.")
  private boolean bgr;

  @Option(
      names = "--resize",
      description =
          "Bring images of other sizes to the network's: bilinear, anti-aliased; studies do so,"
              + " too.")
  private boolean resize;

  @Mixin private OutputOption output;
  @Mixin private DataOptions dataOptions;
  @Mixin private ComputeOptions compute;
  @Mixin private StandardOptions standard;

  @Override
  public void check() {
    if (mean.isEmpty() != deviation.isEmpty()) {
      throw usage("--mean and --deviation: give both");
    }
    preprocessing();
  }

  @Override
  public Integer call() {
    Console console = standard.console();
    RunLog log = RunLog.start(compute.threads());
    if (!Files.isRegularFile(model)) {
      throw usage(model + ": no such file; expected a model in the ONNX format, or weights");
    }
    Preprocessing preprocessing = preprocessing();
    ForeignNetwork read = normalised(bgr ? redFirst(read()) : read(), preprocessing);
    DataChoice all = new DataChoice(data, 0, 0, List.of(), 0);
    DataChoice choice = resize ? all.resized(size(read.architecture().input())) : all;
    Map<String, String> settings = settings(choice, preprocessing);
    ReportWriter writer =
        output.writer(
            output.or(
                Models.shortName(model.toString()),
                "--data",
                "--mean",
                "--deviation",
                "--range",
                "--bgr",
                "--resize",
                "--architecture",
                "--modules"),
            settings);
    Dataset train = choice.train(dataOptions.catalog());
    Dataset test = choice.test(dataOptions.catalog());
    requireFit(read, train);
    Path page;
    try (Backend backend = compute.open();
        Network network = new Network(backend, read.architecture(), 0)) {
      network.parameters().set(read.parameters());
      History history = history(network, train, test);
      Checkpoint checkpoint =
          Checkpoint.of(network, settings, history, new TrainingState(1, true, List.of()));
      page =
          writer.write(
              report(read, history.last(), settings, train, test),
              log,
              folder -> checkpoint.write(folder.resolve(Models.CHECKPOINT)));
      read.notes().forEach(note -> console.say("note: " + note));
      console.result(
          "network",
          Map.of(
              "layers", read.architecture().depth(),
              "parameters", read.architecture().parameterCount(),
              "train_accuracy", history.last().trainAccuracy(),
              "test_accuracy", history.last().testAccuracy()),
          Text.format(
              "%d layers, %,d parameters; accuracy %.2f %% on %,d training samples, %.2f %% on %,d"
                  + " test samples",
              read.architecture().depth(),
              read.architecture().parameterCount(),
              100 * history.last().trainAccuracy(),
              train.count(),
              100 * history.last().testAccuracy(),
              test.count()));
    }
    console.report(page);
    return 0;
  }

  private ForeignNetwork read() {
    if (!model.toString().endsWith(".safetensors")) {
      if (architecture != null || !modules.isEmpty()) {
        throw usage("--architecture and --modules are for weights (.safetensors)");
      }
      if (model.toString().endsWith(".keras")) {
        throw usage(model + ": save it as HDF5, by model.save(\"NAME.h5\")");
      }
      boolean hdf5 = model.toString().endsWith(".h5") || model.toString().endsWith(".hdf5");
      return hdf5 ? KerasReader.read(model) : OnnxReader.read(model);
    }
    if (architecture == null) {
      throw usage("weights (.safetensors) need an --architecture to go into");
    }
    return WeightsReader.read(model, Models.anyArchitecture(architecture), modules);
  }

  private ForeignNetwork redFirst(ForeignNetwork read) {
    Shape input = read.architecture().input();
    if (!input.isImage() || input.channels() != 3) {
      throw usage(Text.format("--bgr: %s takes samples of %s, no coloured images", model, input));
    }
    try {
      return read.reversingChannels();
    } catch (BadInputException e) {
      throw new BadInputException(model + ": " + e.getMessage(), e);
    }
  }

  /** Of red, green and blue, in this order. */
  private Preprocessing preprocessing() {
    try {
      return new Preprocessing(
          range == null ? 0 : range.low(),
          range == null ? 1 : range.high(),
          redFirst(mean),
          redFirst(deviation));
    } catch (BadInputException e) {
      throw usage("--" + e.getMessage());
    }
  }

  private List<Float> redFirst(List<Float> given) {
    List<Float> ordered = new ArrayList<>(given);
    if (bgr) {
      Collections.reverse(ordered);
    }
    return ordered;
  }

  private ForeignNetwork normalised(ForeignNetwork read, Preprocessing preprocessing) {
    if (preprocessing.equals(Preprocessing.NONE)) {
      return read;
    }
    try {
      return read.normalising(preprocessing.of(read.architecture().input().channels()));
    } catch (BadInputException e) {
      throw usage("--" + e.getMessage());
    }
  }

  private Resized size(Shape input) {
    if (!input.isImage()) {
      throw usage(Text.format("--resize: %s takes samples of %s, no images", model, input));
    }
    return new Resized(input.height(), input.width());
  }

  private void requireFit(ForeignNetwork read, Dataset train) {
    if (!read.architecture().input().equals(train.sample())
        || read.architecture().classes() != train.classes()) {
      throw new BadInputException(
          Text.format(
              "%s takes samples of %s and has %d outputs, but %s has samples of %s in %d classes%s",
              model,
              read.architecture().input(),
              read.architecture().classes(),
              data,
              train.sample(),
              train.classes(),
              hint(read.architecture().input(), train.sample())));
    }
  }

  /** What helps where only the size differs. */
  private static String hint(Shape wanted, Shape found) {
    return wanted.isImage()
            && found.isImage()
            && wanted.channels() == found.channels()
            && !wanted.equals(found)
        ? "; --resize brings them to its size"
        : "";
  }

  private Map<String, String> settings(DataChoice choice, Preprocessing preprocessing) {
    Map<String, String> settings = new LinkedHashMap<>(choice.settings());
    try {
      settings.put("imported", model.getFileName() + " sha256:" + Sha256.of(model));
    } catch (IOException e) {
      throw new BadInputException(model + ": cannot be read (" + e + ")", e);
    }
    settings.put("modules", modules.isEmpty() ? "as numbered" : String.join(",", modules));
    settings.putAll(preprocessing.settings());
    settings.put("layout", "channels, height, width");
    settings.put("channels", bgr ? "reversed" : "as they come");
    settings.put(TrainingSetup.VERSION, Version.text());
    return settings;
  }

  /** One line: how it does as it came. */
  private static History history(Network network, Dataset train, Dataset test) {
    Evaluation trained = Evaluation.of(network.classifier(), train);
    Evaluation tested = Evaluation.of(network.classifier(), test);
    return History.empty()
        .with(
            new History.Epoch(
                1, 0, trained.loss(), trained.accuracy(), tested.loss(), tested.accuracy()));
  }

  private Report report(
      ForeignNetwork read,
      History.Epoch state,
      Map<String, String> settings,
      Dataset train,
      Dataset test) {
    Report.Builder report =
        Report.titled("Network of " + model.getFileName())
            .summary(Text.format("Trained elsewhere on %s; tested on %s.", train, test))
            .key(Quantity.of("test accuracy", 100 * state.testAccuracy(), "%"))
            .key(Quantity.of("train accuracy", 100 * state.trainAccuracy(), "%"))
            .key(Quantity.of("parameters", read.architecture().parameterCount()))
            .table(TrainingReport.layers(read.architecture()))
            .provenance("architecture", read.architecture().toString())
            .provenance("settings", settings)
            .provenance("train", train.provenance())
            .provenance("test", test.provenance());
    read.notes().forEach(report::note);
    return report.build();
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
