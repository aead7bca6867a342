package dev.assay.reproduction;

import dev.assay.io.Text;
import dev.assay.store.Results;
import dev.assay.store.Runner;
import dev.assay.store.Spec;
import dev.assay.store.TrainingSpec;
import dev.assay.store.ValueSpec;
import dev.assay.study.Progress;
import dev.assay.train.StoppingCriterion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Measures what is not there yet, and trains what that needs. A network all of whose measurements
 * are there is not trained. Where it is much, it says before how long it will take: of trainings at
 * once; of measurements when the first of each kind are done, on a small network and on a large
 * one.
 */
final class Work {
  /** From so many trainings on, some are made first, so that one knows of the others. */
  private static final int MANY = 12;

  /** From such a pace on, it is worth a word. */
  private static final double BUSY = 1.25;

  private static final String TRAIN = "train networks";
  private static final String MEASURE = "measure";

  private final Runner runner;
  private final Progress progress;
  private final Forecast forecast;
  private final int threads;

  Work(Runner runner, Progress progress) {
    this.runner = runner;
    this.progress = progress;
    this.forecast = new Forecast(runner);
    this.threads = runner.bench().backend().workers().count();
  }

  Results of(Set<ValueSpec<?>> wanted) {
    List<ValueSpec<?>> measurements = runner.missing(wanted);
    List<TrainingSpec> trainings = runner.missing(needs(measurements));
    if (trainings.size() + measurements.size() < MANY) {
      make(TRAIN, trainings, "networks");
      make(MEASURE, measurements, "measurements");
      return runner;
    }
    progress.say(
        Text.format(
            "to do: %,d networks, %,d measurements; %,d of %,d measurements are there",
            trainings.size(),
            measurements.size(),
            wanted.size() - measurements.size(),
            wanted.size()));
    forecast.learn(wanted);
    forecast.learn(needs(wanted));
    if (!trainings.isEmpty()) {
      forecast.time(trainings);
      progress.say(TRAIN + ": " + expected(trainings));
    }
    tryOut(trainings, measurements);
    stage(TRAIN, trainings, "networks");
    stage(MEASURE, measurements, "measurements");
    return runner;
  }

  private static Set<TrainingSpec> needs(Collection<? extends Spec<?>> specs) {
    Set<TrainingSpec> needs = new LinkedHashSet<>();
    specs.forEach(spec -> spec.needs().forEach(need -> needs.add((TrainingSpec) need)));
    return needs;
  }

  /** Makes the first measurements of each kind that is not known yet, and what they need. */
  private void tryOut(List<TrainingSpec> trainings, List<ValueSpec<?>> measurements) {
    List<ValueSpec<?>> unknown =
        measurements.stream().filter(spec -> forecast.seconds(List.of(spec)).isEmpty()).toList();
    if (unknown.isEmpty()) {
      return;
    }
    List<TrainingSpec> sorted = forecast.bySize(needs(unknown));
    Set<TrainingSpec> ends = new LinkedHashSet<>();
    if (!sorted.isEmpty()) {
      ends.add(sorted.get(0));
      ends.add(sorted.get(sorted.size() - 1));
    }
    Set<ValueSpec<?>> first = new LinkedHashSet<>();
    Set<String> kinds = new HashSet<>();
    for (ValueSpec<?> spec : unknown) {
      // one of each kind on each of the two networks
      if (ends.containsAll(spec.needs()) && kinds.add(Forecast.kind(spec) + spec.needs())) {
        first.add(spec);
        kinds.add(Forecast.kind(spec));
      }
    }
    for (ValueSpec<?> spec : unknown) {
      if (kinds.add(Forecast.kind(spec))) {
        first.add(spec);
      }
    }
    Set<TrainingSpec> networks = needs(first);
    networks.retainAll(trainings);
    make("first networks", networks, "networks");
    make("first measurements", first, "measurements");
    List<Spec<?>> made = new ArrayList<>(networks);
    made.addAll(first);
    forecast.learnNow(made);
    trainings.removeAll(networks);
    measurements.removeAll(first);
    progress.say(TRAIN + ": " + expected(trainings));
    progress.say(MEASURE + ": " + expected(measurements));
    List<Spec<?>> all = new ArrayList<>(trainings);
    all.addAll(measurements);
    progress.say("together: " + expected(all));
  }

  /** Says before how long it will take, and afterwards how long it did. */
  private void stage(String name, Collection<? extends Spec<?>> specs, String unit) {
    if (specs.isEmpty()) {
      return;
    }
    OptionalDouble before = forecast.seconds(specs);
    progress.say(name + ": " + expected(specs));
    long began = System.nanoTime();
    make(name, specs, unit);
    double took = (System.nanoTime() - began) * 1e-9;
    if (before.isPresent()) {
      progress.say(
          Text.format(
              "%s: took %s, expected were %s",
              name, words(took), words(byTheClock(before.getAsDouble()))));
    }
    forecast.learnNow(specs);
  }

  private double byTheClock(double seconds) {
    return seconds / threads * forecast.pace();
  }

  private String expected(Collection<? extends Spec<?>> specs) {
    OptionalDouble seconds = forecast.seconds(specs);
    if (seconds.isEmpty()) {
      return "how long is not known yet";
    }
    boolean stopping =
        specs.stream()
            .anyMatch(
                spec ->
                    spec instanceof TrainingSpec training
                        && training.training().stop() != StoppingCriterion.NEVER);
    return Text.format(
        "%,d, about %s (%s of one processor's time, %d thread%s%s)%s",
        specs.size(),
        words(byTheClock(seconds.getAsDouble())),
        words(seconds.getAsDouble()),
        threads,
        threads == 1 ? "" : "s",
        forecast.pace() > BUSY ? ", on a busy machine" : "",
        stopping ? ", less where training stops early" : "");
  }

  /** A time as one says it. */
  static String words(double seconds) {
    if (seconds < 100) {
      return Text.format("%.0f seconds", Math.ceil(seconds));
    }
    return seconds < 100 * 60
        ? Text.format("%.0f minutes", seconds / 60)
        : Text.format("%.1f hours", seconds / 3600);
  }

  private void make(String stage, Collection<? extends Spec<?>> specs, String unit) {
    Count count = new Count(stage, specs, unit);
    runner.makeAll(specs, count::done);
  }

  /** How many of some are there, and how much of the work that is, as far as it is known. */
  private final class Count {
    private final String stage;
    private final String unit;
    private final Map<Spec<?>, Double> seconds = new HashMap<>();
    private final int count;
    private final double all;
    private int made;
    private double passed;

    Count(String stage, Collection<? extends Spec<?>> specs, String unit) {
      this.stage = stage;
      this.unit = unit;
      this.count = specs.size();
      boolean known = forecast.seconds(specs).orElse(0) > 0;
      for (Spec<?> spec : specs) {
        seconds.put(spec, known ? forecast.seconds(List.of(spec)).orElseThrow() : 1);
      }
      this.all = seconds.values().stream().mapToDouble(each -> each).sum();
    }

    void done(Spec<?> spec) {
      passed += seconds.get(spec);
      progress.at(stage, ++made, count, unit, passed / all);
    }
  }
}
