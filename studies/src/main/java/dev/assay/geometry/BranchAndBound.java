package dev.assay.geometry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A certified lower bound of the distance to the nearest class change around the origin of a slice.
 * Balls that grow are certified one after the other: a ball is cut into cells, and a cell whose
 * bounds leave room for a change is halved, until no cell does or the budget is spent. The next
 * ball starts with the boxes that served the last. Where bounds point to a change, a walk looks at
 * it, so the upper bound improves on the way.
 */
final class BranchAndBound {
  static final double FARTHEST = 1 << 10;

  private static final int RADIUS_HALVINGS = 12;
  private static final double GROWTH = 1.1;

  private final PiecewiseLinear network;
  private final CellBounds bounds;
  private final BoundarySearch search;
  private final int winner;
  private final int budget;
  private final double tolerance;
  private final Effort effort;
  private int cells;

  /** A cell that may hold a change to one of the rivals. */
  private record Open(Cell cell, int[] rivals) {}

  BranchAndBound(
      PiecewiseLinear network,
      BoundarySearch search,
      int winner,
      int budget,
      double tolerance,
      Effort effort) {
    this.network = network;
    this.bounds = new CellBounds(network, winner);
    this.search = search;
    this.winner = winner;
    this.budget = budget;
    this.tolerance = tolerance;
    this.effort = effort;
  }

  /** Cells bounded. */
  int cells() {
    return cells;
  }

  /** Within this distance there is no change. */
  double lower() {
    int[] rivals = IntStream.range(0, network.classes()).filter(k -> k != winner).toArray();
    double certified = certifiedRadius(rivals);
    List<Open> boxes = List.of(new Open(Cell.ball(network.length(), goal()), rivals));
    while (certified > 0 && certified < goal()) {
      double reach = Math.min(goal(), certified * GROWTH);
      boxes = certify(boxes, reach);
      if (boxes == null) {
        return certified;
      }
      certified = Math.min(reach, goal());
    }
    return Math.min(certified, goal());
  }

  /** A lower bound that is good enough. */
  private double goal() {
    double found = search.distance();
    return found < Double.POSITIVE_INFINITY ? found * (1 - tolerance) : FARTHEST;
  }

  /** A ball that bounds over it certify as a whole, almost as large as can be; 0 for none. */
  private double certifiedRadius(int[] rivals) {
    double inside = 0;
    double outside = goal();
    for (int halving = 0; halving < RADIUS_HALVINGS && !spent(); halving++) {
      // first by factors, as the right size is not known
      double reach = inside == 0 ? outside / 2 : (inside + outside) / 2;
      if (left(bound(Cell.ball(network.length(), reach), rivals), rivals).length == 0) {
        inside = reach;
      } else {
        outside = reach;
      }
    }
    return inside;
  }

  /** The boxes into which a ball had to be cut to be certified; null where the budget is spent. */
  private List<Open> certify(List<Open> boxes, double reach) {
    List<Open> done = new ArrayList<>();
    Deque<Open> open = new ArrayDeque<>(boxes);
    while (!open.isEmpty()) {
      Open next = open.pop();
      Cell cell = next.cell.within(Math.min(reach, goal()));
      if (cell == null) {
        done.add(next);
        continue;
      }
      if (spent()) {
        return null;
      }
      CellBounds.Bounded bounded = bound(cell, next.rivals);
      int[] left = left(bounded, next.rivals);
      if (left.length == 0) {
        done.add(next);
      } else {
        double middle = (cell.low()[bounded.axis()] + cell.high()[bounded.axis()]) / 2;
        open.push(new Open(next.cell.half(bounded.axis(), middle, true), next.rivals));
        open.push(new Open(next.cell.half(bounded.axis(), middle, false), next.rivals));
      }
    }
    return done;
  }

  private boolean spent() {
    return cells >= budget || effort.exhausted();
  }

  private CellBounds.Bounded bound(Cell cell, int[] rivals) {
    cells++;
    effort.spend(bounds.operations(rivals.length));
    return bounds.bound(cell, rivals);
  }

  /** The rivals that bounds do not exclude from a cell; looks where they are lowest. */
  private int[] left(CellBounds.Bounded bounded, int[] rivals) {
    CellBounds.Lines lines = bounded.lines();
    int[] left = IntStream.range(0, lines.count()).filter(r -> lines.lowest()[r] <= 0).toArray();
    for (int r : left) {
      search.look(lines.point(r));
    }
    return IntStream.of(left).map(r -> rivals[r]).toArray();
  }
}
