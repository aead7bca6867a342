package dev.assay.cli;

import dev.assay.algebra.LinearAlgebra;
import dev.assay.backend.Backend;
import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.nn.Network;
import dev.assay.report.ReportWriter;
import dev.assay.report.RunLog;
import dev.assay.study.Context;
import dev.assay.study.Report;
import dev.assay.study.Space;
import dev.assay.study.fragmentation.FragmentationConfig;
import dev.assay.study.fragmentation.FragmentationStudy;
import dev.assay.study.fragmentation.LineMethod;
import dev.assay.study.fragmentation.PairPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures fragmentation. */
@Command(
    name = "fragmentation",
    header = "Counts how often a network changes its mind between samples.",
    description = {
      "Counts class changes on segments between pairs of samples, and regions of classes in planes"
          + " through three samples, in input space or between the activations at hidden layers."
          + " Writes a report with one row for each segment and plane, and pictures of planes.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  assay fragmentation runs/mlp-mnist",
      "  assay fragmentation runs/mlp-mnist --space input,hidden:2-relu --pairs any",
      "  assay fragmentation runs/mlp-mnist --split train --method sampled --points 50"
    })
final class FragmentationCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private SubjectOptions subjectOptions;

  @Option(
      names = "--space",
      paramLabel = "S",
      split = ",",
      defaultValue = "input",
      converter = Texts.OfSpace.class,
      completionCandidates = Candidates.Inputs.class,
      description =
          "Where to measure: input; hidden:CUT (assay model show names the cuts) (default:"
              + " ${DEFAULT-VALUE}).")
  private List<Space> spaces;

  @Option(
      names = "--pairs",
      paramLabel = "POLICY",
      defaultValue = "same-class",
      description =
          "Samples that are joined: same-class, any, or correct, of one class and both classified"
              + " so (default: ${DEFAULT-VALUE}).")
  private PairPolicy policy;

  @Option(names = "--clean-only", description = "Leave corrupted samples out.")
  private boolean cleanOnly;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Segments (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "auto",
      description =
          "How class changes on segments are counted: sampled, exact, certified, or auto, the"
              + " cheapest that misses none; exact and certified count the regions of planes exactly,"
              + " too (default: ${DEFAULT-VALUE}).")
  private LineMethod method;

  @Option(
      names = "--points",
      paramLabel = "N",
      defaultValue = "100",
      description = "Sampled: points on a segment, its ends included (default: ${DEFAULT-VALUE}).")
  private int points;

  @Option(
      names = "--time",
      paramLabel = "SECONDS",
      description =
          "Work for one segment at most, about what a thread does in so many seconds; counted, so"
              + " that results do not depend on the machine. What was found until then is a row with"
              + " a status (default: any; auto: what 10 minutes for all segments allow).")
  private Double time;

  @Option(
      names = "--planes",
      paramLabel = "N",
      defaultValue = "100",
      description = "Planes, 0 for none (default: ${DEFAULT-VALUE}).")
  private int planes;

  @Option(
      names = "--resolution",
      paramLabel = "N",
      defaultValue = "50",
      description = "Points of a plane in each direction (default: ${DEFAULT-VALUE}).")
  private int resolution;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      defaultValue = "4",
      description = "Planes that are drawn (default: ${DEFAULT-VALUE}).")
  private int pictures;

  @Mixin private OutputOption output;
  @Mixin private SeedOption seed;
  @Mixin private ComputeOptions compute;
  @Mixin private StandardOptions standard;

  @Override
  public Integer call() {
    Console console = standard.console();
    FragmentationConfig config = config();
    RunLog log = RunLog.start(compute.threads());
    Subject subject = subjectOptions.read();
    ReportWriter writer =
        output.writer(
            output.or("fragmentation-" + subject.name()),
            subject.settings("fragmentation", config.plain(), seed.value()));
    Dataset measured = log.stage("load data", subject::measured);
    try (Backend backend = compute.open();
        Network network = subject.network(backend)) {
      console.say(Text.format("%s, %s", measured, backend.description()));
      log.fact("backend", backend.description());
      log.fact("linearAlgebra", LinearAlgebra.description());
      Stages stages = new Stages(console, log);
      Context context = Context.of(network.classifier(), seed.value()).with(stages);
      Report found = new FragmentationStudy(network, measured).run(context, config);
      stages.end();
      Report report =
          subject
              .report("Fragmentation of " + subject.name(), found, seed.value(), measured)
              .build();
      Path page = log.stage("write", () -> writer.write(report, log));
      console.results(report.keyNumbers());
      console.result("report: " + page);
    }
    return 0;
  }

  private FragmentationConfig config() {
    try {
      return new FragmentationConfig(
          spaces,
          policy,
          cleanOnly,
          count,
          method,
          points,
          planes,
          resolution,
          pictures,
          time == null ? Double.POSITIVE_INFINITY : time);
    } catch (BadInputException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
