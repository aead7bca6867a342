package dev.assay.cli;

import dev.assay.backend.Backends;
import dev.assay.data.Catalog;
import dev.assay.fetch.Published;
import dev.assay.paper.Papers;
import dev.assay.predictor.Predictor;
import dev.assay.predictor.Predictors;
import dev.assay.reproduction.Paper;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;

/**
 * What options and arguments take, for completion, help and hints; where values have numbers in
 * them, examples.
 */
final class Candidates {
  private Candidates() {}

  /** Those of an option or argument, in order. */
  static List<String> of(ArgSpec arg) {
    List<String> values = new ArrayList<>();
    if (arg.completionCandidates() != null) {
      arg.completionCandidates().forEach(values::add);
    }
    return values;
  }

  static final class DataSets implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Catalog.names().iterator();
    }
  }

  static final class Presets implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Models.PRESETS.iterator();
    }
  }

  /**
   * Asked for late: whoever touches the backends starts the log, whose level is not known before
   * the command line has been read.
   */
  static final class ForBackend implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Backends.names().iterator();
    }
  }

  static final class Spaces implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of(
              "input",
              "pca:1",
              "pca:2",
              "pca:10",
              "pca:knee",
              "pca:sweep",
              "pca:blocks:10x5",
              "random:10:1")
          .iterator();
    }
  }

  /** Spaces without principal components. */
  static final class Inputs implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("input").iterator();
    }
  }

  static final class OfPapers implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Papers.all().stream().map(Paper::name).iterator();
    }
  }

  static final class OfPredictors implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Predictors.all().stream().map(Predictor::name).iterator();
    }
  }

  static final class OfPublished implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Published.all().stream().map(Published::name).iterator();
    }
  }

  static final class Schedules implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("constant", "cosine", "step:10:0.5").iterator();
    }
  }

  static final class Augmentations implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("flip", "shift:2", "crop:4").iterator();
    }
  }

  static final class Corruptions implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("label:0.2", "gaussian-input:0.1", "additive-gaussian:0.5:0.3").iterator();
    }
  }

  static final class Sizes implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("28x28", "32x32").iterator();
    }
  }

  static final class Shapes implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("1x28x28", "3x32x32").iterator();
    }
  }
}
