package dev.assay.cli;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.io.Text;
import dev.assay.report.ReportWriter;
import dev.assay.report.RunLog;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The whole tool in a minute. */
@Command(
    name = "demo",
    header = "Trains and measures two networks, in about a minute.",
    description = {
      "Trains a multi-layer perceptron and a convolutional network on the built-in glyphs, measures"
          + " the margins of both in input space, at a hidden layer and along principal components,"
          + " and writes one report. Needs no network and no files.",
      ""
    },
    footer = {"", "Examples:", "  assay demo", "  assay demo --out runs/my-demo --seed 3"})
final class DemoCommand implements Callable<Integer> {
  @Mixin private OutputOption output;
  @Mixin private SeedOption seed;
  @Mixin private ComputeOptions compute;
  @Mixin private StandardOptions standard;

  @Override
  public Integer call() {
    Console console = standard.console();
    RunLog log = RunLog.start(compute.threads());
    try (Backend backend = compute.open()) {
      log.fact("backend", backend.description());
      log.fact("linearAlgebra", LinearAlgebra.description());
      DemoScale scale = DemoScale.of(backend);
      ReportWriter writer =
          output.writer(output.or("demo"), Map.of("seed", seed.value(), "scale", scale));
      console.say(scale.remark(backend));
      Demo demo = new Demo(backend, scale, seed.value(), log, console);
      Demo.Result result = demo.run();
      Path page = log.stage("write", () -> writer.write(result.report(), log));
      result.highlights().forEach(line -> console.row("highlights", Map.of("text", line), line));
      console.report(page);
      console.say(Text.format("%.0f seconds", log.elapsed().toMillis() / 1e3));
    }
    return 0;
  }
}
