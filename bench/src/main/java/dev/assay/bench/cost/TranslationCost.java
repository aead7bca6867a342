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
import java.util.List;
import java.util.Optional;

/**
 * How fast images are moved and compared beside plain inference of the same network in the same
 * program: processor time of all of it for each image that the network looks at, one after the
 * other in each round. Inference takes all images in one call.
 */
public final class TranslationCost {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final int ROUNDS = 3;

  private TranslationCost() {}

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
      System.out.println("| round | inference, µs | outputs, µs | rate | with cuts, µs | rate |");
      System.out.println("|---|---|---|---|---|---|");
      for (int round = 1; round <= ROUNDS; round++) {
        double plain =
            microseconds(
                () -> {
                  for (int move = 0; move < grid.count(); move++) {
                    network.logits(data.images(), count);
                  }
                },
                count * grid.count());
        double outputs = map(network, data, List.of(), grid);
        double all = map(network, data, cuts, grid);
        System.out.println(
            Text.format(
                "| %d | %.2f | %.2f | %.0f %% | %.2f | %.0f %% |",
                round, plain, outputs, 100 * plain / outputs, all, 100 * plain / all));
      }
    }
  }

  private static double map(Network network, Dataset data, List<String> cuts, ShiftGrid grid) {
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
