package dev.assay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command line of a training run that takes no time. */
final class TinyRun {
  private TinyRun() {}

  static String[] into(Path out, String... more) {
    List<String> args = new ArrayList<>(List.of("train", "linear", "--data", "glyphs"));
    args.addAll(List.of("--train-samples", "60", "--batch", "25", "--augment", "shift:1"));
    args.addAll(List.of("--backend", "reference", "--threads", "1", "--out", out.toString()));
    args.addAll(Arrays.asList(more));
    return args.toArray(String[]::new);
  }

  /** The same of a perceptron with a hidden layer of 12 units, whose description lies beside. */
  static String[] perceptron(Path out, String... more) throws IOException {
    Path net = out.resolveSibling("net.yaml");
    Files.writeString(
        net,
        "input: [1, 28, 28]\nlayers:\n  - flatten\n  - dense: {units: 12}\n  - relu\n"
            + "  - dense: {units: 10}\n");
    String[] args = into(out, more);
    args[1] = net.toString();
    return args;
  }
}
