package dev.assay.example;

import static dev.assay.nn.Layers.*;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.data.Glyphs;
import dev.assay.nn.Architecture;
import dev.assay.nn.Network;
import dev.assay.report.ReportWriter;
import dev.assay.report.RunLog;
import dev.assay.study.Context;
import dev.assay.study.NetworkSubject;
import dev.assay.study.Report;
import dev.assay.study.Space;
import dev.assay.study.Subject;
import dev.assay.study.margin.MarginConfig;
import dev.assay.study.margin.MarginStudy;
import dev.assay.train.Optimizer;
import dev.assay.train.Trainer;
import dev.assay.train.TrainingConfig;
import java.nio.file.Path;

/** Trains a small network and measures its margins. */
final class Embedding {
  public static void main(String... args) {
    long seed = 7;
    Dataset train = Glyphs.train(1000, seed);
    Dataset test = Glyphs.test(500, seed);
    Architecture cnn =
        Architecture.of(
            train.sample(),
            conv(8, kernel(3).padding(1)),
            batchNorm(),
            relu(),
            maxPool(2, 3),
            flatten(),
            dense(10));
    RunLog log = RunLog.start(2);
    try (Backend backend = Backends.open("auto", 2);
        Network network = new Network(backend, cnn, seed)) {
      new Trainer(TrainingConfig.of(Optimizer.adam(1e-3), 2, seed)).fit(network, train, test);
      Subject subject = new NetworkSubject(network, test, train);
      MarginConfig config = MarginConfig.of(Space.input(), Space.components(10)).withSamples(50);
      Report margins = new MarginStudy().run(subject, config, Context.of(seed));
      margins.keyNumbers().forEach(n -> System.out.println(n.label() + ": " + n.value()));
      System.out.println(ReportWriter.to(Path.of(args[0])).write(margins, log));
    }
  }
}
