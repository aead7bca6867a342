package dev.assay.cli;

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
}
