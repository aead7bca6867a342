package dev.assay.bench.cost;

import static dev.assay.nn.Layers.conv;
import static dev.assay.nn.Layers.dense;
import static dev.assay.nn.Layers.flatten;
import static dev.assay.nn.Layers.kernel;
import static dev.assay.nn.Layers.maxPool;
import static dev.assay.nn.Layers.relu;

import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.backend.Window;
import dev.assay.io.Text;
import dev.assay.nn.AntiAlias;
import dev.assay.nn.Architecture;
import dev.assay.nn.Layer;
import dev.assay.nn.MaxPool;
import dev.assay.nn.Network;
import dev.assay.nn.PolyphasePool;
import dev.assay.nn.TrainingPlan;
import dev.assay.random.Streams;
import dev.assay.tensor.Shape;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What training on circular images, polyphase sampling and filters cost beside plain twins, with
 * zeros beyond the edges and pooling by two: processor time of one thread for a gradient, all
 * networks in turns, medians of what rounds say.
 */
public final class TwinCost {
  private static final int BATCH = 64;
  private static final int ROUNDS = 9;
  private static final double NANOSECONDS = 3e8;
  private static final Shape IMAGE = Shape.image(3, 32, 32);
  private static final Window PADDED = kernel(3).padding(1);
  private static final Window CIRCULAR = kernel(3).circular();
  private static final MaxPool DENSE = new MaxPool(kernel(2).circular(), AntiAlias.NONE);

  private TwinCost() {}

  /** Two blocks of two convolutions, each followed by what pools by two. */
  private enum Twin {
    PLAIN("zeros, max-pool 2", PADDED, maxPool(2)),
    CIRCULAR(
        "circular, max-pool 2",
        TwinCost.CIRCULAR,
        new MaxPool(kernel(2).circular().stride(2), AntiAlias.NONE)),
    POLYPHASE(
        "circular, dense max-pool 2, polyphase 2",
        TwinCost.CIRCULAR,
        DENSE,
        new PolyphasePool(2, 2, AntiAlias.NONE)),
    POLYPHASE_FILTERED(
        "circular, dense max-pool 2, polyphase 2 with 3 taps",
        TwinCost.CIRCULAR,
        DENSE,
        new PolyphasePool(2, 2, new AntiAlias(3))),
    POLYPHASE_ALONE(
        "circular, polyphase 2", TwinCost.CIRCULAR, new PolyphasePool(2, 2, AntiAlias.NONE)),
    FILTERED("zeros, dense max-pool 2 with 3 taps", PADDED, maxPool(2, 3));

    final String text;
    final Window window;
    final List<Layer> pool;

    Twin(String text, Window window, Layer... pool) {
      this.text = text;
      this.window = window;
      this.pool = List.of(pool);
    }

    Architecture architecture(int channels) {
      List<Layer> layers = new ArrayList<>();
      for (int width : new int[] {channels, 2 * channels}) {
        layers.addAll(List.of(conv(width, window), relu(), conv(width, window), relu()));
        layers.addAll(pool);
      }
      layers.addAll(List.of(flatten(), dense(64), relu(), dense(10)));
      return Architecture.of(IMAGE, layers);
    }
  }

  /** Channels of the first block, one table for each. */
  public static void main(String[] arguments) {
    try (Backend backend = Backends.open("cpu", 1)) {
      System.out.println(backend.description());
      for (String channels : arguments) {
        compare(backend, Integer.parseInt(channels));
      }
    }
  }

  private static void compare(Backend backend, int channels) {
    Twin[] twins = Twin.values();
    double[][] times = new double[twins.length][ROUNDS];
    List<Network> networks = new ArrayList<>();
    try {
      for (Twin twin : twins) {
        networks.add(new Network(backend, twin.architecture(channels), 1));
      }
      for (int round = -1; round < ROUNDS; round++) {
        for (int i = 0; i < twins.length; i++) {
          double time = microseconds(networks.get(i));
          times[i][Math.max(0, round)] = time;
        }
      }
    } finally {
      networks.forEach(Network::close);
    }
    System.out.println(
        Text.format("%n| %d and %d channels | µs an image | plain |", channels, 2 * channels));
    System.out.println("|---|---|---|");
    for (Twin twin : twins) {
      double[] ratios = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        ratios[round] = times[twin.ordinal()][round] / times[0][round];
      }
      System.out.println(
          Text.format(
              "| %s | %.1f | %.2f × |", twin.text, median(times[twin.ordinal()]), median(ratios)));
    }
  }

  private static double microseconds(Network network) {
    TrainingPlan plan = network.training(BATCH);
    int size = IMAGE.intSize();
    float[] inputs = new float[BATCH * size];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = Streams.uniform(Streams.key(1, "images"), i);
    }
    int[] labels = new int[BATCH];
    Arrays.setAll(labels, i -> i % 10);
    int steps = 0;
    long start = now();
    do {
      plan.lossGradient(inputs, labels, BATCH, 0);
      steps++;
    } while (now() - start < NANOSECONDS);
    return (now() - start) * 1e-3 / ((double) steps * BATCH);
  }

  private static long now() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
