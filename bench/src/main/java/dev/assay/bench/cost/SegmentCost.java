package dev.assay.bench.cost;

import com.sun.management.OperatingSystemMXBean;
import dev.assay.backend.Backend;
import dev.assay.backend.Backends;
import dev.assay.backend.Workers;
import dev.assay.data.Catalog;
import dev.assay.data.Dataset;
import dev.assay.geometry.PiecewiseLinear;
import dev.assay.geometry.SegmentClasses;
import dev.assay.geometry.SegmentMethod;
import dev.assay.io.Text;
import dev.assay.nn.Network;
import dev.assay.study.fragmentation.Tuples;
import dev.assay.train.Checkpoint;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What class changes on segments between training samples of one class cost by each method, as a
 * multiple of what looking at 1,000 points of the same segments costs: processor time of the whole
 * program, garbage collection and compilation included, on one thread, method after method in each
 * round. The first round is what a command sees, the last one what many segments cost. Fails where
 * the complete methods differ.
 */
public final class SegmentCost {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final int POINTS = 1000;
  private static final int ROUNDS = 3;

  private SegmentCost() {}

  /** A network (a checkpoint), its data (a name), and how many segments. */
  public static void main(String[] arguments) {
    Dataset data = Catalog.of(Optional.empty()).open(arguments[1]).train();
    int count = Integer.parseInt(arguments[2]);
    try (Backend backend = Backends.open(Backends.AUTO, 1);
        Network network = Checkpoint.read(Path.of(arguments[0])).network(backend, arguments[0]);
        Workers workers = new Workers(1)) {
      System.out.println(backend.description());
      PiecewiseLinear exact = PiecewiseLinear.of(network, 0);
      Map<String, SegmentMethod> methods = new LinkedHashMap<>();
      methods.put("sampled", SegmentMethod.sampled(network.classifier(), POINTS));
      methods.put("certified", SegmentMethod.certified(exact, workers));
      if (!Arrays.asList(arguments).contains("--certified")) {
        methods.put("exact", SegmentMethod.exact(exact, workers));
      }
      float[][] ends = ends(data, count);
      System.out.println(
          "| round | method | changes | without changes, ms | × | with changes, ms | × | ms of a ms of effort |");
      System.out.println("|---|---|---|---|---|---|---|---|");
      for (int round = 1; round <= ROUNDS; round++) {
        round(round, methods, ends, count);
      }
    }
  }

  private static float[][] ends(Dataset data, int count) {
    int[] all = IntStream.range(0, data.count()).toArray();
    int[][] pairs = Tuples.draw(data.labels(), all, true, 2, count, 1).tuples();
    int n = data.sample().intSize();
    float[][] ends = new float[2][count * n];
    for (int s = 0; s < count; s++) {
      for (int end = 0; end < 2; end++) {
        data.copy(pairs[s][end], ends[end], s * n);
      }
    }
    return ends;
  }

  /** What one method found on all segments, and milliseconds for each. */
  private record Found(List<SegmentClasses> segments, double[] times) {
    static Found by(SegmentMethod method, float[][] ends, int count) {
      int n = ends[0].length / count;
      List<SegmentClasses> segments = new ArrayList<>();
      double[] times = new double[count];
      for (int s = 0; s < count; s++) {
        float[] a = Arrays.copyOfRange(ends[0], s * n, (s + 1) * n);
        float[] b = Arrays.copyOfRange(ends[1], s * n, (s + 1) * n);
        long start = SYSTEM.getProcessCpuTime();
        segments.addAll(method.classes(a, b, 1));
        times[s] = (SYSTEM.getProcessCpuTime() - start) * 1e-6;
      }
      return new Found(segments, times);
    }

    /** Mean time of the segments that do change by another method, or do not. */
    double time(Found other, boolean change) {
      return IntStream.range(0, times.length)
          .filter(s -> other.segments.get(s).changes() > 0 == change)
          .mapToDouble(s -> times[s])
          .average()
          .orElse(Double.NaN);
    }

    /** Milliseconds of effort, by which a method is chosen; 0 for sampling. */
    double effort() {
      return 1e3 * segments.stream().mapToDouble(SegmentClasses::effort).sum();
    }

    int changes() {
      return segments.stream().mapToInt(SegmentClasses::changes).sum();
    }
  }

  private static void round(
      int round, Map<String, SegmentMethod> methods, float[][] ends, int count) {
    Map<String, Found> found = new LinkedHashMap<>();
    methods.forEach((name, method) -> found.put(name, Found.by(method, ends, count)));
    Found sampled = found.get("sampled");
    Found complete = found.get("certified");
    found.forEach(
        (name, of) -> {
          double without = of.time(complete, false);
          double with = of.time(complete, true);
          System.out.println(
              Text.format(
                  "| %d | %s | %d | %.1f | %.2f | %.1f | %.2f | %.2f |",
                  round,
                  name,
                  of.changes(),
                  without,
                  without / sampled.time(complete, false),
                  with,
                  with / sampled.time(complete, true),
                  Arrays.stream(of.times).sum() / of.effort()));
        });
    if (found.containsKey("exact")) {
      agree(complete, found.get("exact"));
    }
  }

  private static void agree(Found one, Found other) {
    for (int s = 0; s < one.times.length; s++) {
      int[] a = one.segments.get(s).classes();
      int[] b = other.segments.get(s).classes();
      if (!Arrays.equals(a, b)) {
        throw new IllegalStateException(
            Text.format(
                "segment %d: certified %s, exact %s", s, Arrays.toString(a), Arrays.toString(b)));
      }
    }
  }
}
