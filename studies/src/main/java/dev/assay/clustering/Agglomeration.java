package dev.assay.clustering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Agglomerative clustering by average linkage: the two clusters are joined between whose points
 * distances are smallest on average, until one is left. By chains of nearest neighbours (Murtagh
 * 1983), in time and memory of the square of the number of points; of equal distances the one to
 * the first point.
 */
public final class Agglomeration {
  private final Distances distances;
  private final int count;
  private final List<Merge> merges;

  /** Two clusters, each by a point in it, and their mean distance. */
  private record Merge(int first, int second, float distance) {}

  private Agglomeration(Distances distances, List<Merge> merges) {
    this.distances = distances;
    this.count = distances.count();
    this.merges = merges;
  }

  /** Memory that this takes while it runs, besides the distances. */
  public static long bytes(int count) {
    return Distances.bytes(count);
  }

  public static Agglomeration of(Distances distances) {
    List<Merge> merges = new Chain(distances).merges();
    // stable: of equal distances parts come before their whole; none is less than within its parts,
    // as the mean of numbers in single precision, rounded, is not less than the least of them
    merges.sort(Comparator.comparingDouble(Merge::distance));
    return new Agglomeration(distances, merges);
  }

  /** Joins until there are so many clusters; what is at distance 0 is never parted. */
  public Partition cut(int clusters) {
    int[] root = IntStream.range(0, count).toArray();
    for (int m = 0; m < merges.size(); m++) {
      Merge merge = merges.get(m);
      if (m < count - clusters || merge.distance() == 0) {
        int first = root(root, merge.first());
        int second = root(root, merge.second());
        root[Math.max(first, second)] = Math.min(first, second);
      }
    }
    return Partition.numbered(IntStream.range(0, count).map(i -> root(root, i)).toArray());
  }

  /**
   * As many clusters as have the largest silhouette, 2 to so many, the fewest of several; one where
   * all points are equal.
   */
  public Partition chosen(int most) {
    Partition chosen = cut(1);
    double highest = Double.NEGATIVE_INFINITY;
    for (int k = 2; k <= most; k++) {
      Partition found = cut(k);
      if (found.count() < k) {
        break;
      }
      double silhouette = Silhouette.of(distances, found);
      if (silhouette > highest) {
        highest = silhouette;
        chosen = found;
      }
    }
    return chosen;
  }

  private static int root(int[] of, int i) {
    int at = i;
    while (of[at] != at) {
      of[at] = of[of[at]];
      at = of[at];
    }
    return at;
  }

  /** Each cluster stands in the row of one of its points. */
  private static final class Chain {
    private final Distances between;
    private final int[] sizes;
    private final int[] chain;
    private int length;

    Chain(Distances distances) {
      int count = distances.count();
      between = distances.of(IntStream.range(0, count).toArray());
      sizes = new int[count];
      Arrays.fill(sizes, 1);
      chain = new int[count + 1];
    }

    List<Merge> merges() {
      List<Merge> merges = new ArrayList<>();
      int first = 0;
      while (merges.size() < sizes.length - 1) {
        if (length == 0) {
          while (sizes[first] == 0) {
            first++;
          }
          chain[length++] = first;
        }
        int last = chain[length - 1];
        int before = length > 1 ? chain[length - 2] : -1;
        int next = nearest(last, before);
        if (next == before) {
          merges.add(merge(before, last));
          length -= 2;
        } else {
          chain[length++] = next;
        }
      }
      return merges;
    }

    /** Of equally near ones that before in the chain, so that it ends, then the first. */
    private int nearest(int of, int before) {
      int best = before;
      float least = before < 0 ? Float.POSITIVE_INFINITY : between.at(of, before);
      for (int j = 0; j < sizes.length; j++) {
        if (j != of && sizes[j] > 0 && between.at(of, j) < least) {
          least = between.at(of, j);
          best = j;
        }
      }
      return best;
    }

    private Merge merge(int kept, int gone) {
      float height = between.at(kept, gone);
      double all = sizes[kept] + sizes[gone];
      for (int j = 0; j < sizes.length; j++) {
        if (sizes[j] > 0 && j != kept && j != gone) {
          double sum =
              sizes[kept] * (double) between.at(kept, j)
                  + sizes[gone] * (double) between.at(gone, j);
          between.set(kept, j, (float) (sum / all));
        }
      }
      sizes[kept] += sizes[gone];
      sizes[gone] = 0;
      return new Merge(kept, gone, height);
    }
  }
}
