package dev.assay.reproduction;

import dev.assay.store.Results;
import dev.assay.store.Runner;
import dev.assay.store.Spec;
import dev.assay.store.TrainingSpec;
import dev.assay.store.ValueSpec;
import dev.assay.study.Progress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Measures what is not there yet, and trains what that needs. A network all of whose measurements
 * are there is not trained.
 */
final class Work {
  private final Runner runner;
  private final Progress progress;

  Work(Runner runner, Progress progress) {
    this.runner = runner;
    this.progress = progress;
  }

  Results of(Set<ValueSpec<?>> wanted) {
    List<Spec<?>> measurements = runner.missing(wanted);
    Set<Spec<?>> needed = new LinkedHashSet<>();
    measurements.forEach(spec -> needed.addAll(spec.needs()));
    List<Spec<?>> all = runner.missing(needed);
    Count trained = new Count("train networks", all.size(), "networks");
    Count measured = new Count("measure", measurements.size(), "measurements");
    all.addAll(measurements);
    runner.makeAll(all, spec -> (spec instanceof TrainingSpec ? trained : measured).next());
    return runner;
  }

  /** How many of one kind are there. */
  private final class Count {
    private final String stage;
    private final int total;
    private final String unit;
    private int done;

    Count(String stage, int total, String unit) {
      this.stage = stage;
      this.total = total;
      this.unit = unit;
    }

    void next() {
      progress.at(stage, ++done, total, unit);
    }
  }
}
