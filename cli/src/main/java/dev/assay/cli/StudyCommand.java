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
import dev.assay.study.NetworkSubject;
import dev.assay.study.Report;
import dev.assay.study.Study;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures a trained network. The command of a study says what it is and has its options; all else
 * that studies share is here.
 *
 * @param <C> the configuration of the study
 */
abstract class StudyCommand<C extends Study.Config> implements Callable<Integer>, Checked {
  private final Study<C> study;
  private final StudyOptions<C> options;
  private final boolean needsTraining;

  @Spec private CommandSpec spec;

  // help shows them in this order; a mixin's type must not be generic
  @Mixin private SubjectOptions subject;
  @Mixin private final Object mixin;
  @Mixin private OutputOption output;
  @Mixin private SeedOption seed;
  @Mixin private ComputeOptions compute;
  @Mixin private StandardOptions standard;

  /**
   * @param options those of the study alone
   * @param needsTraining whether the study looks at the samples that the network was trained on
   */
  StudyCommand(Study<C> study, StudyOptions<C> options, boolean needsTraining) {
    this.study = study;
    this.options = options;
    this.mixin = options;
    this.needsTraining = needsTraining;
  }

  @Override
  public final void check() {
    config();
  }

  @Override
  public final Integer call() {
    Console console = standard.console();
    C config = config();
    RunLog log = RunLog.start(compute.threads());
    TrainedRun run = subject.read();
    TrainedRun other = options.with() == null ? null : subject.read(options.with());
    List<TrainedRun> seeds = options.seeds().stream().map(subject::read).toList();
    List<TrainedRun> before = options.before().stream().map(subject::read).toList();
    before.forEach(run::requireEarlier);
    Stream.of(seeds, before, other == null ? List.<TrainedRun>of() : List.of(other))
        .flatMap(List::stream)
        .forEach(run::requireSameUnits);
    Map<String, Object> settings = run.settings(spec.name(), config.plain(), seed.value());
    if (other != null) {
      settings.put("with", other.identity());
    }
    if (!seeds.isEmpty()) {
      settings.put("seeds", seeds.stream().map(TrainedRun::identity).toList());
    }
    if (!before.isEmpty()) {
      settings.put("before", before.stream().map(TrainedRun::identity).toList());
    }
    ReportWriter writer = output.writer(output.or(spec.name() + "-" + run.name()), settings);
    Dataset training = needsTraining ? log.stage("load data", run::training) : null;
    Dataset measured = log.stage("load data", run::measured);
    try (Backend backend = compute.open();
        Network network = run.network(backend);
        Network second = other == null ? null : other.network(backend);
        Networks same = Networks.of(seeds, backend);
        Earlier earlier = Earlier.of(run, before, backend)) {
      console.say(Text.format("%s, %s", measured, backend.description()));
      log.fact("backend", backend.description());
      log.fact("linearAlgebra", LinearAlgebra.description());
      Stages stages = new Stages(console, log);
      Context context = Context.of(seed.value()).with(stages);
      NetworkSubject alone = new NetworkSubject(network, measured, training).over(same.all());
      NetworkSubject looked = second == null ? alone : alone.beside(second);
      Report found =
          study.run(
              before.isEmpty() ? looked : looked.during(earlier.networks(), run.epochs()),
              config,
              context);
      stages.end();
      Report report = over(seeds, with(other, run.report(found, seed.value(), measured, training)));
      Path page = log.stage("write", () -> writer.write(report, log));
      console.results(report.keyNumbers());
      console.report(page);
    }
    return 0;
  }

  private static Report with(TrainedRun other, Report report) {
    return other == null
        ? report
        : report.toBuilder()
            .summary(Text.format("Compared with %s.", other.name()))
            .provenance("with", other.identity())
            .build();
  }

  private static Report over(List<TrainedRun> seeds, Report report) {
    return seeds.isEmpty()
        ? report
        : report.toBuilder()
            .summary(
                seeds.stream()
                    .map(TrainedRun::name)
                    .collect(Collectors.joining(", ", "Deviations over seeds with ", ".")))
            .provenance("seeds", seeds.stream().map(TrainedRun::identity).toList())
            .build();
  }

  /** What the options ask for; wrong usage where that makes no sense. */
  final C config() {
    try {
      return options.config();
    } catch (BadInputException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
