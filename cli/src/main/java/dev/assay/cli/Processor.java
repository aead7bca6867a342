package dev.assay.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The processor, as the operating system describes it.
 *
 * @param features instruction sets that matter here, those that it has
 */
record Processor(String model, Set<String> features) {
  private static final List<String> RELEVANT =
      List.of(
          "sse4_2",
          "avx",
          "f16c",
          "fma",
          "avx2",
          "avx512f",
          "avx512dq",
          "avx512bw",
          "avx512vl",
          "avx512_vnni",
          "avx512_bf16",
          "amx_bf16",
          "asimd",
          "asimdhp",
          "sve");

  /** This machine's. */
  static Processor here() {
    try {
      return of(Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return new Processor(System.getProperty("os.arch"), Set.of());
    }
  }

  static Processor of(List<String> cpuinfo) {
    List<String> flags = List.of(field(cpuinfo, "flags", "Features").split(" "));
    String model = field(cpuinfo, "model name", "CPU implementer");
    return new Processor(
        model.isEmpty() ? System.getProperty("os.arch") : model,
        new LinkedHashSet<>(RELEVANT.stream().filter(flags::contains).toList()));
  }

  private static String field(List<String> cpuinfo, String... names) {
    return cpuinfo.stream()
        .filter(line -> Arrays.stream(names).anyMatch(line::startsWith))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }
}
