package dev.assay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.ThroughputResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.WorkloadParams;
import org.openjdk.jmh.runner.options.TimeValue;

class BenchmarksTest {

  /** 5,120 operations in two seconds. */
  private static RunResult result(String benchmark, int batch) {
    WorkloadParams workload = new WorkloadParams();
    workload.put("network", "mlp", 0);
    workload.put("threads", "2", 1);
    workload.put("backend", "auto", 2);
    IterationParams iteration =
        new IterationParams(IterationType.MEASUREMENT, 1, TimeValue.seconds(2), 1);
    BenchmarkParams params =
        new BenchmarkParams(
            benchmark,
            "",
            true,
            1,
            new int[] {1},
            List.of(),
            1,
            0,
            iteration,
            iteration,
            Mode.Throughput,
            workload,
            TimeUnit.SECONDS,
            batch,
            "java",
            List.of(),
            "",
            "",
            "",
            "",
            TimeValue.seconds(1));
    IterationResult measured = new IterationResult(params, iteration, null);
    measured.addResult(
        new ThroughputResult(ResultRole.PRIMARY, "x", 5120, 2_000_000_000L, TimeUnit.SECONDS));
    return new RunResult(params, List.of(new BenchmarkResult(params, List.of(measured))));
  }

  @Test
  void ratesSayWhatTheyCount() {
    String table =
        Benchmarks.table(
            List.of(
                result("dev.assay.bench.NetworkBenchmark.forward", 256),
                result("dev.assay.bench.SegmentBenchmark.classes", 4)),
            backend -> "what " + backend + " is");
    assertThat(table.lines().map(line -> line.replaceAll(" {2,}", "|")))
        .containsExactly(
            "",
            "benchmark|of|backend|batch|rate|±",
            "NetworkBenchmark.forward|network mlp, threads 2|what auto is|256|2,560.0|samples/s",
            "SegmentBenchmark.classes|network mlp, threads 2|what auto is|4|2,560.0|segments/s");
  }
}
