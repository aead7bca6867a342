package dev.assay.reproduction;

import dev.assay.store.Results;
import dev.assay.store.Runner;
import dev.assay.store.Spec;
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
    make("train networks", runner.missing(needed), "networks");
    make("measure", measurements, "measurements");
    return runner;
  }

  private void make(String stage, List<Spec<?>> specs, String unit) {
    Count count = new Count(stage, specs.size(), unit);
    runner.makeAll(specs, spec -> count.next());
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
