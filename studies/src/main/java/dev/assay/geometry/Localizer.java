package dev.assay.geometry;

import dev.assay.geometry.LocalNetwork.Form;
import java.util.Arrays;
import java.util.List;

/**
 * Restricts a network to tiles of a plane. Values of a stage are kept as affine functions of the
 * coordinates of the tile plus multiples of the remainders of hinges (see {@link LocalNetwork}).
 * Their range on the tile is bounded by that of the affine part, at its corners, and those of the
 * remainders. A ReLU whose argument has one sign is affine; any other is a hinge. A maximum of
 * several inputs that may win is a chain of hinges, {@code max(a, b) = a + max(b − a, 0)}.
 */
final class Localizer {
  private final List<Stage> stages;

  /** What the first affine stage makes of corner, right and up; the points themselves if none. */
  private final double[] corner;

  private final double[] right;
  private final double[] up;
  private final int first;

  /** For tiles of the rectangle {@code corner + s right + t up}. */
  Localizer(PiecewiseLinear network, double[] corner, double[] right, double[] up) {
    stages = network.pooledFirst();
    if (stages.get(0) instanceof AffineMap map) {
      first = 1;
      this.corner = new double[map.out().size()];
      this.right = new double[map.out().size()];
      this.up = new double[map.out().size()];
      map.apply(corner, 1, this.corner);
      map.multiply(right, 1, this.right);
      map.multiply(up, 1, this.up);
    } else {
      first = 0;
      this.corner = corner;
      this.right = right;
      this.up = up;
    }
  }

  /**
   * The network on a tile.
   *
   * @param s of its lower left corner
   * @param t of its lower left corner
   * @param size of its sides
   * @param most hinges
   * @return null where there are more
   */
  LocalNetwork at(double s, double t, double size, int most) {
    Climb climb = new Climb(s, t, size, most);
    for (int i = first; i < stages.size(); i++) {
      climb.through(stages.get(i));
      if (climb.local.hinges() > most) {
        return null;
      }
    }
    return climb.end();
  }

  /** One tile on its way through the stages. */
  private final class Climb {
    private final LocalNetwork local = new LocalNetwork();
    private final int most;

    /** Coefficients of 1, x and y, one after the other. */
    private double[] rows;

    /** Coefficients of remainders; the position of a breakpoint is the number of the hinge. */
    private Breakpoints columns = new Breakpoints(16, 1024);

    /** What remainders may subtract from and add to the affine part. */
    private double[] less;

    private double[] more;

    Climb(double s, double t, double size, int most) {
      this.most = most;
      int n = corner.length;
      rows = new double[3 * n];
      for (int i = 0; i < n; i++) {
        rows[i] = corner[i] + s * right[i] + t * up[i];
        rows[n + i] = size * right[i];
        rows[2 * n + i] = size * up[i];
      }
    }

    void through(Stage stage) {
      if (stage instanceof AffineMap map) {
        double[] next = new double[3 * map.out().size()];
        map.multiply(rows, 3, next);
        map.addConstant(next, 0);
        rows = next;
        int[] order = new int[columns.count()];
        Arrays.setAll(order, k -> k);
        columns = map.multiply(columns, order);
        return;
      }
      ranges(stage.in());
      if (stage instanceof Rectifier rectifier) {
        rectify(rectifier);
      } else {
        new Pooling((Maximum) stage).run();
      }
    }

    private void ranges(Grid grid) {
      less = new double[grid.size()];
      more = new double[grid.size()];
      each(
          grid,
          (k, unit, at) -> {
            double reach = columns.values()[at] * local.gap(k);
            less[unit] += Math.min(0, reach);
            more[unit] += Math.max(0, reach);
          });
    }

    private void rectify(Rectifier stage) {
      Grid grid = stage.in();
      int n = grid.size();
      double[] factor = new double[n];
      int[] hinge = new int[n];
      Arrays.fill(hinge, -1);
      int known = local.hinges();
      for (int u = 0; u < n && local.hinges() <= most; u++) {
        double b = rows[n + u];
        double c = rows[2 * n + u];
        double low = rows[u] + Math.min(0, b) + Math.min(0, c) + less[u];
        double high = rows[u] + Math.max(0, b) + Math.max(0, c) + more[u];
        if (low < 0 && high > 0 && !stage.passes(u)) {
          Form argument = new Form(new double[] {rows[u], b, c}, new double[known]);
          hinge[u] = local.add(argument, low, high);
          factor[u] = local.slope(hinge[u]);
        } else {
          factor[u] = high > 0 || stage.passes(u) ? 1 : 0;
        }
        rows[u] *= factor[u];
        rows[n + u] *= factor[u];
        rows[2 * n + u] *= factor[u];
      }
      each(
          grid,
          (k, unit, at) -> {
            if (hinge[unit] >= 0) {
              local.hinge(hinge[unit]).remainders()[k] = columns.values()[at];
            }
            columns.values()[at] *= factor[unit];
          });
      for (int u = 0; u < n; u++) {
        if (hinge[u] >= 0) {
          columns.addOne(hinge[u], grid, u, 1);
        }
      }
    }

    LocalNetwork end() {
      Grid grid = stages.get(stages.size() - 1).out();
      Form[] logits = new Form[grid.size()];
      Arrays.setAll(logits, k -> form(grid, k));
      local.logits(logits);
      return local;
    }

    /** A value with all that it depends on. */
    private Form form(Grid grid, int unit) {
      int n = grid.size();
      Form form =
          new Form(
              new double[] {rows[unit], rows[n + unit], rows[2 * n + unit]},
              new double[local.hinges()]);
      int[] place = {unit / grid.plane(), unit % grid.plane() / grid.width(), unit % grid.width()};
      for (int column = 0; column < columns.count(); column++) {
        int at = columns.from(column);
        boolean inside = true;
        int offset = 0;
        for (int axis = 0; axis < 3; axis++) {
          int from = columns.edge(column, 2 * axis);
          inside &= place[axis] >= from && place[axis] < columns.edge(column, 2 * axis + 1);
          offset = offset * columns.extent(column, axis) + place[axis] - from;
        }
        if (inside) {
          form.remainders()[(int) columns.at(column)] += columns.values()[at + offset];
        }
      }
      return form;
    }

    private void each(Grid grid, Visitor visitor) {
      for (int column = 0; column < columns.count(); column++) {
        int at = columns.from(column);
        int k = (int) columns.at(column);
        for (int c = columns.edge(column, 0); c < columns.edge(column, 1); c++) {
          for (int h = columns.edge(column, 2); h < columns.edge(column, 3); h++) {
            for (int w = columns.edge(column, 4); w < columns.edge(column, 5); w++) {
              visitor.visit(k, c * grid.plane() + h * grid.width() + w, at++);
            }
          }
        }
      }
    }

    /** One maximum. */
    private final class Pooling {
      private final Maximum pool;
      private final Grid in;
      private final Grid out;
      private final double[] next;

      /** The input that wins on all of the tile. */
      private final int[] winner;

      /** What windows are, where several may win. */
      private final Form[] open;

      Pooling(Maximum pool) {
        this.pool = pool;
        this.in = pool.in();
        this.out = pool.out();
        this.next = new double[3 * out.size()];
        this.winner = new int[out.size()];
        this.open = new Form[out.size()];
      }

      void run() {
        int known = local.hinges();
        for (int o = 0; o < out.size() && local.hinges() <= most; o++) {
          window(o);
          for (int r = 0; r < 3; r++) {
            next[r * out.size() + o] =
                open[o] == null ? rows[r * in.size() + winner[o]] : open[o].plane()[r];
          }
        }
        rows = next;
        Breakpoints found = new Breakpoints(columns.count() + 16, columns.used());
        for (int column = 0; column < columns.count(); column++) {
          pool(column, found);
        }
        for (int o = 0; o < out.size(); o++) {
          for (int k = known; open[o] != null && k < open[o].remainders().length; k++) {
            if (open[o].remainder(k) != 0) {
              found.addOne(k, out, o, open[o].remainder(k));
            }
          }
        }
        columns = found;
      }

      private int input(int o, int i) {
        return o / out.plane() * in.plane() + pool.pixel(i);
      }

      private void window(int o) {
        int from = pool.start(o % out.plane());
        int to = pool.start(o % out.plane() + 1);
        int best = input(o, from);
        for (int i = from + 1; i < to; i++) {
          best = centre(input(o, i)) > centre(best) ? input(o, i) : best;
        }
        winner[o] = best;
        Form largest = null;
        for (int i = from; i < to; i++) {
          int other = input(o, i);
          if (other != best && lead(other, best) > 0) {
            largest = larger(largest == null ? form(in, best) : largest, form(in, other));
          }
        }
        open[o] = largest;
      }

      private double centre(int unit) {
        return rows[unit]
            + (rows[in.size() + unit] + rows[2 * in.size() + unit] + less[unit] + more[unit]) / 2;
      }

      /** At most so much larger is one input than another. */
      private double lead(int other, int best) {
        double b = rows[in.size() + other] - rows[in.size() + best];
        double c = rows[2 * in.size() + other] - rows[2 * in.size() + best];
        double start = rows[other] - rows[best];
        return start + Math.max(0, b) + Math.max(0, c) + more[other] - less[best];
      }

      private Form larger(Form a, Form b) {
        double[] plane = new double[3];
        Arrays.setAll(plane, r -> b.plane()[r] - a.plane()[r]);
        double[] remainders = new double[local.hinges()];
        double low = plane[0] + Math.min(0, plane[1]) + Math.min(0, plane[2]);
        double high = plane[0] + Math.max(0, plane[1]) + Math.max(0, plane[2]);
        for (int k = 0; k < remainders.length; k++) {
          remainders[k] = b.remainder(k) - a.remainder(k);
          low += Math.min(0, remainders[k] * local.gap(k));
          high += Math.max(0, remainders[k] * local.gap(k));
        }
        if (high <= 0 || low >= 0) {
          return high <= 0 ? a : b;
        }
        int hinge = local.add(new Form(plane, remainders), low, high);
        double[] sum = Arrays.copyOf(remainders, hinge + 1);
        for (int k = 0; k < hinge; k++) {
          sum[k] = a.remainder(k) + local.slope(hinge) * remainders[k];
        }
        sum[hinge] = 1;
        double[] total = new double[3];
        Arrays.setAll(total, r -> a.plane()[r] + local.slope(hinge) * plane[r]);
        return new Form(total, sum);
      }

      /** Takes the coefficients of one remainder to the windows that they are in. */
      private void pool(int column, Breakpoints found) {
        int top = out.height();
        int bottom = 0;
        int left = out.width();
        int rightmost = 0;
        for (int h = columns.edge(column, 2); h < columns.edge(column, 3); h++) {
          for (int w = columns.edge(column, 4); w < columns.edge(column, 5); w++) {
            for (int window : pool.windowsOf(h * in.width() + w)) {
              top = Math.min(top, window / out.width());
              bottom = Math.max(bottom, window / out.width() + 1);
              left = Math.min(left, window % out.width());
              rightmost = Math.max(rightmost, window % out.width() + 1);
            }
          }
        }
        if (bottom == 0) {
          return;
        }
        int k = (int) columns.at(column);
        int firstChannel = columns.edge(column, 0);
        int endChannel = columns.edge(column, 1);
        int to = found.add(k, firstChannel, endChannel, top, bottom, left, rightmost);
        for (int c = firstChannel; c < endChannel; c++) {
          for (int h = top; h < bottom; h++) {
            for (int w = left; w < rightmost; w++) {
              int o = c * out.plane() + h * out.width() + w;
              found.values()[to++] =
                  open[o] == null ? coefficient(column, winner[o]) : open[o].remainder(k);
            }
          }
        }
      }

      private double coefficient(int column, int unit) {
        int c = unit / in.plane() - columns.edge(column, 0);
        int h = unit % in.plane() / in.width() - columns.edge(column, 2);
        int w = unit % in.width() - columns.edge(column, 4);
        boolean inside =
            h >= 0 && h < columns.extent(column, 1) && w >= 0 && w < columns.extent(column, 2);
        int at = (c * columns.extent(column, 1) + h) * columns.extent(column, 2) + w;
        return inside ? columns.values()[columns.from(column) + at] : 0;
      }
    }
  }

  private interface Visitor {
    void visit(int hinge, int unit, int at);
  }
}
