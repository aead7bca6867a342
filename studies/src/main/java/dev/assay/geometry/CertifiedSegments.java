package dev.assay.geometry;

import dev.assay.backend.Workers;
import dev.assay.geometry.SegmentClasses.Method;
import dev.assay.geometry.SegmentClasses.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Classes by halving intervals until bounds say which class wins, and by visiting the pieces of the
 * short ones for which they never do.
 */
final class CertifiedSegments implements SegmentMethod {
  private static final int VALUES = 1 << 21;
  private static final int FIRST = 8;
  private static final int HALVINGS = 4;

  private final PiecewiseLinear network;
  private final IntervalBounds bounds;
  private final Workers workers;
  private final int batch;

  CertifiedSegments(PiecewiseLinear network, Workers workers) {
    this.network = network;
    this.bounds = new IntervalBounds(network);
    this.workers = workers;
    int widest = network.length();
    for (Stage stage : network.stages()) {
      widest = Math.max(widest, stage.out().size());
    }
    this.batch = Math.max(1, VALUES / (4 * widest));
  }

  @Override
  public Method method() {
    return Method.CERTIFIED;
  }

  @Override
  public List<SegmentClasses> classes(float[] a, float[] b, int count) {
    Segments.check(a, b, count, network.length());
    SegmentClasses[] results = new SegmentClasses[count];
    workers.run(count, (index, worker) -> results[index] = one(a, b, index));
    return List.of(results);
  }

  /** An interval; its class, or −1. */
  private record Part(double from, double to, int winner) {}

  private SegmentClasses one(float[] a, float[] b, int index) {
    Status status = Segments.status(a, b, index, network.length());
    if (status != Status.OK) {
      return SegmentClasses.without(status, 0, Method.CERTIFIED);
    }
    SegmentWalk walk = SegmentWalk.between(network, a, b, index);
    List<Part> parts = new ArrayList<>();
    for (int p = 0; p < FIRST; p++) {
      parts.add(new Part((double) p / FIRST, (p + 1.0) / FIRST, -1));
    }
    long bounded = 0;
    for (int halving = 0; halving <= HALVINGS; halving++) {
      bounded += parts.stream().filter(part -> part.winner < 0).count();
      parts = decide(walk, parts, halving < HALVINGS);
    }
    // rows: mean and spread at both ends
    return finish(walk, parts, 4 * bounded);
  }

  /** Bounds what is undecided; halves what still is, if asked to. */
  private List<Part> decide(SegmentWalk walk, List<Part> parts, boolean halve) {
    List<Part> open = parts.stream().filter(part -> part.winner < 0).toList();
    List<Integer> winners = new ArrayList<>();
    for (int from = 0; from < open.size(); from += batch) {
      List<Part> some = open.subList(from, Math.min(open.size(), from + batch));
      double[] ends = some.stream().flatMapToDouble(
          part -> DoubleStream.of(part.from, part.to)).toArray();
      for (int winner : bounds.classes(walk.start(), walk.direction(), ends)) {
        winners.add(winner);
      }
    }
    List<Part> decided = new ArrayList<>();
    int next = 0;
    for (Part part : parts) {
      int winner = part.winner < 0 ? winners.get(next++) : part.winner;
      if (winner < 0 && halve) {
        double middle = (part.from + part.to) / 2;
        decided.add(new Part(part.from, middle, -1));
        decided.add(new Part(middle, part.to, -1));
      } else {
        decided.add(new Part(part.from, part.to, winner));
      }
    }
    return decided;
  }

  private static SegmentClasses finish(SegmentWalk walk, List<Part> parts, long evaluations) {
    for (int p = 0; p < parts.size() && walk.status() == Status.OK; ) {
      Part part = parts.get(p++);
      if (part.winner >= 0) {
        walk.stretches().add(part.from, part.winner);
        continue;
      }
      double to = part.to;
      while (p < parts.size() && parts.get(p).winner < 0) {
        to = parts.get(p++).to;
      }
      walk.walk(part.from, to);
    }
    return walk.stretches()
        .result(walk.status(), -1, evaluations + walk.evaluations(), Method.CERTIFIED);
  }
}
