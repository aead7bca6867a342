package dev.assay.sweep;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Dataset;
import dev.assay.io.BadInputException;
import dev.assay.measure.Accuracy;
import dev.assay.predictor.Predictor;
import dev.assay.predictor.Trained;
import dev.assay.store.MeasureSpec;
import dev.assay.store.Planned;
import dev.assay.store.Runner;
import dev.assay.store.TrainingSpec;
import dev.assay.study.Progress;
import dev.assay.train.DivergedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Makes cells, several at a time, each on one thread. A cell that fails is noted with its reason
 * and does not stop the rest. Which process makes which cell, in which order, makes no difference
 * to what comes out.
 */
public final class SweepRun {
  private final Sweep sweep;
  private final SweepFolder folder;
  private final Runner runner;
  private final Progress progress;
  private final boolean failFast;

  /** Tells this process from others, on whichever machine. */
  private final String process = UUID.randomUUID().toString();

  private final Deque<SweepCell> open = new ArrayDeque<>();
  private final TreeSet<Integer> busy = new TreeSet<>();
  private int all;
  private int done;
  private int failed;

  /** What ends the work; null while it goes on. */
  private BadInputException last;

  /**
   * @param failFast whether the first failure ends the work
   */
  public SweepRun(
      Sweep sweep, SweepFolder folder, Runner runner, Progress progress, boolean failFast) {
    this.sweep = sweep;
    this.folder = folder;
    this.runner = runner;
    this.progress = progress;
    this.failFast = failFast;
  }

  /**
   * Makes cells.
   *
   * @return how many failed
   * @throws BadInputException if a failure ends the work
   */
  public int make(Collection<SweepCell> cells) {
    open.addAll(cells);
    all = cells.size();
    progress.at("cells", 0, all, "cells");
    Backend backend = runner.bench().backend();
    int hands = backend.takesWholeBatches() ? 1 : Math.min(backend.workers().count(), cells.size());
    List<Thread> threads = new ArrayList<>();
    for (int hand = 0; hand < hands; hand++) {
      Thread thread = new Thread(this::work, "sweep-" + hand);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      folder.over(process);
    }
    if (last != null) {
      throw last;
    }
    return failed;
  }

  private void work() {
    Backend whole = runner.bench().backend();
    if (whole.takesWholeBatches()) {
      work(runner);
      return;
    }
    try (Backend backend = Backends.open(whole.name(), 1)) {
      work(new Runner(runner.store(), runner.bench().on(backend)));
    }
  }

  private void work(Runner hand) {
    for (SweepCell cell = take(); cell != null; cell = take()) {
      String key = sweep.key(cell);
      try {
        folder.keep(key, outcome(cell, hand));
        end(cell, key, null);
      } catch (BadInputException | DivergedException e) {
        end(cell, key, e.getMessage());
      } catch (RuntimeException | OutOfMemoryError e) {
        end(cell, key, e.toString());
      }
    }
  }

  private synchronized SweepCell take() {
    if (last != null || open.isEmpty()) {
      return null;
    }
    SweepCell cell = open.poll();
    busy.add(cell.number());
    return noted(() -> folder.running(process, List.copyOf(busy))) ? cell : null;
  }

  private synchronized void end(SweepCell cell, String key, String reason) {
    busy.remove(cell.number());
    done++;
    if (reason != null) {
      failed++;
      progress.say("cell " + cell + " failed: " + reason);
      noted(() -> folder.fail(key, reason));
      if (failFast && last == null) {
        last = new BadInputException("cell " + cell + ": " + reason);
      }
    }
    progress.at("cells", done, all, "cells");
  }

  /** Where the folder takes nothing any more, the work ends. */
  private boolean noted(Runnable note) {
    try {
      note.run();
      return true;
    } catch (BadInputException e) {
      last = e;
      return false;
    }
  }

  private Outcome outcome(SweepCell cell, Runner hand) {
    TrainingSpec training = cell.training();
    Dataset samples = hand.bench().data(training.train());
    Trained trained =
        new Trained(
            training.architecture(),
            training.atEnd(),
            training.untrained(),
            samples,
            training.training().seed());
    double fitted =
        hand.get(MeasureSpec.of(new Accuracy(training.train()), training.atEnd())).value();
    double test = hand.get(MeasureSpec.of(new Accuracy(training.test()), training.atEnd())).value();
    Map<String, Double> values = new LinkedHashMap<>();
    for (Predictor predictor : sweep.predictors()) {
      values.put(predictor.name(), value(predictor, trained, hand));
    }
    return new Outcome(fitted, test, values);
  }

  /** Null where it is not defined. */
  private static Double value(Predictor predictor, Trained trained, Runner hand) {
    Planned<Double> planned;
    try {
      planned = predictor.value().apply(trained);
    } catch (BadInputException e) {
      return null; // it does not apply to such a network
    }
    double value = planned.read(hand);
    return Double.isFinite(value) ? value : null;
  }
}
