package dev.assay.bench.cost;

import com.sun.management.OperatingSystemMXBean;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.data.Catalog;
import dev.assay.data.Dataset;
import dev.assay.io.Text;
import dev.assay.nn.Network;
import dev.assay.study.NetworkSubject;
import dev.assay.study.Progress;
import dev.assay.study.Samples;
import dev.assay.study.translation.Boundary;
import dev.assay.study.translation.Common;
import dev.assay.study.translation.Interpolation;
import dev.assay.study.translation.ShiftGrid;
import dev.assay.study.translation.Translations;
import dev.assay.train.Checkpoint;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How fast images are moved and compared beside plain inference of the same network in the same
 * program: processor time of all of it for each moved image, one after the other in each round, and
 * the median over rounds. Inference takes {@value #CALL} images in a call.
 */
public final class TranslationCost {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final int CALL = 1024;

  /** Rounds, before which there is one that counts for nothing. */
  private static final int ROUNDS = 9;

  private final Network network;
  private final Dataset data;
  private final ShiftGrid grid;
  private final float[] batch;

  private TranslationCost(Network network, Dataset data, ShiftGrid grid) {
    this.network = network;
    this.data = data;
    this.grid = grid;
    float[] images = data.images();
    this.batch = new float[CALL * data.sample().intSize()];
    for (int i = 0; i < batch.length; i++) {
      batch[i] = images[i % images.length];
    }
  }

  /** A network (a checkpoint), its data (a name), how many images, a range, and hidden cuts. */
  public static void main(String[] arguments) {
    int count = Integer.parseInt(arguments[2]);
    ShiftGrid grid = new ShiftGrid(Integer.parseInt(arguments[3]), 1);
    List<String> cuts = arguments.length > 4 ? List.of(arguments[4].split(",")) : List.of();
    try (Backend backend = Backends.open(Backends.AUTO, 1);
        Network network = Checkpoint.read(Path.of(arguments[0])).network(backend, arguments[0])) {
      System.out.println(backend.description());
      Dataset data =
          Catalog.of(Optional.empty())
              .open(arguments[1])
              .test()
              .take(count)
              .onCanvas(network.architecture().input().height());
      new TranslationCost(network, data, grid).compare(cuts);
    }
  }

  private void compare(List<String> cuts) {
    double[][] times = new double[3][ROUNDS];
    for (int round = -1; round < ROUNDS; round++) {
      double[] now = {inference(), map(List.of()), map(cuts)};
      for (int kind = 0; kind < now.length && round >= 0; kind++) {
        times[kind][round] = now[kind];
      }
    }
    double inference = median(times[0]);
    System.out.println(Text.format("inference %.2f µs", inference));
    for (int kind = 1; kind < times.length; kind++) {
      double[] rates = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        rates[round] = times[0][round] / times[kind][round];
      }
      System.out.println(
          Text.format(
              "maps of %s %.2f µs: %.0f %% of the rate of inference (rounds %.0f to %.0f %%)",
              kind == 1 ? "outputs" : "outputs and " + String.join(", ", cuts),
              median(times[kind]),
              100 * median(rates),
              100 * Arrays.stream(rates).min().orElseThrow(),
              100 * Arrays.stream(rates).max().orElseThrow()));
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private double inference() {
    int calls = Math.max(1, data.count() * grid.count() / CALL);
    return microseconds(
        () -> {
          for (int call = 0; call < calls; call++) {
            network.logits(batch, CALL);
          }
        },
        calls * CALL);
  }

  private double map(List<String> cuts) {
    Translations all = new Translations(new NetworkSubject(network, data), Samples.of(data), cuts);
    return microseconds(
        () ->
            all.maps(
                grid,
                Boundary.ZERO,
                Interpolation.BILINEAR,
                new Common(Common.Kind.PROJECTION, 0),
                1,
                Progress.NONE),
        data.count() * grid.count());
  }

  private static double microseconds(Runnable work, int images) {
    long start = SYSTEM.getProcessCpuTime();
    work.run();
    return (SYSTEM.getProcessCpuTime() - start) * 1e-3 / images;
  }
}
