package dev.assay.backend.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The text of the kernels, all families as one program. */
final class KernelSource {
  private static final String FOLDER = "/dev/assay/kernels/cuda/";
  private static final String COMMON = "common.cuh";

  /** The files, one for each family. */
  static final List<String> FAMILIES =
      List.of(
          "activation.cu",
          "branch.cu",
          "pool.cu",
          "blur.cu",
          "phase.cu",
          "pad.cu",
          "norm.cu",
          "move.cu",
          "product.cu",
          "segment.cu",
          "compare.cu",
          "training.cu");

  private KernelSource() {}

  /** One program without includes. */
  static String text() {
    StringBuilder program = new StringBuilder(read(COMMON).replace("#pragma once\n", ""));
    for (String family : FAMILIES) {
      program.append("#line 1 \"").append(family).append("\"\n");
      program.append(read(family).replace("#include \"" + COMMON + "\"\n", "\n"));
    }
    return program.toString();
  }

  private static String read(String name) {
    try (InputStream in = KernelSource.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException(
            "the kernels' source " + name + " is missing in this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
