package dev.assay.geometry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Branches as one chain of stages: the values of all lie beside each other, and those of branches
 * that have nothing to do pass by. So whoever follows chains follows branches.
 */
final class Beside {
  private final List<Deque<Stage>> branches = new ArrayList<>();

  /** How the values of each branch lie. */
  private final List<Grid> parts = new ArrayList<>();

  private final List<Stage> stages = new ArrayList<>();

  /** How those of all lie. */
  private Grid whole;

  private Beside(Grid in, List<List<Stage>> branches) {
    for (List<Stage> branch : branches) {
      this.branches.add(new ArrayDeque<>(branch));
      parts.add(in);
    }
    whole = in;
  }

  /**
   * The stages of branches.
   *
   * @param in of what all of them read
   * @param adds whether that is their sum; else it is all they have, one after the other
   */
  static List<Stage> of(Grid in, List<List<Stage>> branches, boolean adds) {
    Beside beside = new Beside(in, branches);
    beside.affine(true, adds);
    while (beside.pending()) {
      if (beside.waits(Rectifier.class)) {
        beside.rectify();
      } else {
        beside.pool();
      }
      beside.affine(false, adds);
    }
    return beside.stages;
  }

  private boolean pending() {
    return branches.stream().anyMatch(branch -> !branch.isEmpty());
  }

  private boolean waits(int branch, Class<? extends Stage> kind) {
    return kind.isInstance(branches.get(branch).peek());
  }

  private boolean waits(Class<? extends Stage> kind) {
    return IntStream.range(0, parts.size()).anyMatch(branch -> waits(branch, kind));
  }

  /** Affine stages until each branch waits for another or is at its end; the last joins them. */
  private void affine(boolean first, boolean adds) {
    boolean reads = first;
    do {
      int[] from = reads ? new int[parts.size()] : offsets();
      List<AffineMap> maps = new ArrayList<>();
      for (int b = 0; b < parts.size(); b++) {
        AffineMap map =
            waits(b, AffineMap.class)
                ? (AffineMap) branches.get(b).poll()
                : ScaleMap.identity(parts.get(b));
        maps.add(map);
        parts.set(b, map.out());
      }
      if (adds && !pending()) {
        add(from, new int[parts.size()], maps, sum());
      } else {
        add(from, offsets(), maps, beside());
      }
      reads = false;
    } while (waits(AffineMap.class));
  }

  private void add(int[] from, int[] to, List<AffineMap> maps, Grid next) {
    List<BlockMap.Block> blocks = new ArrayList<>();
    for (int b = 0; b < maps.size(); b++) {
      blocks.add(new BlockMap.Block(from[b], to[b], maps.get(b)));
    }
    stages.add(new BlockMap(whole, next, blocks));
    whole = next;
  }

  private int[] offsets() {
    int[] offsets = new int[parts.size()];
    for (int b = 1; b < offsets.length; b++) {
      offsets[b] = offsets[b - 1] + parts.get(b - 1).size();
    }
    return offsets;
  }

  /** Channels above each other where images are equally large, else a row of values. */
  private Grid beside() {
    Grid any = parts.get(0);
    boolean equal =
        parts.stream()
            .allMatch(part -> part.height() == any.height() && part.width() == any.width());
    int size = parts.stream().mapToInt(Grid::size).sum();
    return equal ? new Grid(size / any.plane(), any.height(), any.width()) : new Grid(1, 1, size);
  }

  private Grid sum() {
    Grid any = parts.get(0);
    return parts.stream().allMatch(any::equals) ? any : new Grid(1, 1, any.size());
  }

  private void rectify() {
    BitSet passing = new BitSet();
    int[] offsets = offsets();
    for (int b = 0; b < parts.size(); b++) {
      Rectifier rectifier = waits(b, Rectifier.class) ? (Rectifier) branches.get(b).poll() : null;
      for (int i = 0; i < parts.get(b).size(); i++) {
        passing.set(offsets[b] + i, rectifier == null || rectifier.passes(i));
      }
    }
    stages.add(new Rectifier(whole, passing));
  }

  /** A maximum of each value of the branches that have none passes it by. */
  private void pool() {
    int[] offsets = offsets();
    Grid row = new Grid(1, 1, Arrays.stream(offsets).max().orElse(0) + last().size());
    if (!whole.equals(row)) {
      add(
          offsets,
          offsets,
          parts.stream().map(part -> (AffineMap) ScaleMap.identity(part)).toList(),
          row);
    }
    List<int[]> windows = new ArrayList<>();
    for (int b = 0; b < parts.size(); b++) {
      int offset = offsets[b];
      if (waits(b, Maximum.class)) {
        Maximum pool = (Maximum) branches.get(b).poll();
        pool.windows().forEach(w -> windows.add(Arrays.stream(w).map(i -> offset + i).toArray()));
        parts.set(b, pool.out());
      } else {
        IntStream.range(0, parts.get(b).size()).forEach(i -> windows.add(new int[] {offset + i}));
      }
    }
    stages.add(Maximum.ofRow(row.size(), windows));
    whole = new Grid(1, 1, windows.size());
  }

  private Grid last() {
    return parts.get(parts.size() - 1);
  }
}
