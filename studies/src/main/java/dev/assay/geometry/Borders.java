package dev.assay.geometry;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where classes meet in a rectangle, as a picture shows it. A border bends, however slightly, at
 * each linear piece of the network, of which there may be tens of thousands: pieces that join end
 * to end are followed, and bends that nobody could see are left out (Ramer 1972; Douglas and
 * Peucker 1973).
 */
final class Borders {
  /** How far a border may be from where it is, as a share of the rectangle's sides. */
  static final double TOLERANCE = 2e-4;

  /** Coordinates are multiples of its inverse. */
  private static final double DIGITS = 1e5;

  /** Ends that are equal after rounding to its inverse are one. */
  private static final double SAME = 1e7;

  private record Corner(long x, long y) {}

  /** A piece, {@code used} once a line goes through it. */
  private static final class Piece {
    final int from;
    final int to;
    boolean used;

    Piece(int from, int to) {
      this.from = from;
      this.to = to;
    }

    int other(int end) {
      return end == from ? to : from;
    }
  }

  private final Map<Corner, Integer> numbers = new HashMap<>();
  private final List<double[]> corners = new ArrayList<>();
  private final List<List<Piece>> at = new ArrayList<>();
  private final List<Piece> pieces = new ArrayList<>();

  /** Adds a straight piece; one that is there already, in whichever direction, is no second one. */
  void add(double[] piece) {
    int from = corner(piece[0], piece[1]);
    int to = corner(piece[2], piece[3]);
    if (from == to || at.get(from).stream().anyMatch(known -> known.other(from) == to)) {
      return;
    }
    Piece added = new Piece(from, to);
    pieces.add(added);
    at.get(from).add(added);
    at.get(to).add(added);
  }

  private int corner(double x, double y) {
    Corner corner = new Corner(Math.round(x * SAME), Math.round(y * SAME));
    Integer number = numbers.get(corner);
    if (number == null) {
      number = corners.size();
      numbers.put(corner, number);
      corners.add(new double[] {x, y});
      at.add(new ArrayList<>());
    }
    return number;
  }

  /** Straight pieces, {@code x0, y0, x1, y1} each, as few as the tolerance allows. */
  double[] simplified() {
    List<double[]> found = new ArrayList<>();
    // lines end where three meet, or at the edge; what is left over are rings
    for (boolean rings : new boolean[] {false, true}) {
      for (Piece piece : pieces) {
        for (int end : new int[] {piece.from, piece.to}) {
          if (!piece.used && (rings || at.get(end).size() != 2)) {
            simplify(line(end, piece), found);
          }
        }
      }
    }
    return found.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  /** The corners of a line, which begins at a corner with a piece. */
  private int[] line(int start, Piece first) {
    List<Integer> line = new ArrayList<>();
    line.add(start);
    int here = start;
    Piece piece = first;
    while (piece != null) {
      piece.used = true;
      here = piece.other(here);
      line.add(here);
      piece =
          at.get(here).size() == 2
              ? at.get(here).stream().filter(next -> !next.used).findFirst().orElse(null)
              : null;
    }
    return line.stream().mapToInt(i -> i).toArray();
  }

  private void simplify(int[] line, List<double[]> found) {
    Deque<int[]> open = new ArrayDeque<>();
    open.push(new int[] {0, line.length - 1});
    while (!open.isEmpty()) {
      int[] part = open.pop();
      int farthest = farthest(line, part[0], part[1]);
      if (farthest < 0) {
        double[] from = corners.get(line[part[0]]);
        double[] to = corners.get(line[part[1]]);
        found.add(
            Arrays.stream(new double[] {from[0], from[1], to[0], to[1]})
                .map(x -> Math.rint(x * DIGITS) / DIGITS)
                .toArray());
      } else {
        open.push(new int[] {farthest, part[1]});
        open.push(new int[] {part[0], farthest});
      }
    }
  }

  /** The corner between two of a line that is farthest from the straight way; −1: near enough. */
  private int farthest(int[] line, int first, int last) {
    double[] a = corners.get(line[first]);
    double[] b = corners.get(line[last]);
    int farthest = -1;
    double most = TOLERANCE;
    for (int i = first + 1; i < last; i++) {
      double distance = distance(corners.get(line[i]), a, b);
      if (distance > most) {
        most = distance;
        farthest = i;
      }
    }
    return farthest;
  }

  /** From a point to a straight piece. */
  private static double distance(double[] p, double[] a, double[] b) {
    double x = b[0] - a[0];
    double y = b[1] - a[1];
    double square = x * x + y * y;
    double share =
        square == 0
            ? 0
            : Math.max(0, Math.min(1, ((p[0] - a[0]) * x + (p[1] - a[1]) * y) / square));
    return Math.hypot(a[0] + share * x - p[0], a[1] + share * y - p[1]);
  }
}
