package dev.assay.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A square of a plane after its cells of equal class were joined: what is still open, since it
 * reaches the border of the square, and totals of what is closed.
 *
 * <p>Cells are joined where they share more of a side than {@link #WIDE}. If they share less, but
 * more than {@link #NARROW}, it is left open whether that is one region or two; what is even
 * smaller may come from rounding and is taken for a point.
 */
final class Patch {
  /** As a multiple of the sides of the whole rectangle. */
  static final double NARROW = 1e-11;

  static final double WIDE = 1e-9;

  /** Sides of a square: at smallest t, largest s, largest t, smallest s. */
  static final int SIDES = 4;

  private final List<Part> parts;
  private final List<List<Contact>> sides;
  private final List<int[]> doubts;
  private final Totals totals;

  private Patch(List<Part> parts, List<List<Contact>> sides, List<int[]> doubts, Totals totals) {
    this.parts = parts;
    this.sides = sides;
    this.doubts = doubts;
    this.totals = totals;
  }

  /** Where a part reaches a side: from one coordinate along it to another. */
  private record Contact(double from, double to, int part) {}

  /** What is closed, and what it took. */
  private static final class Totals {
    private long regions;
    private long thin;
    private long unseen;
    private long cells;
    private double known;

    private void add(Totals other) {
      regions += other.regions;
      thin += other.thin;
      unseen += other.unseen;
      cells += other.cells;
      known += other.known;
    }

    /** Closes a part. */
    private void add(Part part) {
      double thickness = part.thickness();
      if (thickness > WIDE) {
        regions++;
        unseen += part.seen ? 0 : 1;
      } else if (thickness > NARROW) {
        thin++;
      }
    }
  }

  /** Cells of one class that are joined. */
  private static final class Part {
    private final int winner;
    private double area;
    private double left = Double.POSITIVE_INFINITY;
    private double right = Double.NEGATIVE_INFINITY;
    private double bottom = Double.POSITIVE_INFINITY;
    private double top = Double.NEGATIVE_INFINITY;
    private boolean seen;

    Part(int winner) {
      this.winner = winner;
    }

    private void add(Part other) {
      area += other.area;
      left = Math.min(left, other.left);
      right = Math.max(right, other.right);
      bottom = Math.min(bottom, other.bottom);
      top = Math.max(top, other.top);
      seen |= other.seen;
    }

    /** No more than its largest width. */
    private double thickness() {
      return area == 0 ? 0 : area / Math.hypot(right - left, top - bottom);
    }
  }

  /** A square on which one class wins. */
  static Patch whole(int winner, double s, double t, double size, boolean seen) {
    Joiner joiner = new Joiner();
    int part = joiner.cell(winner, size * size, s, s + size, t, t + size, seen);
    joiner.surround(part, s, t, size);
    return joiner.end();
  }

  /**
   * A square of which only is known which classes may win on it. Any of them is taken to connect
   * all that it touches.
   */
  static Patch unknown(Iterable<Integer> possible, double s, double t, double size) {
    Joiner joiner = new Joiner();
    for (int c : possible) {
      joiner.parts.add(new Part(c));
      joiner.surround(joiner.parts.size() - 1, s, t, size);
    }
    return joiner.end();
  }

  /** Four squares that make a larger one; the second lies to the right, the third above. */
  static Patch join(Patch a, Patch b, Patch c, Patch d) {
    Joiner joiner = new Joiner();
    Patch[] patches = {a, b, c, d};
    int[] shift = new int[4];
    for (int p = 0; p < 4; p++) {
      shift[p] = joiner.parts.size();
      joiner.parts.addAll(patches[p].parts);
      joiner.totals.add(patches[p].totals);
      for (int[] doubt : patches[p].doubts) {
        joiner.doubts.add(new int[] {doubt[0] + shift[p], doubt[1] + shift[p]});
      }
    }
    int[][] meeting = {{0, 1, 1, 3}, {2, 1, 3, 3}, {0, 2, 2, 0}, {1, 2, 3, 0}};
    joiner.grow();
    for (int[] m : meeting) {
      joiner.connect(
          moved(patches[m[0]].sides.get(m[1]), shift[m[0]]),
          moved(patches[m[2]].sides.get(m[3]), shift[m[2]]));
    }
    int[][] outer = {{0, 1}, {1, 3}, {2, 3}, {0, 2}};
    for (int side = 0; side < SIDES; side++) {
      for (int p : outer[side]) {
        joiner.sides.get(side).addAll(moved(patches[p].sides.get(side), shift[p]));
      }
    }
    return joiner.end();
  }

  private static List<Contact> moved(List<Contact> contacts, int shift) {
    List<Contact> moved = new ArrayList<>(contacts.size());
    for (Contact c : contacts) {
      moved.add(new Contact(c.from, c.to, c.part + shift));
    }
    return moved;
  }

  /**
   * What was found, with this as the whole rectangle.
   *
   * @param complete whether no square is unknown
   */
  PlaneRegions regions(boolean complete, long tiles, long passes) {
    Joiner joiner = new Joiner();
    joiner.parts.addAll(parts);
    joiner.totals.add(totals);
    joiner.grow();
    long doubtful = 0;
    for (int[] doubt : doubts) {
      doubtful += joiner.join(doubt[0], doubt[1]) ? 1 : 0;
    }
    joiner.close(new boolean[parts.size()]);
    Totals all = joiner.totals;
    return PlaneRegions.of(
        all.regions,
        complete ? all.regions + all.thin + doubtful : -1,
        all.unseen,
        Math.min(1, all.known),
        all.cells,
        tiles,
        passes);
  }

  /** Puts cells together. */
  static final class Joiner {
    private final List<Part> parts = new ArrayList<>();
    private final List<List<Contact>> sides = new ArrayList<>();
    private final List<int[]> doubts = new ArrayList<>();
    private final Totals totals = new Totals();
    private int[] parent = new int[0];

    Joiner() {
      for (int side = 0; side < SIDES; side++) {
        sides.add(new ArrayList<>());
      }
    }

    /** Adds a cell; returns its number. */
    int cell(
        int winner,
        double area,
        double left,
        double right,
        double bottom,
        double top,
        boolean seen) {
      Part part = new Part(winner);
      part.area = area;
      part.left = left;
      part.right = right;
      part.bottom = bottom;
      part.top = top;
      part.seen = seen;
      parts.add(part);
      totals.cells++;
      totals.known += area;
      return parts.size() - 1;
    }

    private void surround(int part, double s, double t, double size) {
      for (int side = 0; side < SIDES; side++) {
        double from = side % 2 == 0 ? s : t;
        border(side, from, from + size, part);
      }
    }

    /** A cell reaches the border of the square. */
    void border(int side, double from, double to, int cell) {
      sides.get(side).add(new Contact(from, to, cell));
    }

    /** Cells along both sides of a line, as {@link Along}. */
    void connect(Along one, Along other) {
      grow();
      connect(one.contacts, other.contacts);
    }

    private void connect(List<Contact> one, List<Contact> other) {
      Comparator<Contact> order =
          Comparator.<Contact>comparingInt(c -> parts.get(c.part).winner)
              .thenComparingDouble(Contact::from);
      one.sort(order);
      other.sort(order);
      int i = 0;
      int j = 0;
      while (i < one.size() && j < other.size()) {
        Contact a = one.get(i);
        Contact b = other.get(j);
        int classes = parts.get(a.part).winner - parts.get(b.part).winner;
        if (classes == 0) {
          double shared = Math.min(a.to, b.to) - Math.max(a.from, b.from);
          if (shared > WIDE) {
            join(a.part, b.part);
          } else if (shared > NARROW) {
            doubts.add(new int[] {a.part, b.part});
          }
        }
        if (classes < 0 || classes == 0 && a.to <= b.to) {
          i++;
        } else {
          j++;
        }
      }
    }

    private void grow() {
      int from = parent.length;
      parent = Arrays.copyOf(parent, parts.size());
      for (int p = from; p < parent.length; p++) {
        parent[p] = p;
      }
    }

    private boolean join(int a, int b) {
      int rootA = root(a);
      int rootB = root(b);
      parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
      return rootA != rootB;
    }

    private int root(int part) {
      int at = part;
      while (parent[at] != at) {
        parent[at] = parent[parent[at]];
        at = parent[at];
      }
      return at;
    }

    /** Adds up what is joined and closes the roots that need not be kept. */
    private void close(boolean[] kept) {
      for (int p = 0; p < parts.size(); p++) {
        if (root(p) != p) {
          parts.get(root(p)).add(parts.get(p));
        }
      }
      for (int p = 0; p < parts.size(); p++) {
        if (parent[p] == p && !kept[p]) {
          totals.add(parts.get(p));
        }
      }
    }

    /** The square, with only what is open. */
    Patch end() {
      grow();
      boolean[] kept = new boolean[parts.size()];
      for (List<Contact> side : sides) {
        side.forEach(contact -> kept[root(contact.part)] = true);
      }
      doubts.removeIf(doubt -> root(doubt[0]) == root(doubt[1]));
      for (int[] doubt : doubts) {
        kept[root(doubt[0])] = true;
        kept[root(doubt[1])] = true;
      }
      close(kept);
      int[] number = new int[parts.size()];
      List<Part> open = new ArrayList<>();
      for (int p = 0; p < kept.length; p++) {
        if (kept[p]) {
          number[p] = open.size();
          open.add(parts.get(p));
        }
      }
      List<List<Contact>> borders = sides.stream().map(side -> merged(side, number)).toList();
      List<int[]> left =
          doubts.stream().map(d -> new int[] {number[root(d[0])], number[root(d[1])]}).toList();
      return new Patch(open, borders, left, totals);
    }

    private List<Contact> merged(List<Contact> side, int[] number) {
      List<Contact> sorted = new ArrayList<>();
      side.forEach(c -> sorted.add(new Contact(c.from, c.to, number[root(c.part)])));
      sorted.sort(Comparator.comparingInt(Contact::part).thenComparingDouble(Contact::from));
      List<Contact> merged = new ArrayList<>();
      for (Contact next : sorted) {
        Contact last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
        if (last != null && last.part == next.part && next.from - last.to <= NARROW) {
          Contact both = new Contact(last.from, Math.max(last.to, next.to), last.part);
          merged.set(merged.size() - 1, both);
        } else {
          merged.add(next);
        }
      }
      return merged;
    }
  }

  /** Cells along one side of a line. */
  static final class Along {
    private final List<Contact> contacts = new ArrayList<>();

    void add(double from, double to, int cell) {
      contacts.add(new Contact(from, to, cell));
    }
  }
}
