package dev.assay.spark;

import dev.assay.io.BadInputException;
import dev.assay.io.Text;
import dev.assay.study.Progress;
import dev.assay.sweep.Assignment;
import dev.assay.sweep.Cluster;
import dev.assay.sweep.SweepFolder.Counts;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A Spark cluster: a task for each group of cells. Tasks exchange nothing, and results go to the
 * shared folders. A task that is lost is given to another machine, which goes on where it was; one
 * that runs twice makes nothing twice, as whoever makes a cell locks it.
 *
 * <p>Settings are Spark's own, as system properties.
 */
public final class SparkCluster implements Cluster {
  /** As many as Spark hands out within seconds. */
  private static final int MOST_GROUPS = 1000;

  private static final long LOOK_SECONDS = 2;
  private static final String DATA = "ASSAY_DATA";

  @Override
  public void make(String master, Assignment work, boolean failFast, Progress progress) {
    List<String> groups = work.split(MOST_GROUPS).stream().map(Assignment::text).toList();
    if (groups.isEmpty()) {
      return;
    }
    quieten();
    SparkConf settings =
        new SparkConf()
            .setMaster(master)
            .setAppName("assay sweep")
            .setIfMissing("spark.ui.enabled", "false");
    if (System.getenv(DATA) != null) {
      settings.setExecutorEnv(DATA, System.getenv(DATA));
    }
    try (JavaSparkContext spark = new JavaSparkContext(settings)) {
      follow(
          spark
              .parallelize(groups, groups.size())
              .map(group -> Assignment.read(group).make())
              .collectAsync(),
          work,
          failFast,
          progress);
    }
  }

  /** Tells how far it is, until it is over. */
  private static void follow(
      JavaFutureAction<List<Integer>> job, Assignment work, boolean failFast, Progress progress) {
    List<String> keys = work.keys();
    boolean over = false;
    while (!over) {
      over = waited(job);
      Counts counts = work.folder().counts(keys);
      progress.at(
          "cells",
          counts.done() + counts.failed(),
          counts.all(),
          "cells",
          Text.format("%,d failed, %,d running", counts.failed(), counts.running()));
      if (failFast && counts.failed() > 0) {
        job.cancel(true);
        throw new BadInputException("a cell failed; assay sweep status says which, and why");
      }
    }
  }

  private static boolean waited(JavaFutureAction<List<Integer>> job) {
    try {
      job.get(LOOK_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      job.cancel(true);
      throw new BadInputException("interrupted; what was made is kept", e);
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    }
  }

  private static BadInputException failed(Throwable failure) {
    String words =
        failure instanceof SparkException ? failure.getMessage() : String.valueOf(failure);
    return new BadInputException(
        "Spark gave up: " + words.lines().findFirst().orElse("it does not say why"), failure);
  }

  /** Its log tells of every step; unless somebody wants it, warnings are enough. */
  private static void quieten() {
    for (String origin : List.of("org.apache.spark", "org.apache.hadoop", "org.sparkproject")) {
      String key = "org.slf4j.simpleLogger.log." + origin;
      if (System.getProperty(key) == null) {
        System.setProperty(key, "warn");
      }
    }
  }
}
